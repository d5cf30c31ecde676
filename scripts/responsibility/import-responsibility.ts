import { sizeIn } from '@wanmi/cases';
import { type Database, gridLife, reference, responsibility } from '@wanmi/db';
import { FormatError } from '@wanmi/formats';
import { checkGroups, isGridCode } from '@wanmi/grid';
import type { Instant } from '@wanmi/kernel';
import type { Kysely, Transaction } from 'kysely';
import { polygonsOf } from '../import/geometry.ts';
import type { ImportOutcome, Rejection, SourceFile } from '../import/outcome.ts';
import { runImport } from '../import/run-import.ts';
import { type FileGroup, readGroups } from './group-file.ts';

type Faulty = { readonly groups: readonly FileGroup[]; readonly rejected: readonly Rejection[] };

/**
 * Imports responsibility grids that somebody drew: all of the streets that the file names. Codes that are no unit grid,
 * are in two responsibility grids, or were used before are rejected; sizes, parts that do not hang together and several
 * streets in one are told and taken.
 */
export async function importResponsibility(
  db: Kysely<Database>,
  file: SourceFile,
  at: Instant,
): Promise<ImportOutcome> {
  let warnings: readonly Rejection[] = [];
  const outcome = await runImport(db, 'responsibility', async (trx) => {
    const { groups, rejected } = read(file);
    const known = await readKnown(trx, groups, at);
    const faults = [...rejected, ...groups.flatMap((group) => faultsOf(group, known, file.name))];
    const named = new Map(groups.map((group) => [group.code, group]));
    const { cells, sizes } = known;
    const found =
      faults.length > 0 ? [] : checkGroups(cells, groups, { within: 'street', sizeOf: (a) => sizeIn(sizes, a) });
    const told = found.map(({ kind, subject, text }) => {
      const place = named.get(subject)?.place ?? subject;
      return { kind, rejection: { file: file.name, place, reason: `${kind} ${subject}: ${text}` } };
    });
    const isHard = (kind: string): boolean => kind === 'shared-cell' || kind === 'repeated-code' || kind === 'empty';
    warnings = told.filter(({ kind }) => !isHard(kind)).map(({ rejection }) => rejection);
    const hard = told.filter(({ kind }) => isHard(kind)).map(({ rejection }) => rejection);
    const rows = groups.map(({ code, name, cells: members }) => ({
      code,
      name,
      areaCode: areaOf(members),
      cells: members,
    }));
    const areas = [...new Set(groups.flatMap((group) => group.cells.map((cell) => cell.slice(0, 9))))];
    return {
      read: groups.length,
      rejected: [...faults, ...hard],
      write: async () => {
        const { added, ended, moved } = await responsibility.replaceGroups(trx, rows, { at, areas });
        return { added, changed: moved, removed: ended };
      },
    };
  });
  return { ...outcome, warnings };
}

function read(file: SourceFile): Faulty {
  try {
    return { groups: readGroups(file.text, file.name), rejected: [] };
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    return { groups: [], rejected: [{ file: file.name, place: 'file', reason: cause.message }] };
  }
}

async function readKnown(trx: Transaction<Database>, groups: readonly FileGroup[], at: Instant) {
  const named = new Set(groups.flatMap(({ cells }) => cells.filter(isGridCode).map((cell) => cell.slice(0, 9))));
  const areas = await reference.areas(trx);
  const communities = areas.filter(({ level, code }) => level === 'community' && named.has(code.slice(0, 9)));
  const grids = await gridLife.listGridsOf(
    trx,
    communities.map(({ code }) => code),
  );
  const cells = grids
    .filter(({ validFrom, validTo }) => validFrom <= at && (validTo === null || at < validTo))
    .map(({ code, geometry }) => ({ code, polygons: polygonsOf(geometry) }));
  const inForce = new Set((await responsibility.listGroups(trx, { at })).map(({ code }) => code));
  return {
    cells,
    codes: new Set(cells.map(({ code }) => code)),
    gone: new Set((await responsibility.listUsedCodes(trx)).filter((code) => !inForce.has(code))),
    sizes: await responsibility.listSettings(trx),
  };
}

function faultsOf(
  { code, name, cells, place }: FileGroup,
  { codes, gone }: Awaited<ReturnType<typeof readKnown>>,
  file: string,
): readonly Rejection[] {
  const reasons: string[] = [];
  if (!/^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/.test(code)) {
    reasons.push(`code is ${JSON.stringify(code)}, needs 1 to 40 letters, digits, points, hyphens`);
  }
  if (name.trim() === '' || name.length > 200) reasons.push(`name of ${code} needs 1 to 200 characters`);
  if (gone.has(code)) reasons.push(`code ${code} ended before, needs one that was never used`);
  for (const cell of cells) if (!codes.has(cell)) reasons.push(`${code} holds ${cell}, which is no unit grid in force`);
  return reasons.map((reason) => ({ file, place, reason }));
}

/** The longest area that all cells share: their street, their district where there are several. */
function areaOf(cells: readonly string[]): string {
  const [first = ''] = cells;
  return cells.every((cell) => cell.startsWith(first.slice(0, 9))) ? first.slice(0, 9) : first.slice(0, 6);
}
