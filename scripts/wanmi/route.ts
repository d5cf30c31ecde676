import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalogue } from '@wanmi/catalogue';
import { isAreaCode } from '@wanmi/grid';
import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import { explain, indexRules, type Question, route } from '@wanmi/routing';
import { DEMO_DIR, readCatalogue, readDepartments, readRules } from '../reference-data.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';

const USAGE = `wanmi route --class CODE --grid CODE [--kind matter|component] [--edition ID] [--condition ID]
            [--channel NAME] [--at LOCAL] [--position LNG,LAT] [--maintainer UNIT] [--owner UNIT] [--competent UNIT]
            [--arbitrated CODE] [--rules FILE] [--departments FILE] [--lang zh|en] [--json]

Says which department answers for a case, and why.

  --class CODE        class of the catalogue; a component class stands for its fault
  --grid CODE         unit grid, or the community, street or district if no more is known
  --kind KIND         default matter
  --edition ID        default: the first edition of the catalogue
  --condition ID      filing condition
  --channel NAME      inspector, hotline, police …
  --at LOCAL          local time in the city's zone, 2026-11-20T22:30 (default: now in Asia/Shanghai)
  --position LNG,LAT  degrees, WGS 84; needed to judge rules with a polygon
  --maintainer UNIT, --owner UNIT, --competent UNIT   a component's record: names, credit codes or department codes
  --arbitrated CODE   the department that a supervisor named for this case
  --rules FILE, --departments FILE, --catalogue DIR   default: the demo's
  --lang LANG         language of the explanation, default zh
  --json              the whole answer with its explanation as data

Exit code 0 whether or not a rule decides.`;

/** `wanmi route`: one question to the rules, explained. */
export const command: Command = {
  words: ['route'],
  summary: 'which department answers for a class in a place, and why',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv);
    const from = (file: string | undefined): string | undefined => file && resolve(context.callerDir, file);
    const catalogue = await readCatalogue(from(options.catalogue));
    const departments = await readDepartments(from(options.departments));
    const file = from(options.rules) ?? join(DEMO_DIR, 'rules.csv');
    const rules = await readRules(file, departments, catalogue);
    const index = indexRules({ version: options.rules ?? 'demo', rules, departments });
    const routing = route(index, questionOf(options, catalogue));
    print(options.json ? JSON.stringify(routing, undefined, 2) : explain(routing.explanation, options.lang), context);
    return 0;
  },
};

const print = (text: string, { out }: CommandContext): void => out(`${text}\n`);

const text = { type: 'string' } as const;
const OPTIONS = {
  ...{ class: text, grid: text, kind: text, edition: text, condition: text, channel: text, at: text, position: text },
  ...{ maintainer: text, owner: text, competent: text, arbitrated: text },
  ...{ rules: text, departments: text, catalogue: text, lang: text },
  json: { type: 'boolean', default: false },
} as const;

type Options = ReturnType<typeof readOptions>;

function readOptions(argv: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS });
    const { class: classCode, grid, kind = 'matter', lang = 'zh' } = values;
    if (classCode === undefined) throw new CommandError('no class given, needs --class CODE');
    if (grid === undefined || !isAreaCode(grid)) {
      throw new CommandError(`grid "${grid ?? ''}" given, needs --grid with 6, 9, 12 or 15 digits`);
    }
    if (kind !== 'matter' && kind !== 'component')
      throw new CommandError(`kind "${kind}" given, needs matter or component`);
    if (lang !== 'zh' && lang !== 'en') throw new CommandError(`language "${lang}" given, needs zh or en`);
    return { ...values, classCode, grid, kind, lang } as const;
  } catch (error) {
    throw error instanceof TypeError ? new CommandError(error.message) : error;
  }
}

function questionOf(options: Options, catalogue: Catalogue): Question {
  const { classCode, grid, kind, condition, channel, position } = options;
  const edition = options.edition ?? catalogue.editions[0]?.id ?? '';
  const reported = catalogue.reportedClass(edition, kind, classCode);
  if (reported === undefined) throw new CommandError(`no ${kind} class ${classCode} in edition "${edition}"`);
  if (condition !== undefined && catalogue.findCondition(condition) === undefined) {
    throw new CommandError(`no filing condition "${condition}" in the catalogue`);
  }
  return {
    edition,
    kind: reported.kind,
    classCode: reported.code,
    ...(condition === undefined ? {} : { conditionId: condition }),
    gridCode: grid,
    ...(channel === undefined ? {} : { channel }),
    ...(position === undefined ? {} : { position: positionOf(position) }),
    ...localTimeOf(options.at),
    ...componentOf(options),
    ...(options.arbitrated === undefined
      ? {}
      : { arbitration: { department: options.arbitrated as DepartmentCode, reference: '--arbitrated' } }),
  };
}

/** The record of a component that the options describe, if they do. */
function componentOf({ maintainer, owner, competent }: Options): Pick<Question, 'component'> {
  const named = Object.entries({ maintainer, owner, competent }).flatMap(([role, unit]) =>
    unit === undefined ? [] : [[role, { code: unit, name: unit }] as const],
  );
  return named.length === 0 ? {} : { component: { id: '-', ...Object.fromEntries(named) } };
}

function positionOf(pair: string): readonly [number, number] {
  const [lng, lat, ...rest] = pair.split(',').map(Number);
  const right =
    lng !== undefined && lat !== undefined && rest.length === 0 && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
  if (!right) throw new CommandError(`position "${pair}" given, needs LNG,LAT in degrees`);
  return [lng, lat];
}

function localTimeOf(at: string | undefined): Pick<Question, 'date' | 'minuteOfDay'> {
  // The Swedish form of a date and time is the ISO one.
  const local = at ?? new Date().toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });
  const parts = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)/.exec(local);
  if (parts === null) throw new CommandError(`time "${local}" given, needs --at YYYY-MM-DDTHH:MM`);
  return { date: (parts[1] ?? '') as WorkDate, minuteOfDay: Number(parts[2]) * 60 + Number(parts[3]) };
}
