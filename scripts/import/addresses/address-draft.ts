import { createHash } from 'node:crypto';
import { describeAddress } from '@wanmi/cases';
import type { imports } from '@wanmi/db';
import { keyOf } from '@wanmi/gazetteer';
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

/** What an address' record holds, under the names that files of our own use. */
export const ADDRESS_FIELDS = [
  ...['addressId', 'kind', 'name', 'aliases', 'lng', 'lat', 'datum', 'gridCode', 'drawn', 'validFrom', 'validTo'],
] as const;

/** What records are read and checked with. */
export type AddressFacts = {
  readonly grids: GridIndex;
  readonly fields: FieldMap;
  /** Values for records that have none themselves. */
  readonly set: FieldMap;
  readonly source: string;
};

export type AddressResult = { readonly row: imports.AddressRow } | { readonly reasons: readonly string[] };

type Kind = imports.AddressRow['kind'];
const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...(['address', 'place', 'road', 'gate', 'poi'] as const).map((kind) => [kind, kind] as const),
  ...(['地址', '标准地址', '门牌', '门牌号'] as const).map((word) => [word, 'address'] as const),
  ...(['地名', '小区'] as const).map((word) => [word, 'place'] as const),
  ...(['道路', '街巷'] as const).map((word) => [word, 'road'] as const),
  ...(['院门', '门'] as const).map((word) => [word, 'gate'] as const),
  ...(['兴趣点', 'POI'] as const).map((word) => [word, 'poi'] as const),
]);

/** Reads one record, checks it and finds its grid. Every reason against it is told, not the first alone. */
export function addressOf(raw: RawRecord, facts: AddressFacts): AddressResult {
  if (raw.fault !== undefined) return { reasons: [raw.fault] };
  const reasons: string[] = [];
  const report: Report = (reason) => reasons.push(reason);
  const read = fieldReader(raw, facts.fields, facts.set);
  const names = namesOf(read, report);
  const place = placeOf(raw, read, facts, report);
  const validity = validityOf(read, report);
  const drawn = /^(true|1|是|)$/i.test(read('drawn')) || /^(false|0|否)$/i.test(read('drawn'));
  if (!drawn) report(`drawn is ${JSON.stringify(read('drawn'))}, needs true or false`);
  if (reasons.length > 0 || place === undefined || names === undefined) return { reasons };
  const own = read('addressId') || (facts.fields.addressId === undefined ? idBeside(raw) : '');
  const identity = own === '' ? ['', names.kind, names.name, String(place.lng), String(place.lat)] : [own];
  return {
    row: {
      address_id: idOf([facts.source, ...identity]),
      ...names,
      ...place,
      ...validity,
      drawn: /^(true|1|是)$/i.test(read('drawn')),
      source: facts.source,
      source_id: own === '' ? null : own,
      ...describeAddress(names),
    },
  };
}

/** The same record of a source gets the same id, whenever it is read. */
const idOf = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 20);

const LONGEST = 200;

function namesOf(read: FieldReader, report: Report) {
  const [word, name] = [read('kind') || 'address', read('name')];
  const kind = KINDS.get(word);
  if (kind === undefined) report(`its kind is ${JSON.stringify(word)}, needs address, place, road, gate or poi`);
  if (keyOf(name) === '') report(`its name is ${JSON.stringify(name)}, needs letters or digits`);
  const aliases = [
    ...new Set(
      read('aliases')
        .split(/[;；|]/u)
        .map((alias) => alias.trim()),
    ),
  ].filter((alias) => keyOf(alias) !== '' && alias !== name);
  const long = [name, ...aliases].find((one) => one.length > LONGEST);
  if (long !== undefined) report(`a name has ${long.length} characters, at most ${LONGEST} are taken`);
  return kind && { kind, name, aliases };
}

function placeOf(raw: RawRecord, read: FieldReader, { grids }: AddressFacts, report: Report) {
  const place = readPlace(raw, read, report);
  if (place === undefined) return undefined;
  const { lng, lat } = place;
  const grid = locate(grids, [lng, lat]) ?? null;
  const stated = read('gridCode');
  if (stated !== '' && stated !== grid) report(`gridCode is ${stated}, but it lies in ${grid ?? 'no grid'}`);
  return { grid_code: grid, lng, lat };
}

function validityOf(read: FieldReader, report: Report) {
  const [from, to] = [instantOf(read, 'validFrom', report), instantOf(read, 'validTo', report)];
  if (from !== null && to !== null && to <= from) report(`it ends at ${to}, which is not after its begin ${from}`);
  if (from !== null && Date.parse(from) > Date.now()) report(`it begins at ${from}, needs a time that has come`);
  return { valid_from: from, valid_to: to };
}

/** RFC 3339, or a local day in China's zone. */
function instantOf(read: FieldReader, field: string, report: Report): string | null {
  const text = read(field);
  if (text === '') return null;
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00+08:00` : text;
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(whole) ? Date.parse(whole) : Number.NaN;
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  report(`${field} is ${JSON.stringify(text)}, needs a day as 2023-02-16 or an instant with offset`);
  return null;
}
