import { useQueryClient } from '@tanstack/react-query';
import type { CaseView } from '@wanmi/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '../session.ts';
import { AskForm } from './ask-form.tsx';
import { fieldsOf, hasForm } from './command-forms.ts';

/** What brings a case on its way: shown first, and marked as the thing to do. */
const FORWARD: ReadonlySet<string> = new Set([
  ...['accept', 'submit-verification', 'file', 'dispatch', 'sign', 'submit-result', 'confirm-feedback', 'arbitrate'],
  ...['request-check', 'submit-check', 'close', 'propose-return', 'accept-return', 'approve-extension', 'endorse'],
  ...['approve-suspension', 'approve-void', 'submit-recheck', 'submit-upper-result', 'close-referral', 'reply'],
]);
const onwardFirst = (a: string, b: string): number => Number(FORWARD.has(b)) - Number(FORWARD.has(a));

/** The commands this person may give now. */
export function CommandBar({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<string>();
  const [problem, setProblem] = useState('');
  const names = (view.commands ?? []).filter(hasForm).toSorted(onwardFirst);

  const give = async (name: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
    setProblem('');
    try {
      await write(`/cases/${view.caseId}/commands/${name}`, { expectedVersion: view.version, ...body });
      setAsked(undefined);
    } catch (error) {
      setProblem((error as Error).message);
    }
    await queries.invalidateQueries();
  };
  const press = (name: string): void => {
    if (fieldsOf(name, view).length > 0) setAsked(asked === name ? undefined : name);
    else void give(name, {});
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
      {asked && (
        <AskForm key={asked} name={asked} fields={fieldsOf(asked, view)} onGive={(body) => void give(asked, body)} />
      )}
      <p role="alert" className="problem">
        {problem}
      </p>
    </section>
  );
}
