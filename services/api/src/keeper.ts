import { ApiError } from './errors.ts';
import type { Viewer } from './viewers.ts';

/** True for an administrator of the area that a code lies in; of every area for what lies in none. */
export const isKeeperOf = (viewer: Viewer, code: string | null): boolean =>
  viewer.posts.some(({ role, area }) => role === 'admin' && (code === null ? area === '' : code.startsWith(area)));

/** Throws ApiError `not-permitted` for anyone else. */
export function needKeeperOf(viewer: Viewer, code: string, tried: string): void {
  if (isKeeperOf(viewer, code)) return;
  throw new ApiError('not-permitted', `cannot ${tried}: needs an administrator of ${code}`, { area: code });
}
