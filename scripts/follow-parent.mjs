// Preloaded (`node --import`) into every process that we start: one whose parent is gone ends itself in good order.
// npm and the shell die of a signal without passing it on, and a killed launcher passes on nothing at all.
import { isMainThread } from 'node:worker_threads';

const parent = process.ppid;
if (isMainThread) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(143), 14_000).unref(); // whoever has not drained by then never will
  }, 500);
  watch.unref();
}
