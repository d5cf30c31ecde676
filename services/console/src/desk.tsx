import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseSummary, UserView } from '@wanmi/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LineState, watchCases } from './live.ts';
import { CaseMap } from './parts/case-map.tsx';
import { CasePanel } from './parts/case-panel.tsx';
import { CaseRows } from './parts/case-rows.tsx';
import { ReportForm } from './parts/report-form.tsx';
import { read } from './session.ts';
import { switchLanguage } from './text/index.ts';

type Page = { readonly items: readonly CaseSummary[]; readonly nextCursor: string | null };
const REFRESH_MS = 1_000;

/** List, map and case on one screen; every change arrives by itself. */
export function Desk({ user, onLeave }: { readonly user: UserView; readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const line = useLive();
  const [view, setView] = useState<'cases' | 'tasks'>('cases');
  const [chosen, setChosen] = useState<string>();
  const [placing, setPlacing] = useState(false);
  const [place, setPlace] = useState<{ lng: number; lat: number }>();
  const cases = useInfiniteQuery({
    queryKey: ['cases'],
    queryFn: ({ pageParam }) =>
      read<Page>(`/cases?limit=100${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.nextCursor,
  });
  const tasks = useQuery({
    queryKey: ['tasks'],
    queryFn: () => read<{ items: readonly { case: CaseSummary }[] }>('/tasks'),
  });
  const rows = cases.data?.pages.flatMap(({ items }) => items) ?? [];
  const mine = tasks.data?.items.map((task) => task.case) ?? [];
  const mayReport = user.posts.some(({ role }) => role === 'inspector' || role === 'acceptor');

  return (
    <div className="desk">
      <header className="bar">
        <strong>{t('product')}</strong>
        <span className="quiet">{t('subtitle')}</span>
        <span className={`line ${line}`} role="status">
          {t(line)}
        </span>
        <span className="grow" />
        {mayReport && (
          <button type="button" aria-pressed={placing} onClick={() => setPlacing(!placing)}>
            {placing ? t('reportHint') : t('report')}
          </button>
        )}
        <button type="button" onClick={() => void switchLanguage()}>
          {t('language')}
        </button>
        <span>{user.displayName}</span>
        <button type="button" onClick={onLeave}>
          {t('signOut')}
        </button>
      </header>
      <section className="list" aria-label={t('cases')}>
        <div role="tablist" className="tabs">
          {(['cases', 'tasks'] as const).map((name) => (
            <button key={name} type="button" role="tab" aria-selected={view === name} onClick={() => setView(name)}>
              {t(name)} {name === 'tasks' ? mine.length : ''}
            </button>
          ))}
        </div>
        <CaseRows
          rows={view === 'cases' ? rows : mine}
          chosen={chosen}
          onChoose={setChosen}
          empty={t(view === 'cases' ? 'noCases' : 'noTasks')}
          query={view === 'cases' ? cases : tasks}
        />
        {view === 'cases' && cases.hasNextPage && (
          <button type="button" className="more" onClick={() => void cases.fetchNextPage()}>
            {t('more')}
          </button>
        )}
      </section>
      <section className="map" aria-label={t('map')}>
        <CaseMap
          rows={rows}
          chosen={chosen}
          onChoose={setChosen}
          onPlace={placing ? (at) => setPlace(at) : undefined}
          place={place}
        />
        <p className="remark drawn">{t('drawn')}</p>
        {place && (
          <ReportForm
            place={place}
            user={user}
            onDone={(caseId) => {
              setPlace(undefined);
              setPlacing(false);
              if (caseId) setChosen(caseId);
            }}
          />
        )}
      </section>
      {chosen && <CasePanel key={chosen} caseId={chosen} onClose={() => setChosen(undefined)} />}
    </div>
  );
}

/** Keeps every query fresh while events come in; many events in a moment are one refresh. */
function useLive(): LineState {
  const queries = useQueryClient();
  const [line, setLine] = useState<LineState>('connecting');
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        for (const queryKey of [['cases'], ['tasks'], ['case']]) void queries.invalidateQueries({ queryKey });
      }, REFRESH_MS);
    };
    const stop = watchCases({ onEvent: refresh, onReset: refresh, onState: setLine });
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [queries]);
  return line;
}
