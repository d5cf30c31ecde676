import type { LngLat, MultiPolygonRings, PolygonRings, Ring } from '@wanmi/grid';
import { instantOf, isoOf, type WorkDate } from '@wanmi/kernel';
import type { DayWindow } from './rule.ts';
import { clockText } from './wording.ts';

/** A local date that exists, else undefined. */
export function isoDateOf(text: string): WorkDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    // Some parsers roll 31 June over to 1 July: only a date that comes back unchanged exists.
    return isoOf(instantOf(`${text}T00:00:00Z`)).startsWith(text) ? (text as WorkDate) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads `20:00-06:00`; 24:00 may end a window. Undefined for anything else, an empty window included. */
export function dayWindowOf(text: string): DayWindow | undefined {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  if (parts === null) return undefined;
  const fromMinute = Number(parts[1]) * 60 + Number(parts[2]);
  const toMinute = parts[3] === undefined ? 1440 : Number(parts[3]) * 60 + Number(parts[4]);
  return fromMinute === toMinute ? undefined : { fromMinute, toMinute };
}

/** Writes a window as `dayWindowOf` reads it. */
export const dayWindowText = ({ fromMinute, toMinute }: DayWindow): string =>
  `${clockText(fromMinute)}-${clockText(toMinute)}`;

/** Reads a GeoJSON Polygon or MultiPolygon. Undefined unless every ring is closed and of degrees. */
export function polygonOf(text: string): MultiPolygonRings | undefined {
  const geometry = jsonOf(text);
  if (typeof geometry !== 'object' || geometry === null || !('type' in geometry) || !('coordinates' in geometry)) {
    return undefined;
  }
  const { type, coordinates } = geometry;
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : undefined;
  return isListOf(polygons, isPolygon) ? polygons : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isListOf = <T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] =>
  Array.isArray(value) && value.length > 0 && value.every(isItem);

const isPosition = (value: unknown): value is LngLat =>
  Array.isArray(value) && value.length >= 2 && Math.abs(Number(value[0])) <= 180 && Math.abs(Number(value[1])) <= 90;

const isRing = (value: unknown): value is Ring =>
  isListOf(value, isPosition) && value.length >= 4 && String(value[0]) === String(value.at(-1));

const isPolygon = (value: unknown): value is PolygonRings => isListOf(value, isRing);
