/** An expected outcome: a value, or the reason there is none. Bugs are exceptions, refusals are values. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | Refused<E>;
export type Refused<E> = { readonly ok: false; readonly error: E };

export const accept = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const refuse = <E>(error: E): Refused<E> => ({ ok: false, error });

/** Marks a branch the compiler has shown to be unreachable. */
export function assertNever(value: never): never {
  throw new Error(`unreachable value ${JSON.stringify(value)}`);
}
