import type { CommandContext } from '../wanmi/command.ts';

const WIDTH = 30;

/**
 * Says how far work is: on a terminal as a bar in one line, with the time that is left; else in a line at every tenth.
 * `what` is a verb and a noun: `['cut', 'communities']`.
 */
export function progressBar(
  { err }: CommandContext,
  [verb, noun]: readonly [verb: string, noun: string],
): (done: number, total: number) => void {
  const began = performance.now();
  const tenths = (done: number, total: number): number => Math.floor((10 * done) / total);
  return (done, total) => {
    if (!process.stderr.isTTY) {
      if (tenths(done, total) > tenths(done - 1, total)) err(`${verb} ${done} of ${total} ${noun}\n`);
      return;
    }
    const filled = Math.round((WIDTH * done) / total);
    const leftS = Math.ceil(((performance.now() - began) / 1000 / done) * (total - done));
    const bar = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}]`;
    const end = done === total ? '\n' : '';
    process.stderr.write(`\r${bar} ${verb} ${done} of ${total} ${noun}, ${leftS} s left \x1b[K${end}`);
  };
}
