import type { AreaFields, AreaLevel } from '@wanmi/formats';
import { CommandError } from '../wanmi/command.ts';
import type { ReadOptions } from './files.ts';

const LEVELS: readonly AreaLevel[] = ['district', 'street', 'community'];

/** Options of every command that reads an area file. */
export const AREA_OPTIONS = {
  level: { type: 'string' },
  'code-field': { type: 'string' },
  'name-field': { type: 'string' },
} as const;

/** Their part of the help text. */
export const AREA_USAGE = `  --level LEVEL    all features are of this level: ${LEVELS.join(', ')}
  --code-field F   property that holds the code (default code)
  --name-field F   property that holds the name (default name)`;

/** Reads these options. Throws CommandError for an unknown level. */
export function areaFieldsOf(options: ReadOptions): AreaFields {
  const found = options.find('level');
  const level = LEVELS.find((one) => one === found);
  if (found !== undefined && level === undefined) {
    throw new CommandError(`--level is ${JSON.stringify(found)}, needs ${LEVELS.join(', ')}`);
  }
  const [codeField, nameField] = [options.find('code-field'), options.find('name-field')];
  return {
    ...(level === undefined ? {} : { level }),
    ...(codeField === undefined ? {} : { codeField }),
    ...(nameField === undefined ? {} : { nameField }),
  };
}
