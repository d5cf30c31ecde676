import { open, rename } from 'node:fs/promises';
import type { RejectedRecord } from './raw-record.ts';

/** Collects rejected records in a file, one line each, as they come. */
export type RejectsFile = {
  readonly add: (rejected: RejectedRecord) => Promise<void>;
  /** Puts the file under its name. */
  readonly finish: () => Promise<void>;
};

/**
 * Opens a table of what is rejected: `file,place,reason,record`. The reasons of a record are joined by "; ", and `record`
 * is all that the file says of it, as JSON, so that it can be mended and imported alone.
 */
export async function openRejectsFile(path: string, source: string): Promise<RejectsFile> {
  const part = `${path}.part`;
  const handle = await open(part, 'w');
  await handle.appendFile('file,place,reason,record\n');
  const add = async ({ record, reasons }: RejectedRecord): Promise<void> => {
    const { place, properties, position } = record;
    const said = JSON.stringify(position === undefined ? properties : { ...properties, position });
    await handle.appendFile(`${[source, place, reasons.join('; '), said].map(quoted).join(',')}\n`);
  };
  const finish = async (): Promise<void> => {
    await handle.close();
    await rename(part, path);
  };
  return { add, finish };
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
