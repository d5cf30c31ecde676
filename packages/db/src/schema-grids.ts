import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

// Tables of the life of grids and of responsibility grids; migrations/0008 says what they mean.

type Time = ColumnType<Date, Date | string, Date | string>;
type TimeOrNull = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Day = ColumnType<Date, string, string>;
type DayOrNull = ColumnType<Date | null, string | null | undefined, string | null>;

export type GridTables = {
  grid_change: GridChangeTable;
  grid_succession: { change_id: number; old_code: string | null; new_code: string | null };
  responsibility_setting: { area: string; min_cells: number; max_cells: number };
  responsibility_grid: ResponsibilityGridTable;
  responsibility_grid_cell: ResponsibilityCellTable;
  responsibility_assignment: AssignmentTable;
};

type GridChangeTable = {
  change_id: GeneratedAlways<number>;
  at: Time;
  made_at: Time;
  made_by: string | null;
  source: string;
  reason: string;
  version: number;
  managed: Generated<string[]>;
  managed_from: TimeOrNull;
  settled_at: TimeOrNull;
};

type ResponsibilityGridTable = {
  code: string;
  name: string;
  area_code: string;
  valid_from: Time;
  valid_to: TimeOrNull;
};

type ResponsibilityCellTable = {
  grid_code: string;
  responsibility_code: string;
  valid_from: Time;
  valid_to: TimeOrNull;
};

type AssignmentTable = {
  assignment_id: GeneratedAlways<number>;
  responsibility_code: string;
  user_id: string;
  shift_code: string | null;
  from_day: Day;
  to_day: DayOrNull;
  stand_in_for: string | null;
};
