import { DAY_MODES, LIMIT_UNITS, limitProblem } from '@wanmi/calendar';
import { accept, type Result, refuse } from '@wanmi/kernel';
import { DEADLINE_STAGES, type DeadlineStage, type Limit } from './deadline.ts';
import type { WorkflowPolicy } from './policy.ts';
import { CHANNELS, type Channel } from './state.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Takes the path of a field and what is wrong with it: `stageLimits.sign`, `missing, needs …`. */
type Report = (path: string, problem: string) => void;
type LimitedStage = Exclude<DeadlineStage, 'handle' | 'case'>;

const LIMITED_STAGES = DEADLINE_STAGES.filter((stage): stage is LimitedStage => stage !== 'handle' && stage !== 'case');
const REWORK_MODES = ['resume', 'restart'] as const;
const POLICY_FIELDS = [
  ...['$schema', 'source', 'stageLimits', 'defaultHandlingLimit', 'dayMode', 'rework', 'trustedChannels'],
  ...['autoFileChannels', 'autoRequestCheck', 'returnWindow', 'unableTries'],
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
    unableTries: triesOf(file.unableTries, report),
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
  return {
    accept: limit('accept'),
    verify: limit('verify'),
    file: limit('file'),
    dispatch: limit('dispatch'),
    sign: limit('sign'),
    'decide-return': limit('decide-return'),
    'confirm-feedback': limit('confirm-feedback'),
    'request-check': limit('request-check'),
    check: limit('check'),
    close: limit('close'),
    supervision: limit('supervision'),
  };
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

function triesOf(value: unknown, report: Report): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 100) return value;
  report('unableTries', `${shown(value)}, needs a whole number from 1 to 100`);
  return 1;
}
