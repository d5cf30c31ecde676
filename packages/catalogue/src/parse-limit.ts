import { LIMIT_UNITS, type Limit, type LimitUnit } from './condition.ts';

const WHOLE_UNITS: readonly LimitUnit[] = ['working_day', 'natural_day', 'natural_minute'];

/**
 * Reads `2 working_hour`. Undefined for an unknown unit, a value that is not above zero, a fraction of a day or minute
 * (a fraction of a day is written in hours), or hours that are not whole minutes.
 */
export function parseLimit(text: string): Limit | undefined {
  const [valueText = '', unitText, ...rest] = text.trim().split(/\s+/);
  const unit = LIMIT_UNITS.find((known) => known === unitText);
  if (unit === undefined || rest.length > 0 || !/^\d{1,6}(\.\d{1,4})?$/.test(valueText)) return undefined;
  const value = Number(valueText);
  const grains = WHOLE_UNITS.includes(unit) ? value : value * 60;
  return value > 0 && Number.isInteger(grains) ? { value, unit } : undefined;
}

/** Writes a limit as `parseLimit` reads it. */
export const limitText = ({ value, unit }: Limit): string => `${value} ${unit}`;
