import { FormatError } from '../format-error.ts';

/** Encodings of attribute tables that Chinese programs write. */
export type DbfEncoding = 'utf-8' | 'gbk';

/** The language driver of dBase for code page 936. */
const GBK_DRIVER = 0x4d;

/**
 * How the text of a table is to be decoded: as the `.cpg` file says, else as the table's own byte says, else as the
 * text itself looks: UTF-8 when it is that, GBK when not. Throws FormatError for an encoding that nobody knows.
 */
export function dbfDecoder(cpg: string | undefined, driver: number, name: string): (bytes: Uint8Array) => string {
  const label = labelOf(cpg?.trim() ?? '');
  if (label !== undefined) return decodeAs(label, name);
  if (driver === GBK_DRIVER) return decodeAs('gb18030', name);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const gbk = new TextDecoder('gb18030');
  return (bytes) => {
    try {
      return utf8.decode(bytes);
    } catch {
      return gbk.decode(bytes);
    }
  };
}

function labelOf(cpg: string): string | undefined {
  if (cpg === '') return undefined;
  if (/^(cp|ms|oem )?936$|gbk|gb2312|gb18030/i.test(cpg)) return 'gb18030';
  if (/utf-?8|65001/i.test(cpg)) return 'utf-8';
  if (/^\d{4}$/.test(cpg)) return `windows-${cpg}`;
  return cpg.replace(/^ISO[ _]?8859[ _-]?/i, 'iso-8859-');
}

function decodeAs(label: string, name: string): (bytes: Uint8Array) => string {
  try {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  } catch (cause) {
    throw new FormatError(`cannot read ${name}: its .cpg names ${JSON.stringify(label)}, needs UTF-8 or GBK`, {
      cause,
    });
  }
}

let gbkBytes: ReadonlyMap<string, readonly [number, number]> | undefined;

/** The two bytes of every character of GBK, from the platform's own decoder. */
function gbkTable(): ReadonlyMap<string, readonly [number, number]> {
  if (gbkBytes !== undefined) return gbkBytes;
  const table = new Map<string, readonly [number, number]>();
  const decoder = new TextDecoder('gbk', { fatal: true });
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      try {
        const char = decoder.decode(Uint8Array.of(lead, trail));
        if ([...char].length === 1 && !table.has(char)) table.set(char, [lead, trail]);
      } catch {
        // not every pair is a character
      }
    }
  }
  gbkBytes = table;
  return table;
}

/** Text as bytes; what GBK does not have becomes a question mark. */
export function encodeText(text: string, encoding: DbfEncoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const table = gbkTable();
  const bytes = [...text].flatMap((char) => (char <= '\u007f' ? [char.charCodeAt(0)] : (table.get(char) ?? [0x3f])));
  return Uint8Array.from(bytes);
}
