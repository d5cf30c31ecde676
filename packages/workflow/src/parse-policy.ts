import { DAY_MODES, LIMIT_UNITS, limitProblem } from '@wanmi/calendar';
import { accept, type Result, refuse } from '@wanmi/kernel';
import { DEADLINE_STAGES, type Limit } from './deadline.ts';
import {
  type LadderLevel,
  type LimitedStage,
  UNLIMITED_STAGES,
  type VoidReason,
  type WorkflowPolicy,
} from './policy.ts';
import { CHANNELS, type Channel, PRIORITIES, ROLES } from './state.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Takes the path of a field and what is wrong with it: `stageLimits.sign`, `missing, needs …`. */
type Report = (path: string, problem: string) => void;

const UNLIMITED: readonly string[] = UNLIMITED_STAGES;
const LIMITED_STAGES = DEADLINE_STAGES.filter((stage): stage is LimitedStage => !UNLIMITED.includes(stage));
const REWORK_MODES = ['resume', 'restart'] as const;
const POLICY_FIELDS = [
  ...['$schema', 'source', 'stageLimits', 'defaultHandlingLimit', 'dayMode', 'rework', 'trustedChannels'],
  ...['autoFileChannels', 'autoRequestCheck', 'returnWindow', 'unableTries', 'arbitrationAfter', 'mostExtensions'],
  ...['leaderFromExtension', 'mostSuspensions', 'longestSuspension', 'ladder', 'voidReasons', 'recheckPercent'],
  ...['sameTimeMinutes', 'duplicateMetres', 'duplicateHours'],
];
const NO_LIMIT: Limit = { value: 1, unit: 'working_day' };

/**
 * Checks a policy file that JSON has read. Nothing has a default: a city states every setting. All problems come
 * together, each `<path>: <found>, needs <what>`; unknown fields are problems too. `source` may say where it comes from.
 */
export function parsePolicy(json: unknown): Result<WorkflowPolicy, readonly string[]> {
  const problems: string[] = [];
  const report: Report = (path, problem) => problems.push(`${path}: ${problem}`);
  const file = fieldsOf(json, 'policy', report);
  if (file === undefined) return refuse(problems);
  checkNames(file, POLICY_FIELDS, 'policy', report);
  if (file.source !== undefined && typeof file.source !== 'string')
    report('source', `${shown(file.source)}, needs text`);
  const trustedChannels = channelsOf(file.trustedChannels, 'trustedChannels', report);
  const policy: WorkflowPolicy = {
    stageLimits: stageLimitsOf(file.stageLimits, report),
    defaultHandlingLimit: limitOf(file.defaultHandlingLimit, 'defaultHandlingLimit', report),
    dayMode: oneOf(file.dayMode, DAY_MODES, 'dayMode', report),
    rework: oneOf(file.rework, REWORK_MODES, 'rework', report),
    trustedChannels,
    autoFileChannels: autoFileOf(file.autoFileChannels, trustedChannels, report),
    autoRequestCheck: flagOf(file.autoRequestCheck, 'autoRequestCheck', report),
    returnWindow: limitOf(file.returnWindow, 'returnWindow', report),
    unableTries: wholeOf(file.unableTries, [1, 100], 'unableTries', report),
    arbitrationAfter: wholeOf(file.arbitrationAfter, [1, 100], 'arbitrationAfter', report),
    mostExtensions: wholeOf(file.mostExtensions, [0, 100], 'mostExtensions', report),
    leaderFromExtension: wholeOf(file.leaderFromExtension, [1, 100], 'leaderFromExtension', report),
    mostSuspensions: wholeOf(file.mostSuspensions, [0, 100], 'mostSuspensions', report),
    longestSuspension: limitOf(file.longestSuspension, 'longestSuspension', report),
    ladder: ladderOf(file.ladder, report),
    voidReasons: voidReasonsOf(file.voidReasons, report),
    recheckPercent: wholeOf(file.recheckPercent, [0, 100], 'recheckPercent', report),
    sameTimeMinutes: wholeOf(file.sameTimeMinutes, [1, 360], 'sameTimeMinutes', report),
    duplicateMetres: wholeOf(file.duplicateMetres, [1, 1000], 'duplicateMetres', report),
    duplicateHours: wholeOf(file.duplicateHours, [1, 720], 'duplicateHours', report),
  };
  return problems.length > 0 ? refuse(problems) : accept(policy);
}

const shown = (value: unknown): string => (value === undefined ? 'missing' : `${JSON.stringify(value)} found`);

function fieldsOf(value: unknown, path: string, report: Report): Fields | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  report(path, `${shown(value)}, needs an object`);
  return undefined;
}

function checkNames(fields: Fields, names: readonly string[], path: string, report: Report): void {
  for (const name of Object.keys(fields)) {
    if (!names.includes(name)) report(`${path}.${name}`, `unknown field, needs one of ${names.join(', ')}`);
  }
}

