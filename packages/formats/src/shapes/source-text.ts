import { FormatError } from '../format-error.ts';
import type { ShapeSource } from './shape-source.ts';

type Decoder = InstanceType<typeof TextDecoder>;

/** The text of a source in pieces. UTF-8, or GBK where it is no UTF-8 from its first piece on. Throws FormatError for neither. */
export async function* textOf(source: ShapeSource): AsyncGenerator<string> {
  const bytes = await source.open();
  if (bytes === undefined) throw new FormatError(`cannot read ${source.name}: there is no such file`);
  let decoder: Decoder | undefined;
  for await (const piece of bytes) {
    decoder ??= decoderFor(piece);
    yield decodeWith(decoder, piece, source.name);
  }
  if (decoder !== undefined) yield decodeWith(decoder, undefined, source.name);
}

function decoderFor(piece: Uint8Array): Decoder {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(piece, { stream: true });
    return new TextDecoder('utf-8', { fatal: true });
  } catch {
    return new TextDecoder('gb18030', { fatal: true });
  }
}

function decodeWith(decoder: Decoder, piece: Uint8Array | undefined, name: string): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch (cause) {
    throw new FormatError(`cannot read ${name}: it is not text in ${decoder.encoding}, needs UTF-8 or GBK`, { cause });
  }
}
