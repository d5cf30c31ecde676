import { type Database, imports, places } from '@wanmi/db';
import {
  type AreaFields,
  type AreaRecord,
  normalizeAreaCode,
  readAreaFile,
  readPolygonFile,
  readUncodedAreaFile,
  type UncodedRecord,
} from '@wanmi/formats';
import { issueCodes } from '@wanmi/grid';
import type { Transaction } from 'kysely';
import { areasText } from '../areas/write-areas.ts';
import { polygonsOf } from './geometry.ts';
import type { Rejection, SourceFile } from './outcome.ts';
import type { AreasRead, PlacedArea } from './read-areas.ts';
import { readFeatures } from './read-features.ts';

/** A code that an area got by its place. */
export type IssuedCode = {
  readonly name: string;
  readonly code: string;
  readonly parentCode: string;
  readonly parentName: string;
};

export type AreasIssued = AreasRead & {
  readonly issued: readonly IssuedCode[];
  /** Parents that are not in the database: they come in together with their children. */
  readonly newParents: readonly PlacedArea[];
};

type Child = { readonly record: UncodedRecord; readonly polygons: UncodedRecord['polygons']; readonly file: string };

/**
 * Reads areas without codes and gives them codes inside the areas of `parent`, by position. An area that is in the
 * database already, by its parent and name, keeps its code. Parents have codes in their file, or are found in the database by
 * their borders.
 */
export async function issueAreaCodes(
  trx: Transaction<Database>,
  files: readonly SourceFile[],
  parent: SourceFile,
  fields: AreaFields,
): Promise<AreasIssued> {
  const all = files.map((file) => ({
    file,
    ...readFeatures(file, (text, name) => readUncodedAreaFile(text, name, fields)),
  }));
  const children = all.flatMap(({ file, value = [] }) =>
    value.map((record): Child => ({ record, polygons: record.polygons, file: file.name })),
  );
  const above = await readParents(trx, parent, fields);
  const read = all.reduce((sum, one) => sum + one.read, 0);
  const rejected = [...all.flatMap((one) => one.rejected), ...above.rejected];
  if (rejected.length > 0) return { read, rejected, placed: [], issued: [], newParents: [] };
  const parents = above.parents.map(({ area }) => area);
  const codes = parents.map(({ code }) => code);
  const stored = await imports.listAreasAround(trx, codes);
  const knownCodes = new Set(stored.map(({ code }) => code));
  const newParents = above.parents.filter(({ area }) => !knownCodes.has(area.code));
  return { read, newParents, ...codeChildren(children, parents, stored) };
}

type Coded = Pick<AreasIssued, 'placed' | 'rejected' | 'issued'>;

function codeChildren(
  children: readonly Child[],
  parents: readonly AreaRecord[],
  stored: readonly imports.AreaRow[],
): Coded {
  const byName = new Map(stored.map(({ code, name }) => [`${code.slice(0, -3)} ${name}`, code]));
  const names = new Map(parents.map(({ code, name }) => [code, name]));
  const rejected: Rejection[] = [];
  const areas: PlacedArea[] = [];
  const issued: IssuedCode[] = [];
  const firstOf = new Map<string, number>();
  for (const { area, code } of codesOf(children, parents, byName, stored)) {
    const { index, name, drawn, polygons } = area.record;
    const [file, place] = [area.file, `feature ${index}`];
    const parentCode = code?.slice(0, -3) ?? '';
    const earlier = firstOf.get(`${parentCode} ${name}`);
    if (code === undefined) rejected.push({ file, place, reason: `"${name}" lies in none of the parents` });
    else if (earlier !== undefined) {
      const reason = `"${name}" is the name of feature ${earlier} in ${parentCode} too, needs to be unique there (--name-field)`;
      rejected.push({ file, place, reason });
    } else {
      firstOf.set(`${parentCode} ${name}`, index);
      areas.push({ area: rounded({ code, name, drawn, polygons }), file, place });
      issued.push({ name, code, parentCode, parentName: names.get(parentCode) ?? '' });
    }
  }
  return { placed: areas, rejected, issued: issued.toSorted((a, b) => (a.code < b.code ? -1 : 1)) };
}

function codesOf(
  children: readonly Child[],
  parents: readonly AreaRecord[],
  byName: ReadonlyMap<string, string>,
  stored: readonly imports.AreaRow[],
) {
  const codeOf = ({ record }: Child, parentCode: string) => byName.get(`${parentCode} ${record.name}`);
  return issueCodes(children, parents, { codeOf, taken: stored.map(({ code }) => code) });
}

/** As it is written to files, so that the file and the database hold the same border. */
const rounded = (area: AreaRecord): AreaRecord => readAreaFile(areasText([area]), area.code)[0] ?? area;

type Parents = { readonly parents: readonly PlacedArea[]; readonly rejected: readonly Rejection[] };

async function readParents(trx: Transaction<Database>, file: SourceFile, fields: AreaFields): Promise<Parents> {
  const { value, rejected } = readFeatures(file, readPolygonFile);
  const features = value?.features ?? [];
  const outlines = await places.listOutlines(trx, { level: null, within: null });
  const byBorder = new Map(outlines.map((outline) => [borderKey(polygonsOf(outline.geometry)), outline]));
  const wanted = { district: undefined, street: 6, community: 9 }[fields.level ?? 'district'];
  const found = features.map(({ index, properties, polygons }) => {
    const known = byBorder.get(borderKey(polygons));
    const code = normalizeAreaCode(properties[fields.codeField ?? 'code'] ?? properties.code) ?? known?.code;
    const name = known?.name ?? String(properties.name ?? properties[fields.nameField ?? 'name'] ?? code);
    return { index, code, area: { code: code ?? '', name, drawn: properties.drawn === true, polygons } };
  });
  const usable = found.filter(({ code }) => code !== undefined && (wanted === undefined || code.length === wanted));
  const parents = usable.map(({ index, area }) => ({ area, file: file.name, place: `feature ${index}` }));
  return { parents, rejected: [...rejected, ...faultOf(parents, features.length, file, fields)] };
}

function faultOf(
  parents: readonly PlacedArea[],
  features: number,
  { name }: SourceFile,
  { level }: AreaFields,
): readonly Rejection[] {
  const lengths = new Set(parents.map(({ area }) => area.code.length));
  const fault = (reason: string) => [{ file: name, place: 'file', reason }];
  if (parents.length === 0) {
    const hint = 'give its only area one with "import areas FILE --code CODE --name NAME" and import it before';
    return fault(`none of its ${features} areas is a parent with a code, needs some of 6 or 9 digits; ${hint}`);
  }
  if (lengths.size > 1) return fault('it holds districts and streets, needs --level street or --level community');
  if (lengths.has(12)) return fault('its areas are communities, needs districts or streets: below are unit grids only');
  const own = lengths.has(6) ? 'street' : 'community';
  if (level === undefined || level === own) return [];
  return fault(`its areas hold areas of level ${own}, but --level is ${level}`);
}

/** Equal for borders that are the same to the seventh decimal. */
const borderKey = (polygons: readonly unknown[]): string =>
  JSON.stringify(polygons, (_, value) => (typeof value === 'number' ? Math.round(value * 1e7) : value));

/** The table of codes as CSV. */
export const codesCsv = (issued: readonly IssuedCode[]): string =>
  [
    ['name', 'code', 'parent_code', 'parent_name'],
    ...issued.map((one) => [one.name, one.code, one.parentCode, one.parentName]),
  ]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
