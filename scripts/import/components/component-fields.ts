/** What a component's record holds, under the names that files of our own use. */
export const COMPONENT_FIELDS = [
  ...['componentId', 'classCode', 'name', 'competentCode', 'competentName', 'owner', 'maintainer', 'gridCode'],
  ...['lng', 'lat', 'datum', 'state', 'firstOn', 'changedOn', 'remark'],
] as const;

/** Where a file keeps its fields: `{ componentId: 'PoleID' }`; a field that is not named has its own name. */
export type FieldMap = Readonly<Record<string, string>>;

/** One record of a file. `place` is `row 7` or `feature 12`. */
export type RawComponent = {
  readonly place: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Of a GeoJSON point; in a table, position stands in the fields `lng` and `lat`. */
  readonly position?: readonly [lng: number, lat: number];
  /** The id beside the properties of a GeoJSON feature. */
  readonly featureId?: unknown;
  /** Why the record cannot be read at all. */
  readonly fault?: string;
};

/** Reads fields of a record as text, trimmed; empty where there is nothing. */
export type FieldReader = (field: string) => string;

/** A reader of the fields of one record: the file's own value, else the one set for all. */
export function fieldReader({ properties }: RawComponent, fields: FieldMap, set: FieldMap): FieldReader {
  return (field) => {
    const value = properties[fields[field] ?? field];
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    return text === '' ? (set[field] ?? '') : text;
  };
}
