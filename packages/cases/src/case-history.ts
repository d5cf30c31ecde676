import { events } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { type Explanation, explain } from '@wanmi/routing';
import type { Actor, ActorRef, ContentRef } from '@wanmi/workflow';
import type { Desk } from './desk.ts';
import { findSeen, findState } from './find-case.ts';
import { viewReporter } from './reporter-view.ts';
import { canSeeContact } from './visibility.ts';
import { writeTime } from './write-time.ts';

/** An event as a reader sees it: texts put in, times written out, codes named as in the rest of the interface. */
export type EventView = {
  readonly seq: number;
  readonly version: number;
  readonly type: string;
  readonly at: string;
  readonly by: unknown;
  readonly [field: string]: unknown;
};

/**
 * Every event of a case, first to last; undefined when there is none that this person may see. Erased texts are null.
 * The router's explanation is left out: `caseExplanation` has it.
 */
export async function caseHistory(desk: Desk, viewer: Actor, caseId: string): Promise<EventView[] | undefined> {
  const found = await findSeen(desk, viewer, caseId, events.findWithTexts);
  if (!found) return undefined;
  const stored = await events.list(desk.db, found.key);
  const names = await events.namesOf(desk.db, peopleIn(stored.map(({ body }) => body.by)));
  const whole = canSeeContact(viewer, found.state.place.areaCode);
  const texts = new Map(
    found.texts.map(({ contentId, kind, body }) => [
      contentId,
      kind === 'reporter' ? (viewReporter(body, whole) ?? null) : body,
    ]),
  );
  const { city } = desk.reference().calendars;
  const write: Writer = { text: (ref) => texts.get(ref.contentId) ?? null, time: (at) => writeTime(city, at) };
  return stored.map(({ seq, version, type, at, body }) => {
    const { type: _type, at: _at, by, ...fields } = { explanation: undefined, ...body };
    const { explanation: _explanation, ...shown } = fields;
    return { seq, version, type, at: write.time(at), by: nameActor(by, names), ...writeFields(shown, write) };
  });
}

/** One decision about the responsible department, with the router's explanation; null for a person's choice. */
export type ExplanationView = {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly departmentCode?: string;
  readonly explanation: unknown;
  /** The explanation as a person reads it, in both languages. */
  readonly text?: { readonly zh: string; readonly en: string };
};

/** What the router decided or left to a dispatcher, first to last; undefined when this person may not see the case. */
export async function caseExplanation(
  desk: Desk,
  viewer: Actor,
  caseId: string,
): Promise<ExplanationView[] | undefined> {
  const found = await findSeen(desk, viewer, caseId, findState);
  if (!found) return undefined;
  const stored = await events.list(desk.db, found.key, ['case-dispatched', 'routing-undecided']);
  const { city } = desk.reference().calendars;
  return stored.flatMap(({ seq, type, at, body }) => {
    if (body.type !== 'case-dispatched' && body.type !== 'routing-undecided') return [];
    const department = body.type === 'case-dispatched' ? { departmentCode: body.department } : {};
    const explanation = body.explanation ?? null;
    return [{ seq, at: writeTime(city, at), type, ...department, explanation, ...textOf(explanation) }];
  });
}

/** Stored as the router gave it, so what is there is an explanation; a person's choice has none. */
const textOf = (stored: unknown): { text?: { zh: string; en: string } } => {
  if (stored === null) return {};
  const explanation = stored as Explanation;
  return { text: { zh: explain(explanation, 'zh'), en: explain(explanation, 'en') } };
};

const peopleIn = (actors: readonly ActorRef[]): readonly string[] => [
  ...new Set(actors.flatMap((by) => (by.kind === 'user' ? [by.userId] : []))),
];

const nameActor = (by: ActorRef, names: ReadonlyMap<string, string>): unknown =>
  by.kind === 'user' ? { ...by, name: names.get(by.userId) ?? null } : by;

type Writer = {
  readonly text: (ref: ContentRef) => unknown;
  readonly time: (at: Instant) => string;
};

/** Names of the core that the interface calls otherwise. */
const OUTSIDE_NAMES: Readonly<Record<string, string>> = {
  department: 'departmentCode',
  suggested: 'suggestedDepartmentCode',
};

function writeFields(fields: object, write: Writer): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [OUTSIDE_NAMES[name] ?? name, writeValue(name, value, write)]),
  );
}

function writeValue(name: string, value: unknown, write: Writer): unknown {
  if (typeof value === 'number') return isTime(name) ? write.time(value as Instant) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => writeValue(name, item, write));
  return isRef(value) ? write.text(value) : writeFields(value, write);
}

/** Instants are the numbers in fields named `at` or `…At`. */
const isTime = (name: string): boolean => name === 'at' || /[a-z]At$/.test(name);

const isRef = (value: object): value is ContentRef => 'contentId' in value && 'digest' in value;
