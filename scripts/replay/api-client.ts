import { setTimeout as sleep } from 'node:timers/promises';

/** What the API answered: the body parsed where it is JSON. */
export type ApiAnswer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

type Session = { readonly token: Promise<string>; readonly until: number };

/** A request is tried again for so long when the line breaks or the server has no time. */
const PATIENCE_MS = 120_000;
/** Access tokens live 15 minutes. */
const TOKEN_MS = 12 * 60_000;

/** An account that nobody may use: trying again does not help. */
class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** Speaks to the running API as several people, each signed in when first needed. Safe to repeat: keys are the caller's. */
export class ApiClient {
  private readonly sessions = new Map<string, Session>();
  private readonly address: string;
  private readonly password: string;
  /** Requests answered so far, repeated ones counted once. */
  answered = 0;

  constructor(address: string, password: string) {
    this.address = address;
    this.password = password;
  }

  get(as: string, path: string): Promise<ApiAnswer> {
    return this.ask(as, path, { method: 'GET' });
  }

  /** Sends a write under an idempotency key. */
  post(as: string, path: string, body: unknown, key: string): Promise<ApiAnswer> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.ask(as, path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  private async ask(as: string, path: string, init: RequestInit): Promise<ApiAnswer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let pauseMs = 50; ; pauseMs = Math.min(2000, pauseMs * 2)) {
      const answer = await this.once(as, path, init).catch((error: unknown) => failureOf(error));
      if (!isPassing(answer)) {
        this.answered++;
        return answer;
      }
      if (answer.status === 401) this.sessions.delete(as);
      if (Date.now() > deadline) {
        throw new Error(
          `cannot ${init.method} ${path}: ${answer.status} ${JSON.stringify(answer.body)} for two minutes`,
        );
      }
      await sleep(pauseMs);
    }
  }

  private async once(as: string, path: string, init: RequestInit): Promise<ApiAnswer> {
    const headers = { ...init.headers, authorization: `Bearer ${await this.tokenOf(as)}` };
    return answerOf(await fetch(`${this.address}/api/v1${path}`, { ...init, headers }));
  }

  private tokenOf(username: string): Promise<string> {
    const known = this.sessions.get(username);
    if (known !== undefined && Date.now() < known.until) return known.token;
    const token = this.login(username);
    token.catch(() => this.sessions.delete(username));
    this.sessions.set(username, { token, until: Date.now() + TOKEN_MS });
    return token;
  }

  private async login(username: string): Promise<string> {
    const response = await fetch(`${this.address}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: this.password }),
    });
    const { status, body } = await answerOf(response);
    if (status === 200 && typeof body.accessToken === 'string') return body.accessToken;
    if (isPassing({ status, body })) throw new Error(`the sign-in was answered ${status}`);
    throw new SignInError(`cannot sign in as ${username}: ${status} ${JSON.stringify(body)}`);
  }
}

/** Nobody answered. */
const NO_ANSWER = 0;

async function answerOf(response: Response): Promise<ApiAnswer> {
  const json: unknown = await response.json();
  const isObject = typeof json === 'object' && json !== null;
  return { status: response.status, body: isObject ? (json as Readonly<Record<string, unknown>>) : { value: json } };
}

function failureOf(error: unknown): ApiAnswer {
  if (error instanceof SignInError) throw error;
  return { status: NO_ANSWER, body: { detail: error instanceof Error ? error.message : String(error) } };
}

/** Whether the same request again may get another answer. */
const isPassing = ({ status, body }: ApiAnswer): boolean =>
  status === NO_ANSWER ||
  (status === 401 && body.code !== 'login-failed') ||
  status === 429 ||
  status >= 500 ||
  body.code === 'request-in-progress';
