import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What a key of the installation is for. No key can be found from another. */
export type KeyPurpose = 'access-token' | 'media-link' | 'audit' | 'webhook';

const LEAST_BYTES = 32;

/**
 * Reads the installation's secret: at least 32 random bytes as hex or base64url on one line.
 * Throws naming the file, never its content.
 */
export function readSecret(file: string): Uint8Array {
  const text = readFileSync(file, 'utf8').trim();
  const encoding = /^[0-9a-f]+$/i.test(text) ? 'hex' : /^[\w-]+$/.test(text) ? 'base64url' : undefined;
  const secret = Buffer.from(text, encoding ?? 'hex');
  if (encoding !== undefined && secret.length >= LEAST_BYTES) return secret;
  throw new Error(`cannot read the secret in ${file}: needs ${LEAST_BYTES} random bytes or more as hex or base64url`);
}

/** Derives a key of 32 bytes for one purpose by HKDF-SHA256 (RFC 5869). */
export function deriveKey(secret: Uint8Array, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'wanmi', purpose, 32));
}
