/** Thrown by a handler for what no retry can mend: the job fails at once. Any other error is tried again. */
export class HopelessJobError extends Error {
  override readonly name = 'HopelessJobError';
}
