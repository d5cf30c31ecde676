import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseSummary, TaskView } from '@wanmi/contracts';
import { useEffect, useState } from 'react';
import { type LineState, watchCases } from './live.ts';
import { read } from './session.ts';

/** A page of a list; the contract's `CaseSummary` inside a task is a reference that types do not follow. */
type PageOf<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };
type Task = Omit<TaskView, 'case'> & { readonly case: CaseSummary };

const REFRESH_MS = 1_000;
const PAGE = 100;

/** The cases this person may see, newest first, as many pages as were asked for. */
export function useCases() {
  const query = useInfiniteQuery({
    queryKey: ['cases'],
    queryFn: ({ pageParam }) =>
      read<PageOf<CaseSummary>>(`/cases?limit=${PAGE}${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`),
    initialPageParam: '',
    getNextPageParam: (page: PageOf<CaseSummary>) => page.nextCursor,
  });
  return { query, rows: query.data?.pages.flatMap(({ items }) => items) ?? [] };
}

/** What this person must do now. */
export function useTasks() {
  const query = useQuery({ queryKey: ['tasks'], queryFn: () => read<PageOf<Task>>('/tasks') });
  return { query, rows: query.data?.items.map((task) => task.case) ?? [] };
}

/** Keeps every query fresh while events come in; many events in a moment are one refresh. */
export function useLive(): LineState {
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