function stageLimitsOf(value: unknown, report: Report): WorkflowPolicy['stageLimits'] {
  const fields = fieldsOf(value, 'stageLimits', report) ?? {};
  checkNames(fields, LIMITED_STAGES, 'stageLimits', report);
  const limit = (stage: LimitedStage): Limit =>
    value === undefined ? NO_LIMIT : limitOf(fields[stage], `stageLimits.${stage}`, report);
  // as: each stage that has a limit has its entry
  return Object.fromEntries(LIMITED_STAGES.map((stage) => [stage, limit(stage)])) as WorkflowPolicy['stageLimits'];
}

const LADDER_UNITS = [...LIMIT_UNITS, 'limit'] as const;

/** The levels after red of each priority. */
function ladderOf(value: unknown, report: Report): WorkflowPolicy['ladder'] {
  const fields = fieldsOf(value, 'ladder', report) ?? {};
  checkNames(fields, PRIORITIES, 'ladder', report);
  const levels = (priority: (typeof PRIORITIES)[number]): readonly LadderLevel[] => {
    const found: unknown = fields[priority];
    if (Array.isArray(found)) return found.map((level, i) => levelOf(level, `ladder.${priority}[${i}]`, report));
    if (value !== undefined) report(`ladder.${priority}`, `${shown(found)}, needs a list of levels`);
    return [];
  };
  return {
    ...{ simple: levels('simple'), ordinary: levels('ordinary') },
    ...{ important: levels('important'), complex: levels('complex') },
  };
}

function levelOf(value: unknown, path: string, report: Report): LadderLevel {
  const fields = fieldsOf(value, path, report) ?? {};
  checkNames(fields, ['after', 'to'], path, report);
  const after = fieldsOf(fields.after, `${path}.after`, report) ?? {};
  checkNames(after, ['value', 'unit'], `${path}.after`, report);
  const unit = oneOf(after.unit, LADDER_UNITS, `${path}.after.unit`, report);
  const to = oneOf(fields.to, ROLES, `${path}.to`, report);
  if (unit === 'limit')
    return { after: { value: wholeOf(after.value, [1, 20], `${path}.after.value`, report), unit }, to };
  return { after: limitOf(after, `${path}.after`, report), to };
}

/** Codes with their words; a case is voided for one of them. */
function voidReasonsOf(value: unknown, report: Report): readonly VoidReason[] {
  if (!Array.isArray(value) || value.length === 0) {
    report('voidReasons', `${shown(value)}, needs a list of reasons with code, zh and en`);
    return [];
  }
  const reasons = value.map((one: unknown, i) => {
    const fields = fieldsOf(one, `voidReasons[${i}]`, report) ?? {};
    checkNames(fields, ['code', 'zh', 'en'], `voidReasons[${i}]`, report);
    const word = (name: 'code' | 'zh' | 'en'): string => {
      const found = fields[name];
      if (typeof found === 'string' && found.trim() !== '') return found;
      report(`voidReasons[${i}].${name}`, `${shown(found)}, needs text`);
      return '';
    };
    return { code: word('code'), zh: word('zh'), en: word('en') };
  });
  const codes = reasons.map(({ code }) => code);
  if (new Set(codes).size < codes.length) report('voidReasons', `${shown(codes)}, needs each code once`);
  return reasons;
}

function limitOf(value: unknown, path: string, report: Report): Limit {
  const fields = fieldsOf(value, path, report);
  if (fields === undefined) return NO_LIMIT;
  checkNames(fields, ['value', 'unit'], path, report);
  const unit = oneOf(fields.unit, LIMIT_UNITS, `${path}.unit`, report);
  const amount = fields.value;
  if (typeof amount !== 'number' || !(amount > 0)) {
    report(`${path}.value`, `${shown(amount)}, needs a number above 0`);
    return NO_LIMIT;
  }
  const problem = limitProblem({ value: amount, unit });
  if (problem !== undefined) report(path, problem);
  return { value: amount, unit };
}

function oneOf<const Name extends string>(value: unknown, names: readonly Name[], path: string, report: Report): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  report(path, `${shown(value)}, needs one of ${names.join(', ')}`);
  const [first] = names;
  if (first === undefined) throw new Error(`no names to choose from for ${path}`);
  return first;
}

function channelsOf(value: unknown, path: string, report: Report): readonly Channel[] {
  if (!Array.isArray(value)) {
    report(path, `${shown(value)}, needs a list of channels`);
    return [];
  }
  const items: readonly unknown[] = value;
  if (new Set(items).size < items.length) report(path, `${shown(items)}, needs each channel once`);
  return items.map((item, index) => oneOf(item, CHANNELS, `${path}[${index}]`, report));
}

/** A report filed at once is not verified, so its channel must be trusted. */
function autoFileOf(value: unknown, trusted: readonly Channel[], report: Report): readonly Channel[] {
  const channels = channelsOf(value, 'autoFileChannels', report);
  const untrusted = channels.filter((channel) => !trusted.includes(channel));
  if (untrusted.length > 0)
    report('autoFileChannels', `${untrusted.join(', ')} found, needs channels of trustedChannels`);
  return channels;
}

function flagOf(value: unknown, path: string, report: Report): boolean {
  if (typeof value !== 'boolean') report(path, `${shown(value)}, needs true or false`);
  return value === true;
}

function wholeOf(value: unknown, [least, most]: readonly [number, number], path: string, report: Report): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  report(path, `${shown(value)}, needs a whole number from ${least} to ${most}`);
  return least;
}
