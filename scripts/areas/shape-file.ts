import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Piece, ShapeToWrite, ShapeWriter } from '@wanmi/formats';
import { type CommandContext, CommandError } from '../wanmi/command.ts';

/** Bytes gathered before they are written. */
const BATCH = 1 << 20;

type Part = { readonly path: string; readonly handle: FileHandle; waiting: Uint8Array[]; size: number };

/**
 * A file of shapes that is written while shapes are made, whole or not at all: until `close` its parts have names of
 * their own, which `abandon` removes.
 */
export class ShapeFile {
  private readonly name: string;
  private readonly writer: ShapeWriter;
  private readonly parts = new Map<string, Part>();

  private constructor(name: string, writer: ShapeWriter) {
    this.name = name;
    this.writer = writer;
  }

  /** Throws CommandError when the file cannot be made. */
  static async create(name: string, writer: ShapeWriter, { callerDir }: CommandContext): Promise<ShapeFile> {
    const file = new ShapeFile(name, writer);
    const path = resolve(callerDir, name);
    await file.orExplain(async () => {
      for (const ending of writer.endings ?? ['']) {
        const own = ending === '' ? path : path.replace(/\.shp$/i, ending);
        file.parts.set(ending, { path: own, handle: await open(`${own}.part`, 'w'), waiting: [], size: 0 });
      }
      await file.take(writer.begin());
    });
    return file;
  }

  async add(shape: ShapeToWrite): Promise<void> {
    await this.orExplain(() => this.take(this.writer.add(shape)));
  }

  /** Ends the file and gives it its name. */
  async close(): Promise<void> {
    await this.orExplain(async () => {
      await this.take(this.writer.end());
      for (const part of this.parts.values()) {
        await flush(part);
        await part.handle.close();
      }
      for (const { path } of this.parts.values()) await rename(`${path}.part`, path);
    });
  }

  async abandon(): Promise<void> {
    for (const { path, handle } of this.parts.values()) {
      await handle.close().catch(() => undefined);
      await rm(`${path}.part`, { force: true });
    }
  }

  private async take(pieces: readonly Piece[]): Promise<void> {
    for (const { ending = '', at, bytes } of pieces) {
      const part = this.parts.get(ending);
      if (part === undefined) throw new Error(`${this.name} has no part ${ending}`);
      if (at !== undefined && part.size > 0) {
        await flush(part);
        await part.handle.write(bytes, 0, bytes.length, at);
        continue;
      }
      part.waiting.push(bytes);
      part.size += bytes.length;
      if (part.waiting.length > 500 || bytes.length > BATCH) await flush(part);
    }
  }

  private async orExplain(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.abandon();
      throw new CommandError(`cannot write ${this.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function flush(part: Part): Promise<void> {
  if (part.waiting.length === 0) return;
  const bytes = Buffer.concat(part.waiting);
  part.waiting = [];
  await part.handle.write(bytes, 0, bytes.length, part.size - bytes.length);
}
