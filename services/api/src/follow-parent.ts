/** How often the parent is looked for, in milliseconds. */
const EVERY = 500;

/** Calls `onGone` once when the process `pid` has ended: a killed parent cannot say so itself. */
export function followParent(pid: number, onGone: () => void): void {
  const timer = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(timer);
    onGone();
  }, EVERY);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
