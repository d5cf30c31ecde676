/** An error that the person can mend: its message is shown alone, without a stack. */
export function expected(message, exitCode = 1) {
  return Object.assign(new Error(message), { expected: true, exitCode });
}
