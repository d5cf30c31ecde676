import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseView, DepartmentsView } from '@wanmi/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read, write } from '../session.ts';

/** The fields a command needs beside the version, as far as this page gives it. */
type Ask = 'reason' | 'departmentCode' | 'note' | 'to' | 'result';
const GIVEN: Readonly<
  Record<string, { readonly ask?: readonly Ask[]; readonly fixed?: Readonly<Record<string, string>> }>
> = {
  accept: {},
  'request-verification': {},
  'submit-verification': { ask: ['result'] },
  file: {},
  reject: { ask: ['reason'] },
  'send-back': { ask: ['reason'] },
  dispatch: { ask: ['departmentCode'] },
  sign: {},
  return: { ask: ['reason'] },
  'propose-return': {},
  'accept-return': {},
  'refuse-return': { ask: ['reason'] },
  'submit-result': { fixed: { outcome: 'A' } },
  'confirm-feedback': {},
  'refuse-feedback': { ask: ['reason'] },
  'request-check': {},
  'submit-check': { ask: ['result'] },
  close: {},
  supervise: { ask: ['reason'] },
  'add-note': { ask: ['note'] },
};

/** What brings a case on its way: shown first, and marked as the thing to do. */
const FORWARD: ReadonlySet<string> = new Set([
  ...['accept', 'submit-verification', 'file', 'dispatch', 'sign', 'submit-result', 'confirm-feedback'],
  ...['request-check', 'submit-check', 'close', 'propose-return', 'accept-return'],
]);
const onwardFirst = (a: string, b: string): number => Number(FORWARD.has(b)) - Number(FORWARD.has(a));

/** The results of an inspector's task, the usual one first. */
const RESULTS: Readonly<Record<string, readonly string[]>> = {
  'submit-verification': ['exists', 'not-exists', 'unable'],
  'submit-check': ['pass', 'not-pass', 'unable'],
};

/** The commands this person may give now. */
export function CommandBar({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<string>();
  const [problem, setProblem] = useState('');
  const names = (view.commands ?? []).filter((name) => name in GIVEN).toSorted(onwardFirst);

  const give = async (name: string, fields: Readonly<Record<string, string>>): Promise<void> => {
    setProblem('');
    try {
      await write(`/cases/${view.caseId}/commands/${name}`, { expectedVersion: view.version, ...fields });
      setAsked(undefined);
    } catch (error) {
      setProblem((error as Error).message);
    }
    await queries.invalidateQueries();
  };
  const press = (name: string): void => {
    if (askedBy(name, view).length > 0) setAsked(asked === name ? undefined : name);
    else void give(name, GIVEN[name]?.fixed ?? {});
  };

  return (
    <section aria-label={t('commands')}>
      {names.length === 0 && <p className="remark">{t('noCommands')}</p>}
      <div className="row wrap">
        {names.map((name, at) => (
          <button
            key={name}
            type="button"
            className={at === 0 && FORWARD.has(name) ? 'primary' : ''}
            onClick={() => press(name)}
          >
            {t(`command.${name}`)}
          </button>
        ))}
      </div>
      {asked && <AskForm name={asked} asks={askedBy(asked, view)} onGive={(fields) => void give(asked, fields)} />}
      <p role="alert" className="problem">
        {problem}
      </p>
    </section>
  );
}

const askedBy = (name: string, view: CaseView): readonly Ask[] => {
  const ask = GIVEN[name]?.ask ?? [];
  return name === 'send-back' && view.state === 'checked' ? [...ask, 'to'] : ask;
};

type AskProps = {
  readonly name: string;
  readonly asks: readonly Ask[];
  readonly onGive: (fields: Record<string, string>) => void;
};

function AskForm({ name, asks, onGive }: AskProps) {
  const { t } = useTranslation();
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: () => read<DepartmentsView>('/departments'),
    enabled: asks.includes('departmentCode'),
  });
  const submit = (form: FormData): void => onGive(Object.fromEntries(asks.map((ask) => [ask, String(form.get(ask))])));
  const options: Readonly<Partial<Record<Ask, readonly (readonly [string, string])[]>>> = {
    departmentCode: departments.data?.items.map((one) => [one.code, one.name] as const) ?? [],
    to: [
      ['handling', t('state.handling')],
      ['checking', t('state.checking')],
    ],
    result: (RESULTS[name] ?? []).map((result) => [result, t(`result.${result}`)] as const),
  };
  const labels: Readonly<Record<Ask, string>> = {
    departmentCode: t('department'),
    note: t('text'),
    reason: t('reason'),
    result: t('resultFound'),
    to: t('to'),
  };
  return (
    <form className="ask" action={submit} aria-label={t(`command.${name}`)}>
      {asks.map((ask) => {
        const id = `ask-${ask}`;
        const choices = options[ask];
        return (
          <div key={ask}>
            <label htmlFor={id}>{labels[ask]}</label>
            {choices ? (
              <select id={id} name={ask} required>
                {choices.map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </select>
            ) : (
              <input id={id} name={ask} required maxLength={500} />
            )}
          </div>
        );
      })}
      <button type="submit" className="primary">
        {t('submit')}
      </button>
    </form>
  );
}
