/** Where a file keeps its fields: `{ componentId: 'PoleID' }`; a field that is not named has its own name. */
export type FieldMap = Readonly<Record<string, string>>;

/** One record of a register. `place` is `row 7` or `feature 12`. */
export type RawRecord = {
  readonly place: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Of a GeoJSON point; in a table, position stands in the fields `lng` and `lat`. */
  readonly position?: readonly [lng: number, lat: number];
  /** The id beside the properties of a GeoJSON feature. */
  readonly featureId?: unknown;
  /** Why the record cannot be read at all. */
  readonly fault?: string;
};

/** A record that is not taken, with every reason and all that the file says of it. */
export type RejectedRecord = { readonly record: RawRecord; readonly reasons: readonly string[] };

/** Takes one reason against a record. */
export type Report = (reason: string) => void;

/** Reads fields of a record as text, trimmed; empty where there is nothing. */
export type FieldReader = (field: string) => string;

/** A reader of the fields of one record: the file's own value, else the one set for all. */
export function fieldReader({ properties }: RawRecord, fields: FieldMap, set: FieldMap): FieldReader {
  return (field) => {
    const value = properties[fields[field] ?? field];
    const isWord = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const text = isWord ? String(value).trim() : '';
    return text === '' ? (set[field] ?? '') : text;
  };
}

/** Where files keep an id when nobody says where. */
export function idBeside({ properties, featureId }: RawRecord): string {
  const id = properties.id ?? featureId;
  return typeof id === 'string' || typeof id === 'number' ? String(id).trim() : '';
}
