import { isDatum } from '@wanmi/formats';
import type { ReadOptions } from '../../areas/files.ts';
import { CommandError } from '../../wanmi/command.ts';
import { pairsOf } from '../records/take-records.ts';
import { COMPONENT_FIELDS } from './component-fields.ts';
import type { ComponentCounts, ComponentImport } from './import-components.ts';

const TEXT = { type: 'string' } as const;

/** Options of every command that reads a register of components. */
export const COMPONENT_OPTIONS = {
  json: { type: 'boolean' },
  ...{ class: TEXT, edition: TEXT, 'id-field': TEXT, 'name-field': TEXT, fields: TEXT, set: TEXT, datum: TEXT },
  ...{ source: TEXT, rejects: TEXT },
} as const;

/** Their part of the help text. */
export const COMPONENT_USAGE = `  --class CODE     class of records that name none: 5 digits, 4 in classic editions
  --edition ID     the edition of the catalogue to find classes in (default any)
  --id-field F     property that holds the id (default componentId, else id)
  --name-field F   property that holds the name (default name; without one the name of the class)
  --fields A=B,... other properties: owner=OWNER,remark=LOCATION
  --set A=TEXT,... values for records that have none: competentName=市政所
  --datum DATUM    wgs84 (default), gcj02, bd09 or cgcs2000; the position as it came is kept
  --source TEXT    the register (default the name of the file): keep it the same from import to import
  --json           { read, accepted, rejected, added, changed, withoutDepartment, classesChecked } on stdout
  --rejects FILE   what was rejected: file,place,reason,record`;

/** How a register is to be read. Throws CommandError for an option that cannot be read. */
export function componentOrder(options: ReadOptions): Pick<ComponentImport, 'fields' | 'set' | 'edition'> {
  const [id, name, edition] = [options.find('id-field'), options.find('name-field'), options.find('edition')];
  const [classCode, datum] = [options.find('class'), options.find('datum')];
  if (datum !== undefined && !isDatum(datum)) {
    throw new CommandError(`--datum is ${JSON.stringify(datum)}, needs wgs84, gcj02, bd09 or cgcs2000`);
  }
  const pairs = (option: string) => pairsOf(option, options, COMPONENT_FIELDS);
  return {
    fields: { ...pairs('fields'), ...(id ? { componentId: id } : {}), ...(name ? { name } : {}) },
    set: { ...pairs('set'), ...(classCode ? { classCode } : {}), ...(datum ? { datum } : {}) },
    ...(edition === undefined ? {} : { edition }),
  };
}

/** Lines for a person: what came of reading a register. */
export function describeComponents(counts: ComponentCounts): string {
  const { read, accepted, rejected, added, changed, withoutDepartment, classesChecked } = counts;
  const lines = [
    `components: ${read} read, ${accepted} accepted (${added} added, ${changed} changed), ${rejected} rejected`,
  ];
  if (withoutDepartment > 0)
    lines.push(`${withoutDepartment} of them name no competent department, which the standard asks for`);
  if (!classesChecked) lines.push('class codes were not looked up: no catalogue is imported');
  return lines.join('\n');
}
