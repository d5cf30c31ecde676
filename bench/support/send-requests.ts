import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pointIn } from '../../test/support/reference-fixture.ts';
import { type HttpLine, openLine, requestText } from './http-line.ts';
import { PASSWORD } from './open-world.ts';

/** How many of them were answered, in how long. */
export type Sent = { readonly count: number; readonly seconds: number };

/** People who work at once: connections to the api, and to the database for the limit. */
export const LINES = 8;

/** Some connections to the api as one person. */
export type Clients = {
  /** Sends over every connection, the next when the last is answered, until the time is up and all is answered. */
  readonly sendFor: (ms: number, request: () => string) => Promise<Sent>;
  /** Sends at an even pace whatever comes back, as long as there is a free connection; then waits for all answers. */
  readonly sendPaced: (ms: number, ratePerSecond: number, request: () => string) => Promise<Sent>;
  readonly authorization: string;
  readonly close: () => void;
};

/** Signs in and opens the connections. Any answer but 200 and 201 ends a sending with an error. */
export async function openClients(port: number, username: string, count = LINES): Promise<Clients> {
  const authorization = await signIn(port, username);
  const lines = await Promise.all(Array.from({ length: count }, () => openLine(port)));
  return {
    authorization,
    sendFor: (ms, request) => sendFor(lines, ms, request),
    sendPaced: (ms, ratePerSecond, request) => sendPaced(lines, { ms, ratePerSecond, request }),
    close: () => {
      for (const line of lines) line.close();
    },
  };
}

async function signIn(port: number, username: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  const body = (await answer.json()) as { readonly accessToken?: string };
  if (body.accessToken === undefined) throw new Error(`cannot sign in as ${username}: found status ${answer.status}`);
  return `Bearer ${body.accessToken}`;
}

async function sendFor(lines: readonly HttpLine[], ms: number, request: () => string): Promise<Sent> {
  let count = 0;
  const began = performance.now();
  const work = async (line: HttpLine): Promise<void> => {
    while (performance.now() - began < ms) {
      await sendOne(line, request());
      count += 1;
    }
  };
  await Promise.all(lines.map(work));
  return { count, seconds: (performance.now() - began) / 1000 };
}

type Pace = { readonly ms: number; readonly ratePerSecond: number; readonly request: () => string };

async function sendPaced(lines: readonly HttpLine[], { ms, ratePerSecond, request }: Pace): Promise<Sent> {
  const total = Math.round((ms * ratePerSecond) / 1000);
  let next = 0;
  const began = performance.now();
  const work = async (line: HttpLine): Promise<void> => {
    while (next < total) {
      const due = (next++ * 1000) / ratePerSecond;
      const early = due - (performance.now() - began);
      if (early > 1) await sleep(early);
      await sendOne(line, request());
    }
  };
  await Promise.all(lines.map(work));
  return { count: total, seconds: (performance.now() - began) / 1000 };
}

async function sendOne(line: HttpLine, request: string): Promise<void> {
  const { status, body } = await line.send(request);
  if (status >= 300)
    throw new Error(`cannot go on: a request was answered ${status}: ${body.toString().slice(0, 500)}`);
}

/** Reports as an inspector sends them, each another one: about 80 characters of text, an address of its own. */
export function reportRequests({ authorization }: Clients): () => string {
  const run = randomUUID();
  let number = 0;
  return () => {
    number += 1;
    const body = JSON.stringify({
      channel: 'inspector',
      kind: 'matter',
      classCode: '06010',
      position: { ...pointIn(number % 4), datum: 'wgs84' },
      accuracyM: 5,
      address: `东四北大街 ${number} 号院门前便道`,
      text: `第 ${number} 件：便道上有一堆装修垃圾和几袋生活垃圾，约两立方米，占了半条盲道，旁边的垃圾桶已满，需要派车清运。`,
    });
    return requestText('POST', '/api/v1/reports', { authorization, 'idempotency-key': `${run}-${number}` }, body);
  };
}
