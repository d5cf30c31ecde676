import { Worker } from 'node:worker_threads';
import { PHOTO_LIMITS } from './limits.ts';

/** Pixels as RGBA, row by row from the top left, already upright. */
export type RawPicture = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };

let last: Promise<unknown> = Promise.resolve();

/**
 * Decodes a HEIC photo in a worker thread, since the decoder is slow and would hold up every other request.
 * One photo at a time: each takes four bytes a pixel several times over. Rejects for damaged files and after a time limit.
 */
export function decodeHeic(bytes: Uint8Array): Promise<RawPicture> {
  const turn = last.then(() => decodeInWorker(bytes));
  last = turn.catch(() => undefined); // the next photo waits for this one, whatever became of it
  return turn;
}

function decodeInWorker(bytes: Uint8Array): Promise<RawPicture> {
  const worker = new Worker(new URL('./heic-worker.ts', import.meta.url), { workerData: bytes });
  const { promise, resolve, reject } = Promise.withResolvers<RawPicture>();
  const timer = setTimeout(
    () => reject(new Error(`decoding took longer than ${PHOTO_LIMITS.decodeSeconds} s`)),
    PHOTO_LIMITS.decodeSeconds * 1000,
  );
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('the decoder ended without a picture')));
  return promise.finally(async () => {
    clearTimeout(timer);
    await worker.terminate();
  });
}
