/** What was mended in a cell. */
export type Mending = 'unknown-mark' | 'html-entity' | 'bracket-width';

/** A cell as it is kept, null where it says that nothing is known, and what was mended in it. */
export type MendedCell = { readonly text: string | null; readonly mended: readonly Mending[] };

const UNKNOWN = new Set(['', '-', '－', '—', 'null', 'NULL']);
const NAMED: ReadonlyMap<string, string> = new Map([
  ...([
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['quot', '"'],
    ['apos', "'"],
    ['nbsp', ' '],
  ] as const),
]);
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi;

/**
 * Mends a cell that web forms and several exports went through: entities of HTML become characters, brackets beside
 * Chinese text get its full width, so that `路灯(灯光)井盖` and `路灯（灯光）井盖` are one name, and marks for "unknown" become null.
 */
export function mendCell(cell: string): MendedCell {
  const mended: Mending[] = [];
  const decoded = cell.replace(ENTITY, characterOf).trim();
  if (decoded !== cell.trim()) mended.push('html-entity');
  if (UNKNOWN.has(decoded)) return { text: null, mended: decoded === '' ? mended : [...mended, 'unknown-mark'] };
  const wide = /\p{Script=Han}/u.test(decoded) ? decoded.replaceAll('(', '（').replaceAll(')', '）') : decoded;
  if (wide !== decoded) mended.push('bracket-width');
  return { text: wide, mended };
}

/** Unknown names and numbers beyond Unicode stay as they are. */
function characterOf(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? entity;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}
