import type { Post } from './command.ts';

/** Whether a post's area holds a place: its code is a prefix of the place's. */
export const coversArea = (post: Post, areaCode: string): boolean => areaCode.startsWith(post.area);
