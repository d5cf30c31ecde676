import { randomBytes } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { onDatabase } from '../import/import-command.ts';
import {
  addPerson,
  changePosts,
  listPeople,
  type PersonShown,
  setActive,
  setPassword,
} from '../import/manage-people.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi user list [--json]
wanmi user add NAME --name TEXT [--post POST]... [--password-stdin]
wanmi user password NAME [--password-stdin]
wanmi user post NAME [--add POST]... [--remove POST]...
wanmi user disable NAME
wanmi user enable NAME

Manages people. POST is ROLE[:AREA[:DEPARTMENT[:SHIFT[:SQUAD]]]]: inspector:110101, head:110101:sanitation; no area is everywhere.

  --password-stdin  reads the password from standard input; without it a random one is set and printed once
  --json            a list of { username, displayName, active, hasPassword, posts }

A new password, disable and enable end the person's sessions. Passwords never stand on the command line.
`;

/** `wanmi user`: people, passwords, posts. */
export const command: Command = {
  words: ['user'],
  summary: 'add people, set passwords, give and take posts',
  usage: USAGE,
  run: async (argv, context) => {
    const [verb = '', ...rest] = argv;
    const act = VERBS[verb];
    if (act === undefined)
      throw new CommandError(`"${verb}" is not known, needs one of ${Object.keys(VERBS).join(', ')}`);
    await act(readArguments(rest), context);
    return 0;
  },
};

type Arguments = ReturnType<typeof readArguments>;
type Act = (args: Arguments, context: CommandContext) => Promise<void>;

function readArguments(argv: readonly string[]) {
  const [one, many] = [{ type: 'string' }, { type: 'string', multiple: true, default: [] as string[] }] as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { name: one, post: many, add: many, remove: many, json: flag, 'password-stdin': flag },
  });
  return { ...values, username: positionals[0] ?? '', surplus: positionals[1] };
}

function nameOf({ username, surplus }: Arguments): string {
  if (username === '') throw new CommandError('no user given, needs NAME');
  if (surplus !== undefined) throw new CommandError(`"${surplus}" is not expected, needs one NAME`);
  return username;
}

const VERBS: Readonly<Record<string, Act>> = {
  list: async ({ json }, context) => {
    const people = await onDatabase(context, listPeople);
    context.out(json ? JSON.stringify(people) : people.map(lineOf).join('\n'));
  },
  add: async (args, context) => {
    const username = nameOf(args);
    const password = await passwordFrom(args);
    const person = { username, displayName: args.name ?? '', password: password.text };
    await onDatabase(context, (db) => addPerson(db, person, args.post));
    context.out(`added ${username}${password.remark}`);
  },
  password: async (args, context) => {
    const username = nameOf(args);
    const password = await passwordFrom(args);
    await onDatabase(context, (db) => setPassword(db, username, password.text));
    context.out(`the password of ${username} is set${password.remark}`);
  },
  post: async (args, context) => {
    const username = nameOf(args);
    const { add, remove } = args;
    if (add.length + remove.length === 0) throw new CommandError('nothing to do, needs --add POST or --remove POST');
    await onDatabase(context, (db) => changePosts(db, username, { add, remove }));
    context.out(`the posts of ${username} are changed`);
  },
  disable: (args, context) => activate(args, context, false),
  enable: (args, context) => activate(args, context, true),
};

async function activate(args: Arguments, context: CommandContext, active: boolean): Promise<void> {
  const username = nameOf(args);
  await onDatabase(context, (db) => setActive(db, username, active));
  context.out(`${username} ${active ? 'may sign in' : 'may not sign in any more'}`);
}

async function passwordFrom(args: Arguments): Promise<{ readonly text: string; readonly remark: string }> {
  if (args['password-stdin']) return { text: (await textOf(process.stdin)).replace(/\r?\n$/, ''), remark: '' };
  const text = randomBytes(12).toString('base64url');
  return { text, remark: `; password: ${text}` };
}

const lineOf = ({ username, displayName, active, hasPassword, posts }: PersonShown): string => {
  const remarks = [...(active ? [] : ['disabled']), ...(hasPassword ? [] : ['no password'])];
  return [username, displayName, posts.join(' ') || '-', ...remarks].join('\t');
};
