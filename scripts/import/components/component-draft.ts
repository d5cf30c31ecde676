import type { imports } from '@wanmi/db';
import { type GridIndex, locate } from '@wanmi/grid';
import {
  type FieldMap,
  type FieldReader,
  fieldReader,
  idBeside,
  type RawRecord,
  type Report,
} from '../records/raw-record.ts';
import { readPlace } from '../records/read-place.ts';

/** A class of the catalogue that components may have. */
export type KnownClass = { readonly edition: string; readonly name: string };

/** What records are read and checked with. */
export type DraftFacts = {
  readonly grids: GridIndex;
  /** Component classes by code; undefined before any catalogue is imported: classes are not checked then. */
  readonly classes: ReadonlyMap<string, KnownClass> | undefined;
  readonly fields: FieldMap;
  /** Values for records that have none themselves. */
  readonly set: FieldMap;
  readonly source: string;
};

/** A component as it would be saved; without an id where the record has only one of its own source. */
export type ComponentDraft = Omit<imports.ComponentRow, 'component_id'> & { readonly component_id: string | undefined };

export type DraftResult = { readonly draft: ComponentDraft } | { readonly reasons: readonly string[] };

const STATES: ReadonlyMap<string, string> = new Map([
  ...['intact', 'damaged', 'lost', 'abandoned', 'removed'].map((state) => [state, state] as const),
  ...([
    ['', 'intact'],
    ['完好', 'intact'],
    ['破损', 'damaged'],
    ['丢失', 'lost'],
  ] as const),
  ...([
    ['废弃', 'abandoned'],
    ['移除', 'removed'],
  ] as const),
]);

/** Reads one record, checks it and finds its grid. Every reason against it is told, not the first alone. */
export function draftOf(raw: RawRecord, facts: DraftFacts): DraftResult {
  if (raw.fault !== undefined) return { reasons: [raw.fault] };
  const reasons: string[] = [];
  const report: Report = (reason) => reasons.push(reason);
  const read = fieldReader(raw, facts.fields, facts.set);
  const ids = idsOf(raw, read, facts, report);
  const place = placeOf(raw, read, facts, report);
  const kind = classOf(read('classCode'), ids.component_id, facts, report);
  if (
    ids.component_id !== undefined &&
    place !== undefined &&
    !place.grid_code.startsWith(ids.component_id.slice(0, 6))
  )
    report(
      `component ${ids.component_id} is of district ${ids.component_id.slice(0, 6)}, but lies in grid ${place.grid_code}`,
    );
  const rest = attributesOf(read, report);
  if (reasons.length > 0 || place === undefined || kind === undefined) return { reasons };
  const { className, ...classed } = kind;
  return { draft: { ...ids, ...classed, ...place, ...rest, name: read('name') || className, source: facts.source } };
}

const COMPONENT_ID = /^[1-9]\d{15,16}$/;

function idsOf(raw: RawRecord, read: FieldReader, { fields }: DraftFacts, report: Report) {
  const field = fields.componentId ?? 'componentId';
  const id = read('componentId') || (fields.componentId === undefined ? idBeside(raw) : '');
  if (COMPONENT_ID.test(id)) return { component_id: id, source_id: null };
  if (id === '')
    report(`it has no id: "${field}" is empty, needs one; it has ${Object.keys(raw.properties).join(', ')}`);
  return { component_id: undefined, source_id: id };
}

function classOf(stated: string, id: string | undefined, { classes }: DraftFacts, report: Report) {
  const own = id?.slice(6, -6);
  const code = own ?? stated;
  if (own !== undefined && stated !== '' && own !== stated) report(`component ${id} is of class ${own}, not ${stated}`);
  if (!/^\d{4,5}$/.test(code)) {
    report(`its class is ${JSON.stringify(code)}, needs 4 or 5 digits (classCode, or --class)`);
    return undefined;
  }
  const known = classes?.get(code);
  if (classes !== undefined && known === undefined) report(`class ${code} is no class of components in the catalogue`);
  return { class_code: code, edition: known?.edition ?? null, className: known?.name ?? code };
}

function placeOf(raw: RawRecord, read: FieldReader, { grids }: DraftFacts, report: Report) {
  const place = readPlace(raw, read, report);
  if (place === undefined) return undefined;
  const { lng, lat, own } = place;
  const grid = locate(grids, [lng, lat]);
  const stated = read('gridCode');
  if (grid === undefined) report(`it lies in no unit grid, at ${lng.toFixed(6)}, ${lat.toFixed(6)}`);
  else if (stated !== '' && stated !== grid) report(`gridCode is ${stated}, but it lies in grid ${grid}`);
  if (grid === undefined) return undefined;
  return { grid_code: String(grid), lng, lat, own_lng: own.lng, own_lat: own.lat, own_datum: own.datum };
}

function attributesOf(read: FieldReader, report: Report) {
  const state = STATES.get(read('state'));
  if (state === undefined)
    report(`its state is ${JSON.stringify(read('state'))}, needs 完好, 破损, 丢失, 废弃 or 移除`);
  const competent = read('competentCode');
  if (competent !== '' && !/^[0-9A-Z]{18}$/.test(competent))
    report(`competentCode is ${JSON.stringify(competent)}, needs the 18 characters of a credit code`);
  const [first, changed] = [dateOf(read, 'firstOn', report), dateOf(read, 'changedOn', report)];
  if (first !== null && changed !== null && changed < first)
    report(`it changed on ${changed}, before its first day ${first}`);
  return {
    competent_code: competent || null,
    competent_name: read('competentName') || null,
    owner: read('owner') || null,
    maintainer: read('maintainer') || null,
    state: state ?? 'intact',
    first_on: first,
    changed_on: changed,
    remark: read('remark') || null,
  };
}

/** Local dates: `2023-02-16`, `2023/2/16`, `20230216`, or the day of a longer time. */
function dateOf(read: FieldReader, field: string, report: Report): string | null {
  const text = read(field);
  if (text === '') return null;
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})(?!\d)/.exec(text) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  if (!Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)) return date;
  report(`${field} is ${JSON.stringify(text)}, needs a day as 2023-02-16`);
  return null;
}
