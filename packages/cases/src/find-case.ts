import type { CaseView, DeadlineView } from '@wanmi/contracts';
import { type CaseKey, caseKeyOf, cases, events } from '@wanmi/db';
import { type Actor, allowedCommands, type CaseState, type ContentRef } from '@wanmi/workflow';
import { caseDeadlines, viewCase } from './case-view.ts';
import type { Desk } from './desk.ts';
import { viewReporter } from './reporter-view.ts';
import { canSee, canSeeContact, seenOf } from './visibility.ts';

/** One case with its texts as this person may read them; undefined when there is none that they may see. */
export async function findCase(desk: Desk, viewer: Actor, caseId: string): Promise<CaseView | undefined> {
  const found = await findSeen(desk, viewer, caseId, events.findWithTexts);
  if (!found) return undefined;
  const { state, texts } = found;
  const bodies = new Map(texts.map(({ contentId, body }) => [contentId, body]));
  const bodyOf = (ref: ContentRef | null) => (ref === null ? null : (bodies.get(ref.contentId) ?? null));
  const [address, text] = [bodyOf(state.address), bodyOf(state.text)];
  const reporter = viewReporter(bodyOf(state.reporter), canSeeContact(viewer, state.place.areaCode));
  return viewCase(state, desk.reference(), {
    ...(address === null ? {} : { address }),
    ...(text === null ? {} : { text }),
    ...(reporter === undefined ? {} : { reporter }),
    commands: [...allowedCommands(state, viewer)],
  });
}

/** Every clock of a case, first to last; undefined when there is none that this person may see. */
export async function findDeadlines(desk: Desk, viewer: Actor, caseId: string): Promise<DeadlineView[] | undefined> {
  const found = await findSeen(desk, viewer, caseId, findState);
  return found && caseDeadlines(found.state, desk.reference());
}

/** The state of a case that this person may see. */
export const findState = async (db: Desk['db'], key: CaseKey): Promise<{ state: CaseState } | undefined> => {
  const state = await cases.find(db, key);
  return state && { state };
};

/** Reads a case and drops it unless this person may see it. A text that is no case id finds nothing. */
export async function findSeen<Found extends { readonly state: CaseState }>(
  desk: Desk,
  viewer: Actor,
  caseId: string,
  read: (db: Desk['db'], key: CaseKey) => Promise<Found | undefined>,
): Promise<(Found & { readonly key: CaseKey }) | undefined> {
  const key = caseKeyOf(caseId);
  const found = key && (await read(desk.db, key));
  return key && found && canSee(viewer, seenOf(found.state)) ? { ...found, key } : undefined;
}
