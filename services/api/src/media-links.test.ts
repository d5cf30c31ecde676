import type { UserId } from '@wanmi/kernel';
import { describe, expect, test } from 'vitest';
import { openMediaLinks } from './media-links.ts';

let now = 1_000_000;
const links = openMediaLinks(Buffer.alloc(32, 1), () => now);
const USER = 'u-1.x' as UserId;

describe('a link to a photo', () => {
  test.each([
    { passed: 0, code: undefined },
    { passed: 5 * 60_000 - 1, code: undefined },
    { passed: 5 * 60_000, code: 'token-expired' },
  ])('after $passed ms gives $code', ({ passed, code }) => {
    now = 1_000_000;
    const { link } = links.sign('m-1', USER);
    now += passed;
    if (code === undefined) expect(links.check('m-1', link)).toBe(USER);
    else expect(() => links.check('m-1', link)).toThrow(expect.objectContaining({ code }));
  });

  test('is for one photo, one person and one installation', () => {
    now = 1_000_000;
    const { link } = links.sign('m-1', USER);
    const [end, , mac] = link.split('.');
    const other = openMediaLinks(Buffer.alloc(32, 2), () => now);
    const forged = [
      () => links.check('m-2', link),
      () => links.check('m-1', `${end}.${Buffer.from('u-2').toString('base64url')}.${mac}`),
      () => links.check('m-1', `${Number(end) + 1}.${link.split('.')[1]}.${mac}`),
      () => links.check('m-1', ''),
      () => other.check('m-1', link),
    ];
    for (const use of forged) expect(use).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
  });
});
