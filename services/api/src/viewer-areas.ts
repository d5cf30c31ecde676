import type { Role } from '@wanmi/workflow';
import type { Viewer } from './viewers.ts';

/** The code prefixes in which a person holds one of these roles; an empty one is everywhere. */
export const areasOf = ({ posts }: Pick<Viewer, 'posts'>, roles: readonly Role[]): readonly string[] => [
  ...new Set(posts.filter(({ role }) => roles.includes(role)).map(({ area }) => area)),
];
