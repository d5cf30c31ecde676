import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

// Tables of addresses, roads and the upkeep of components; migrations/0010 and 0011 say what they mean.

type Time = ColumnType<Date, Date | string, Date | string>;
type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;
type Day = ColumnType<Date, string, string>;

export type PlaceTables = {
  address: AddressTable;
  road_section: RoadSectionTable;
  component_change: ComponentChangeTable;
  census_round: CensusRoundTable;
  census_record: CensusRecordTable;
  census_sample: CensusSampleTable;
};

export type AddressKind = 'address' | 'place' | 'road' | 'gate' | 'poi';

type AddressTable = {
  address_id: string;
  valid_from: Time;
  valid_to: TimeOrNull;
  kind: AddressKind;
  name: string;
  aliases: string[];
  grid_code: string | null;
  lng: number;
  lat: number;
  cell: GeneratedAlways<number>;
  drawn: boolean;
  source: string;
  source_id: string | null;
  name_key: string;
  pinyin: string | null;
  initials: string | null;
  tokens: string[];
};

type RoadSectionTable = {
  section_code: string;
  valid_from: Time;
  valid_to: TimeOrNull;
  road_name: string;
  name: string;
  road_class: 'model' | 'standard' | 'ordinary';
  geometry: Json<unknown>;
  length_m: number;
  drawn: boolean;
  source: string;
  remark: string | null;
};

type ComponentChangeTable = {
  component_id: string;
  change_id: GeneratedAlways<number>;
  at: Generated<Date>;
  kind: 'added' | 'changed' | 'removed';
  by_user: string | null;
  source: string;
  changes: Json<unknown> | null;
};

export type CensusState = 'planned' | 'surveyed' | 'sampled' | 'accepted' | 'refused';

type CensusRoundTable = {
  round_id: string;
  name: string;
  area: string;
  classes: Generated<string[]>;
  planned_from: Day;
  planned_to: Day;
  /** `numeric`: arrives as text. */
  needed: ColumnType<string, number | undefined, number>;
  state: Generated<CensusState>;
  remark: string | null;
  by_user: string | null;
  created_at: Generated<Date>;
  settled_at: TimeOrNull;
};

type CensusRecordTable = {
  round_id: string;
  component_id: string;
  class_code: string;
  grid_code: string;
  source: string;
  source_id: string | null;
  body: Json<unknown>;
  finding: 'new' | 'changed' | 'same';
};

type CensusSampleTable = {
  round_id: string;
  component_id: string;
  department: string;
  street: string;
  is_right: boolean | null;
  remark: string | null;
  by_user: string | null;
  judged_at: TimeOrNull;
};
