import { createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE_MS, type UserId } from '@wanmi/kernel';
import { ApiError } from './errors.ts';

/** How long a signed link lives. */
const LINK_MS = 5 * MINUTE_MS;

/** Links to one photo for one person, for pictures that a page shows without a header. Not access tokens. */
export type MediaLinks = {
  readonly sign: (mediaId: string, userId: UserId) => { readonly link: string; readonly expiresAt: number };
  /** The person a link was made for. Throws ApiError `token-expired` or `unauthenticated`. */
  readonly check: (mediaId: string, link: string) => UserId;
};

/** Links of the form `<end in ms>.<user>.<mac>`, signed with a key of their own. */
export function openMediaLinks(key: Uint8Array, now: () => number = Date.now): MediaLinks {
  const macOf = (mediaId: string, claims: string): Buffer =>
    createHmac('sha256', key).update(`${mediaId}\n${claims}`).digest();
  return {
    sign: (mediaId, userId) => {
      const expiresAt = now() + LINK_MS;
      const claims = `${expiresAt}.${Buffer.from(userId).toString('base64url')}`;
      return { link: `${claims}.${macOf(mediaId, claims).toString('base64url')}`, expiresAt };
    },
    check: (mediaId, link) => {
      const [end = '', user = '', mac = ''] = link.split('.');
      const given = Buffer.from(mac, 'base64url');
      const wanted = macOf(mediaId, `${end}.${user}`);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        throw new ApiError('unauthenticated', `cannot read media ${mediaId}: the link is not one of this installation`);
      }
      if (Number(end) <= now()) throw new ApiError('token-expired', `cannot read media ${mediaId}: the link has ended`);
      return Buffer.from(user, 'base64url').toString() as UserId;
    },
  };
}
