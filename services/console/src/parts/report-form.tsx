import { useQuery } from '@tanstack/react-query';
import type { CaseView, CatalogueView, Location, UserView } from '@wanmi/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, write } from '../session.ts';

type Props = {
  readonly place: { lng: number; lat: number };
  readonly user: UserView;
  readonly onDone: (caseId?: string) => void;
};

/** Sends a report from the place chosen on the map. */
export function ReportForm({ place, user, onDone }: Props) {
  const { t } = useTranslation();
  const [problem, setProblem] = useState('');
  const catalogue = useQuery({
    queryKey: ['catalogue'],
    queryFn: () => read<CatalogueView>('/catalogue'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const where = useQuery({
    queryKey: ['locate', place],
    queryFn: () => read<Location>(`/grids/locate?lng=${place.lng}&lat=${place.lat}&datum=wgs84`),
  });
  const channel = user.posts.some(({ role }) => role === 'inspector') ? 'inspector' : 'hotline';

  const submit = async (form: FormData): Promise<void> => {
    const text = String(form.get('text')).trim();
    try {
      const made = await write<CaseView>('/reports', {
        channel,
        kind: 'matter',
        classCode: String(form.get('classCode')),
        position: { ...place, datum: 'wgs84' },
        ...(text ? { text } : {}),
      });
      onDone(made.caseId);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };

  const matters = catalogue.data?.classes.filter(({ kind }) => kind === 'matter') ?? [];
  const majors = [...new Set(matters.map(({ majorName }) => majorName))];
  return (
    <form className="card report" action={submit} aria-label={t('reportHere')}>
      <b>
        {t('reportHere')} · {where.data?.community?.name ?? (where.data ? t('outsideNow') : '…')}{' '}
        {where.data?.gridCode ?? ''}
      </b>
      <label>
        {t('classCode')}
        <select name="classCode" required>
          {majors.map((major) => (
            <optgroup key={major} label={major}>
              {matters
                .filter(({ majorName }) => majorName === major)
                .map(({ classCode, name }) => (
                  <option key={classCode} value={classCode}>
                    {classCode} {name}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label>
        {t('text')}
        <input name="text" maxLength={500} />
      </label>
      <p role="alert" className="problem">
        {problem}
      </p>
      <div className="row">
        <button type="submit" className="primary">
          {t('submit')}
        </button>
        <button type="button" onClick={() => onDone()}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
