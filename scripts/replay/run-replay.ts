import type { ApiClient } from './api-client.ts';
import { inParallel } from './in-parallel.ts';
import type { ReplayPlan, ReplayRequest } from './replay-plan.ts';
import { caseIn, commandsGiven, decisionsOn, type Routed, type SeenCase, walkCase } from './walk-case.ts';

/** A request and what the product answered. */
export type Sent = {
  readonly request: ReplayRequest;
  /** The case that it became; undefined when it was refused. */
  readonly seen: SeenCase | undefined;
  /** Why it was refused: a code of docs/errors.md, or what it lacked. */
  readonly refused: string | undefined;
};

/** How a run is done. */
export type ReplayRun = {
  readonly client: ApiClient;
  readonly run: string;
  readonly resumed: boolean;
  readonly connections: number;
  readonly say: (text: string) => void;
};

/** Sends all requests in their order over several connections. */
export function sendAll({ requests }: ReplayPlan, replay: ReplayRun): Promise<readonly Sent[]> {
  const { client, run, connections, say } = replay;
  return inParallel(requests, connections, {
    work: async (request) => {
      const answer = await client.post(request.as, '/reports', request.body, `${run}-${request.id}`);
      if (answer.status === 201) {
        const seen = caseIn(answer);
        if (seen.gridCode !== '') return { request, seen, refused: undefined };
        await turnDown(client, seen, `${run}-${request.id}.outside`);
        return { request, seen: undefined, refused: OUTSIDE };
      }
      return { request, seen: undefined, refused: reasonOf(request, answer.body.code) };
    },
    onTenth: (done, total) => say(`sent ${done} of ${total} requests`),
  });
}

const OUTSIDE = 'outside-every-area';

/** A report near the district but outside of it is not lost: it waits for the acceptor, who turns it down here. */
async function turnDown(client: ApiClient, { caseId, version }: SeenCase, key: string): Promise<void> {
  const body = { expectedVersion: version, reason: 'outside of every area' };
  const answer = await client.post('acceptor', `/cases/${caseId}/commands/reject`, body, key);
  if (answer.status !== 200) {
    throw new Error(`cannot turn down case ${caseId}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

function reasonOf({ at }: ReplayRequest, code: unknown): string {
  if (at === undefined) return 'no-coordinates';
  return code === 'position-outside' ? OUTSIDE : String(code);
}

/** Lets people work on every case that was accepted, until each has come as far as its steps lead. */
export async function walkAll(sent: readonly Sent[], replay: ReplayRun): Promise<void> {
  const { client, run, resumed, connections, say } = replay;
  const cases = sent.flatMap(({ request, seen }) => (seen && request.steps.length > 0 ? [{ request, seen }] : []));
  await inParallel(cases, connections, {
    work: async ({ request, seen }) => {
      const first = resumed ? await commandsGiven(client, seen.caseId) : 0;
      const now = first > 0 ? caseIn(await client.get('admin', `/cases/${seen.caseId}`)) : seen;
      await walkCase(client, now, { steps: request.steps, key: `${run}-${request.id}`, first });
    },
    onTenth: (done, total) => say(`worked on ${done} of ${total} cases`),
  });
}

/** The first decision about the department of each accepted case; undefined for one that was never filed. */
export function firstDecisions(
  sent: readonly Sent[],
  replay: ReplayRun,
): Promise<readonly { readonly request: ReplayRequest; readonly routed: Routed | undefined }[]> {
  const cases = sent.flatMap(({ request, seen }) => (seen ? [{ request, seen }] : []));
  return inParallel(cases, replay.connections, {
    work: async ({ request, seen }) => ({ request, routed: await firstDecision(replay.client, seen.caseId, request) }),
  });
}

/** A case without steps was filed by the system: its routing may still be under way. */
async function firstDecision(client: ApiClient, caseId: string, { steps }: ReplayRequest): Promise<Routed | undefined> {
  for (let attempt = 0; ; attempt++) {
    const [first] = await decisionsOn(client, caseId);
    if (first !== undefined || steps.length > 0 || attempt === 600) return first;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

type CountedCase = { readonly state: string; readonly gridCode: string | null };

/** How many cases that lie in a grid are in each state now. */
export async function countStates(client: ApiClient): Promise<Readonly<Record<string, number>>> {
  const states: Record<string, number> = {};
  for (let cursor: unknown = ''; typeof cursor === 'string'; ) {
    const { body } = await client.get('admin', `/cases?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`);
    const items = Array.isArray(body.items) ? (body.items as readonly CountedCase[]) : [];
    for (const { state, gridCode } of items) if (gridCode !== null) states[state] = (states[state] ?? 0) + 1;
    cursor = body.nextCursor;
  }
  return states;
}
