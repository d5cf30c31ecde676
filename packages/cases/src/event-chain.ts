import { createHmac } from 'node:crypto';
import type { CaseKey, EventRecord } from '@wanmi/db';
import type { Instant } from '@wanmi/kernel';
import { type CaseEvent, type CaseState, evolve } from '@wanmi/workflow';
import { canonicalJson } from './canonical-json.ts';

/** Stands before the first event of a case. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

/** What an event's code is taken over, besides the code before it. */
export type Chained = {
  readonly seq: number;
  readonly version: number;
  readonly type: string;
  readonly at: Instant;
  readonly body: unknown;
};

/** The code of one event: HMAC-SHA256 over its predecessor's code and its own canonical JSON, key and place included. */
export function macOf(auditKey: Uint8Array, previous: Uint8Array, key: CaseKey, event: Chained): Buffer {
  const { seq, version, type, at, body } = event;
  const { district, caseMonth, caseId } = key;
  const content = { district, case_month: caseMonth, case_id: caseId, seq, version, type, at, body };
  return createHmac('sha256', auditKey).update(previous).update(canonicalJson(content)).digest();
}

/** The state after some events, and the events numbered, chained and ready to be stored. */
export type Chain = { readonly state: CaseState; readonly records: readonly EventRecord[]; readonly headMac: Buffer };

/** Where a chain goes on: the state and code of the last stored event, or the start of a new case. */
export type ChainStart = { readonly state: CaseState | undefined; readonly mac: Uint8Array };

/** Evolves the state by events and chains them. Throws for no events: a decision has at least one. */
export function chainEvents(
  auditKey: Uint8Array,
  key: CaseKey,
  start: ChainStart,
  events: readonly CaseEvent[],
): Chain {
  let { state, mac } = start;
  const records: EventRecord[] = [];
  for (const event of events) {
    state = evolve(state, event);
    const { seq, version } = state;
    const own = macOf(auditKey, mac, key, { seq, version, type: event.type, at: event.at, body: event });
    records.push({ seq, version, event, mac: own });
    mac = own;
  }
  const last = records.at(-1);
  if (state === undefined || last === undefined)
    throw new Error(`cannot chain case ${key.caseId}: no events were decided`);
  return { state, records, headMac: last.mac };
}
