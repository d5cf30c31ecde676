import type { UserView } from '@wanmi/contracts';
import type { Viewer } from './viewers.ts';

/** A person as the interface shows them to themselves. */
export const viewUser = ({ userId, username, displayName, posts }: Viewer): UserView => ({
  userId,
  username,
  displayName,
  posts: posts.map(({ role, area, department }) => ({ role, area, departmentCode: department })),
});
