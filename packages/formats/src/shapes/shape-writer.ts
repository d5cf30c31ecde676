import type { DbfEncoding } from '../shapefile/dbf-encoding.ts';
import { shapefileWriter } from '../shapefile/write-shapefile.ts';
import { featureLine, featuresHead } from '../write-features.ts';
import { formatOf } from './read-shapes.ts';
import type { ShapeToWrite } from './shape-source.ts';
import { wktOf } from './wkt.ts';

/** Bytes for the file with an ending of its own (`.dbf`), or for the one file; at a place where bytes stand already, or at its end. */
export type Piece = { readonly ending?: string; readonly at?: number; readonly bytes: Uint8Array };

/** Makes a file, or several beside each other, shape by shape. Pieces are written in the order in which they come. */
export type ShapeWriter = {
  /** Endings of the files, where there are several. */
  readonly endings?: readonly string[];
  readonly begin: () => readonly Piece[];
  readonly add: (shape: ShapeToWrite) => readonly Piece[];
  readonly end: () => readonly Piece[];
};

/** A column of a table. `length` counts bytes in a Shapefile; `short` is its name there, where ten letters are the most. */
export type ShapeField = {
  readonly name: string;
  readonly short?: string;
  readonly type: 'text' | 'number' | 'logical';
  readonly length: number;
};

export type WriteOptions = {
  readonly fields: readonly ShapeField[];
  /** Members of a GeoJSON collection besides its features. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Of a Shapefile's table; UTF-8 unless said. */
  readonly encoding?: DbfEncoding;
};

/** A writer for the format that the name of a file ends in. Positions are rounded to the seventh decimal, about 1 cm. */
export function writerFor(name: string, options: WriteOptions): ShapeWriter {
  const format = formatOf(name);
  if (format === 'shapefile') return shapefileWriter(options);
  return format === 'csv' ? tableWriter(options) : geoJsonWriter(options);
}

const encoder = new TextEncoder();
const text = (value: string): Piece[] => [{ bytes: encoder.encode(value) }];

function geoJsonWriter({ members = {} }: WriteOptions): ShapeWriter {
  let isFirst = true;
  return {
    begin: () => text(featuresHead(members)),
    add: (shape) => {
      const line = featureLine(shape);
      const separator = isFirst ? '' : ',\n';
      isFirst = false;
      return text(separator + line);
    },
    end: () => text('\n]}\n'),
  };
}

/** CSV with a header, the last column `wkt`. */
function tableWriter({ fields }: WriteOptions): ShapeWriter {
  const cell = (value: unknown): string => {
    const plain = value === undefined || value === null ? '' : String(value);
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  return {
    begin: () => text(`${[...fields.map(({ name }) => name), 'wkt'].join(',')}\n`),
    add: ({ properties, polygons }) =>
      text(`${[...fields.map(({ name }) => cell(properties[name])), cell(wktOf(polygons))].join(',')}\n`),
    end: () => [],
  };
}
