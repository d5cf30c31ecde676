// The browser build runs in Node too; the plain one needs Node's Buffer, and consoles read catalogues as well.

import { accept, type Result, refuse } from '@wanmi/kernel';
import { parse } from 'csv-parse/browser/esm/sync';
import type { Row, RowProblem } from './row.ts';

/**
 * Reads CSV text (RFC 4180, first line the header, a byte order mark allowed) into records, cells trimmed, blank
 * lines left out. Refuses a line with too few or too many cells rather than shifting its content.
 */
export function readCsv(text: string): Result<readonly Row[], readonly RowProblem[]> {
  try {
    return accept(parse<Row>(text, { bom: true, columns: true, skip_empty_lines: true, trim: true }));
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    return refuse([{ row: 0, field: 'csv', found, needed: 'comma-separated text with a header line' }]);
  }
}
