import type { DepartmentCode, WorkDate } from '@wanmi/kernel';
import { type Department, indexRules, type Question, type RoutingIndex, type Rule, route } from '@wanmi/routing';
import { seededRandom } from '../packages/grid/src/testing/seeded-random.ts';
import { DEMO_DIR, readCatalogue, readDepartments, readRules } from '../scripts/reference-data.ts';
import { type BenchOptions, type Figures, figuresOf, type Measurement } from './support/measurement.ts';

const ROUNDS = 5;
const DATE = '2026-11-20' as WorkDate;

/** A rule set with questions of its classes and places. */
type World = { readonly index: RoutingIndex; readonly questions: readonly Question[]; readonly rules: number };

/** The demo's rules, asked about every class of its edition all over the district. */
async function demoWorld(count: number): Promise<World> {
  const catalogue = await readCatalogue();
  const departments = await readDepartments();
  const rules = await readRules(`${DEMO_DIR}/rules.csv`, departments, catalogue);
  const edition = catalogue.editions.find(({ id }) => id === rules[0]?.edition);
  const classes = (edition?.classes ?? []).filter(({ kind }) => kind === 'matter').map(({ code }) => code);
  const streets = departments.flatMap(({ area }) => area ?? []);
  const random = seededRandom(20_261_122);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const questions = Array.from({ length: count }, () =>
    question(edition?.id ?? '', pick(classes) ?? '', `${pick(streets)}001001`.slice(0, 15), random),
  );
  return { index: indexRules({ version: '1', rules, departments }), questions, rules: rules.length };
}

const question = (edition: string, classCode: string, gridCode: string, random: () => number): Question => ({
  ...{ edition, kind: 'matter', classCode, gridCode, channel: random() < 0.5 ? 'hotline' : 'inspector', date: DATE },
  minuteOfDay: Math.floor(1440 * random()),
});

const AREAS = 1_000;
const CLASSES = 400;

/** Ten thousand rules over a thousand communities: half of classes everywhere or in a street, half of one community. */
function largeWorld(rules: number, count: number): World {
  const random = seededRandom(20_261_123);
  const codeOf = (n: number): string =>
    `${String(6 + (n % 10)).padStart(2, '0')}${String(Math.floor(n / 10)).padStart(3, '0')}`;
  const communityOf = (n: number): string =>
    `110101${String(1 + Math.floor(n / 50)).padStart(3, '0')}${String(1 + (n % 50)).padStart(3, '0')}`;
  const departments = Array.from(
    { length: 100 },
    (_, i): Department => ({
      ...{ code: `d${i}` as DepartmentCode, name: `d${i}`, kind: 'bureau', active: true },
    }),
  );
  const made = Array.from({ length: rules }, (_, i): Rule => {
    const community = communityOf(Math.floor(AREAS * random()));
    const area = i % 4 === 0 ? undefined : i % 4 === 1 ? community.slice(0, 9) : community;
    return {
      ...{ id: `r${i}`, principle: i % 3 === 0 ? 'law' : 'city-rule', edition: 'e', kind: 'matter' },
      classes: [codeOf(Math.floor(CLASSES * random()))],
      ...(area === undefined ? {} : { area: area as NonNullable<Rule['area']> }),
      ...(i % 10 === 0 ? { channel: 'hotline' } : {}),
      ...{ validFrom: '2026-01-01' as WorkDate, department: `d${i % 100}` as DepartmentCode, assisting: [] },
      ...{ source: 'bench', note: '' },
    };
  });
  const questions = Array.from({ length: count }, () =>
    question('e', codeOf(Math.floor(CLASSES * random())), `${communityOf(Math.floor(AREAS * random()))}001`, random),
  );
  return { index: indexRules({ version: '1', rules: made, departments }), questions, rules };
}

/** Calls a second over all questions; `ask` answers 1 where something was found, so that no engine leaves it out. */
function rateOf(questions: readonly Question[], ask: (one: Question) => number): number {
  let found = 0;
  const began = performance.now();
  for (const one of questions) found += ask(one);
  const seconds = (performance.now() - began) / 1000;
  if (found === 0) throw new Error('cannot measure routing: no question was answered, rules and questions do not fit');
  return questions.length / seconds;
}

function measure({ index, questions, rules }: World): Figures {
  const byClass = new Map(questions.map(({ classCode }) => [classCode, classCode.length]));
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    rate: rateOf(questions, (one) => (route(index, one).outcome === 'decided' ? 1 : 0)),
    limit: rateOf(questions, ({ classCode }) => (byClass.has(classCode) ? 1 : 0)),
  }));
  return { ...figuresOf(rounds.slice(1)), rules }; // the first lets the engine compile
}

/** Questions routed a second on one core, explanation included, against one look-up of the class in a Map. */
export const bench = {
  name: 'route',
  async run({ quick }: BenchOptions): Promise<Measurement> {
    const count = quick ? 500 : 100_000;
    const demo = measure(await demoWorld(count));
    const large = measure(largeWorld(quick ? 500 : 10_000, count));
    const { rate, limit, ratio } = demo.rate < large.rate ? demo : large;
    return {
      ...{ rate, limit, ratio, unit: 'questions' },
      against: 'the class looked up in a Map, which knows no place, hour, tie or reason',
      parts: { "the demo's rules": demo, '10,000 rules, 1,000 areas': large },
    };
  },
};
