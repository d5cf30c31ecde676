import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '@wanmi/contracts';
import { useTranslation } from 'react-i18next';
import { read } from '../session.ts';
import { CommandBar } from './command-bar.tsx';
import { LightShape } from './light-shape.tsx';
import { momentText } from './moments.ts';

type Deadline = NonNullable<CaseView['deadline']>;
type Event = { seq: number; type: string; at: string; by: { kind: string; userId?: string; name?: string } };
type Decision = { seq: number; text?: { zh: string; en: string } };

/** One case: what it is, its clocks, why it went where it went, what happened, and what this person may do now. */
export function CasePanel({ caseId, onClose }: { readonly caseId: string; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const part = <Answer,>(name: string) => ({
    queryKey: ['case', caseId, name],
    queryFn: () => read<Answer>(`/cases/${caseId}${name}`),
  });
  const view = useQuery(part<CaseView>(''));
  const deadlines = useQuery(part<{ items: readonly Deadline[] }>('/deadlines'));
  const history = useQuery(part<{ items: readonly Event[] }>('/history'));
  const explanation = useQuery(part<{ items: readonly Decision[] }>('/explanation'));
  const one = view.data;
  if (!one) {
    return (
      <aside className="panel remark">{view.error ? t('failed', { detail: view.error.message }) : t('loading')}</aside>
    );
  }
  return (
    <aside className="panel" aria-label={one.caseNo}>
      <div className="row">
        <h2>
          <LightShape light={one.light} /> {one.className} <span className="tag">{t(`state.${one.state}`)}</span>
        </h2>
        <button type="button" onClick={onClose} aria-label={t('close')}>
          ×
        </button>
      </div>
      <p>{one.address}</p>
      {one.text && <p>{one.text}</p>}
      <dl>
        <dt>{t('caseNo')}</dt>
        <dd>{one.caseNo}</dd>
        <dt>{t('grid')}</dt>
        <dd>{one.gridCode ?? '—'}</dd>
        <dt>{t('department')}</dt>
        <dd>{one.departmentName ?? t('undispatched')}</dd>
      </dl>
      <CommandBar view={one} />
      <h3>{t('deadline')}</h3>
      <ul className="plain">
        {deadlines.data?.items.map((clock) => (
          <li key={clock.deadlineId} className={clock.clock}>
            <LightShape light={clock.light} /> {t(`stage.${clock.stage}`)} · {t('due')} {momentText(clock.due)}
          </li>
        ))}
      </ul>
      <h3>{t('explanation')}</h3>
      <ul className="plain">
        {explanation.data?.items.map(({ seq, text }) => (
          <li key={seq} className="words">
            {text?.[i18n.language === 'en' ? 'en' : 'zh'] ?? t('byPerson')}
          </li>
        ))}
      </ul>
      <h3>{t('history')}</h3>
      <ol className="plain">
        {history.data?.items.map(({ seq, type, at, by }) => (
          <li key={seq}>
            {momentText(at)} {t(`event.${type}`)} · {by.kind === 'system' ? t('bySystem') : (by.name ?? by.userId)}
          </li>
        ))}
      </ol>
    </aside>
  );
}
