/** The things a case of the other system names by an id and a name, and their columns. */
export const NAMED_COLUMNS = {
  street: { id: 'STREET_ID', name: 'STREET_NAME' },
  community: { id: 'COMMUNITY_ID', name: 'COMMUNITY_NAME' },
  majorClass: { id: 'EVENT_TYPE_ID', name: 'EVENT_TYPE_NAME' },
  mainClass: { id: 'MAIN_TYPE_ID', name: 'MAIN_TYPE_NAME' },
  class: { id: 'SUB_TYPE_ID', name: 'SUB_TYPE_NAME' },
  unit: { id: 'DISPOSE_UNIT_ID', name: 'DISPOSE_UNIT_NAME' },
  channel: { id: 'EVENT_SRC_ID', name: 'EVENT_SRC_NAME' },
  nature: { id: 'EVENT_PROPERTY_ID', name: 'EVENT_PROPERTY_NAME' },
} as const;
export type NamedField = keyof typeof NAMED_COLUMNS;

/** An id and a name of the other system; either may be unknown. */
export type Named = { readonly id: string | null; readonly name: string | null };

/** Columns without which a file is none of these. */
export const REQUIRED_COLUMNS: readonly string[] = [
  ...['REC_ID', 'CREATE_TIME', 'DISTRICT_NAME', 'INTIME_ARCHIVE_NUM', 'OVERTIME_ARCHIVE_NUM'],
  ...Object.values(NAMED_COLUMNS).flatMap(({ id, name }) => [id, name]),
];

export const NAMED_FIELDS = Object.keys(NAMED_COLUMNS) as readonly NamedField[];
