export type LockHolder = { readonly pid: number; readonly mark: string; readonly [note: string]: unknown };
export type LockAttempt =
  | { readonly taken: true; readonly release: () => void }
  | { readonly taken: false; readonly holder: LockHolder };
/** A text that tells a process from a later one with the same id; undefined when there is no such process. */
export function startMarkOf(pid: number): string | undefined;
/** Who holds the lock: undefined when nobody does or the holder is gone. */
export function findLockHolder(file: string): LockHolder | undefined;
/** Takes the lock for this process, breaking one whose holder is gone. `taken` is false when a live process has it. */
export function takeLock(file: string, note?: Readonly<Record<string, unknown>>): LockAttempt;
