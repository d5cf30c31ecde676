import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/** Reads the secret in `file`, making a random one of 32 bytes (base64url, mode 0600) the first time. */
export function readOrMakeSecret(file: string, bytes = 32): string {
  const known = readSecret(file);
  if (known !== undefined) return known;
  const secret = randomBytes(bytes).toString('base64url');
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}

// Undefined if there is none; one that exists and may not be read is an error.
function readSecret(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
