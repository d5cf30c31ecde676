import type { Row } from '@wanmi/catalogue';
import type { SourceFile } from '../import/outcome.ts';
import { readRows } from '../import/read-rows.ts';

/** Tables of users and posts, and the usernames in their order. */
export type DemoPeople = {
  readonly users: SourceFile;
  readonly posts: SourceFile;
  readonly usernames: readonly string[];
};

/** The centre's people as their tables have them, and a handler and a head for every department. */
export function demoPeople(
  departments: SourceFile,
  users: SourceFile,
  posts: SourceFile,
  district = '110101',
): DemoPeople {
  const members = readRows([departments]).rows.flatMap(membersOf);
  const usernames = [...readRows([users]).rows, ...members].map(({ username = '' }) => username);
  return {
    users: withLines(
      users,
      members.map(({ username, name }) => [username, name]),
    ),
    posts: withLines(
      posts,
      members.map(({ username, role, code }) => [username, role, district, code, '']),
    ),
    usernames,
  };
}

function membersOf({ code = '', name = '' }: Row) {
  return [
    { username: `handler.${code}`, name: `${name}处置员（演示）`, role: 'handler', code },
    { username: `head.${code}`, name: `${name}负责人（演示）`, role: 'head', code },
  ];
}

const withLines = ({ name, text }: SourceFile, lines: readonly (readonly string[])[]): SourceFile => ({
  name,
  text: `${text.trimEnd()}\n${lines.map((cells) => cells.map(quoted).join(',')).join('\n')}\n`,
});

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
