import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCases, useTasks } from '../queries.ts';
import { CaseRows } from './case-rows.tsx';

type Props = { readonly chosen: string | undefined; readonly onChoose: (caseId: string) => void };

/** Two lists: all cases this person may see, and what the person must do now. */
export function WorkList({ chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const [view, setView] = useState<'cases' | 'tasks'>('cases');
  const cases = useCases();
  const tasks = useTasks();
  const shown = view === 'cases' ? cases : tasks;
  const { hasNextPage, fetchNextPage } = cases.query;
  return (
    <section className="list" aria-label={t(view)}>
      <div role="tablist" className="tabs">
        {(['cases', 'tasks'] as const).map((name) => (
          <button key={name} type="button" role="tab" aria-selected={view === name} onClick={() => setView(name)}>
            {t(name)} {name === 'tasks' ? tasks.rows.length : ''}
          </button>
        ))}
      </div>
      <CaseRows
        rows={shown.rows}
        chosen={chosen}
        onChoose={onChoose}
        empty={t(view === 'cases' ? 'noCases' : 'noTasks')}
        query={shown.query}
      />
      {view === 'cases' && hasNextPage && (
        <button type="button" className="more" onClick={() => void fetchNextPage()}>
          {t('more')}
        </button>
      )}
    </section>
  );
}
