import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, ApiClient } from './api-client.ts';
import type { Step } from './replay-plan.ts';

/** What of a case the replay looks at. */
export type SeenCase = {
  readonly caseId: string;
  readonly state: string;
  readonly version: number;
  readonly gridCode: string;
  readonly departmentCode: string | undefined;
};

/** Reads a case out of an answer. Throws when it is none. */
export function caseIn({ status, body }: ApiAnswer): SeenCase {
  const { caseId, state, version, gridCode, departmentCode } = body;
  if (typeof caseId !== 'string' || typeof state !== 'string' || typeof version !== 'number') {
    throw new Error(`cannot read a case: the answer was ${status} ${JSON.stringify(body)}`);
  }
  return {
    ...{ caseId, state, version, gridCode: typeof gridCode === 'string' ? gridCode : '' },
    departmentCode: typeof departmentCode === 'string' ? departmentCode : undefined,
  };
}

/** A case that the router has not answered for, or that is not where its steps expect it, is given up after this. */
const PATIENCE_MS = 180_000;

/** Steps of a case, from the `first` on, which is 0 unless earlier ones are done. `key` is unique to the case. */
export type Walk = { readonly steps: readonly Step[]; readonly key: string; readonly first: number };

/**
 * Gives the commands of a case from step `first` on, each when the case has come to the state it is meant for: what the
 * system does in between is waited for. A key names case and step, so that a step is never done twice.
 */
export async function walkCase(client: ApiClient, start: SeenCase, { steps, key, first }: Walk): Promise<SeenCase> {
  let seen = start;
  for (const [i, step] of steps.entries()) {
    if (i >= first) seen = await giveCommand(client, seen, step, `${key}.${i}`);
  }
  return seen;
}

async function giveCommand(client: ApiClient, seen: SeenCase, step: Step, key: string): Promise<SeenCase> {
  for (let attempt = 0; ; attempt++) {
    const ready = await whenIn(client, seen, step, attempt > 0);
    const as = step.as === 'handler' ? `handler.${ready.departmentCode}` : step.as;
    const body = { expectedVersion: ready.version, ...step.fields };
    const path = `/cases/${ready.caseId}/commands/${step.command}`;
    const answer = await client.post(as, path, body, attempt === 0 ? key : `${key}.${attempt}`);
    if (answer.status === 200) return caseIn(answer);
    // A stale version: the system changed the case between the look and the command.
    if (answer.status !== 409 || attempt === 5) {
      throw new Error(
        `cannot ${step.command} case ${ready.caseId} as ${as}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
  }
}

/** The case once it is in the state that a step is meant for. Throws when it does not get there. */
async function whenIn(client: ApiClient, seen: SeenCase, { from, command }: Step, look: boolean): Promise<SeenCase> {
  let now = seen;
  let isFresh = !look;
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    // A filed case is first of all the router's: only when it has answered may a person dispatch.
    if (isFresh && now.state === from && (from !== 'filed' || (await isLeftToPeople(client, now)))) return now;
    if (isFresh) await sleep(50);
    now = caseIn(await client.get('admin', `/cases/${seen.caseId}`));
    isFresh = true;
  }
  throw new Error(`cannot ${command} case ${seen.caseId}: it is ${now.state}, needs to come to ${from}`);
}

async function isLeftToPeople(client: ApiClient, { caseId }: SeenCase): Promise<boolean> {
  return (await decisionsOn(client, caseId)).length > 0;
}

/** What was decided about the department of a case, first to last; `departmentCode` is absent where nobody was found. */
export type Routed = { readonly byRouter: boolean; readonly departmentCode: string | undefined };

/** Reads the decisions about a case's department. */
export async function decisionsOn(client: ApiClient, caseId: string): Promise<readonly Routed[]> {
  const { body } = await client.get('admin', `/cases/${caseId}/explanation`);
  const items: readonly unknown[] = Array.isArray(body.items) ? body.items : [];
  return items.map((item) => {
    const { explanation, departmentCode } = item as { explanation?: unknown; departmentCode?: unknown };
    return {
      byRouter: explanation !== null && explanation !== undefined,
      departmentCode: typeof departmentCode === 'string' ? departmentCode : undefined,
    };
  });
}

/** How many commands people have given in a case: with that a broken walk goes on. */
export async function commandsGiven(client: ApiClient, caseId: string): Promise<number> {
  const { body } = await client.get('admin', `/cases/${caseId}/history`);
  const items: readonly unknown[] = Array.isArray(body.items) ? body.items : [];
  return items.slice(1).filter((item) => {
    const { by } = item as { by?: { kind?: unknown } };
    return by?.kind === 'user';
  }).length;
}
