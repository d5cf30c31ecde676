import { expect, test } from 'vitest';
import { ClosingOrder } from './closing-order.ts';

test('closes last to first, each once, and what comes too late at once', async () => {
  const closed: string[] = [];
  const order = new ClosingOrder();
  await order.defer(() => closed.push('database'));
  await order.defer(async () => closed.push('queues'));
  await Promise.all([order.close(), order.close()]);
  await order.defer(() => closed.push('late'));
  expect(closed).toEqual(['queues', 'database', 'late']);
});

test('one that fails keeps none of the others open', async () => {
  const closed: string[] = [];
  const order = new ClosingOrder();
  await order.defer(() => closed.push('database'));
  await order.defer(() => Promise.reject(new Error('stuck')));
  await expect(order.close()).rejects.toThrow('not everything closed in order');
  expect(closed).toEqual(['database']);
});
