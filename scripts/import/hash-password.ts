import { hash, verify } from '@node-rs/argon2';

/** Argon2id, the library's algorithm, with the first of OWASP's equivalent settings: 19 MiB, two passes, one lane; 30 to 50 ms here. */
const SETTINGS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Shorter ones are guessed, longer ones cost the server. */
export const PASSWORD_LENGTH = { min: 8, max: 200 } as const;

/** Hashes a password with a salt of its own, in the thread pool: several at once use all cores. */
export const hashPassword = (password: string): Promise<string> => hash(password, SETTINGS);

/** Whether a stored hash is that of the password; false for what is no hash. */
export const isPasswordOf = async (stored: string, password: string): Promise<boolean> =>
  stored.startsWith('$argon2') && (await verify(stored, password));
