import { type Static, Type } from 'typebox';
import { PositionInput } from './position.ts';
import { InspectorOnDuty } from './responsibility.ts';
import { closed, instant, listOf, oneOf, orNull } from './shape.ts';
import { AREA_LEVELS, DATUMS } from './vocabulary.ts';

const NamedArea = closed({
  code: Type.String({ examples: ['110101002'] }),
  name: Type.String({ examples: ['景山街道'] }),
  drawn: Type.Boolean({ description: 'True for a border drawn for the purpose, not surveyed.' }),
});

const ResponsibilityHere = closed({
  code: Type.String({ examples: ['110101002R001'] }),
  name: Type.String({ examples: ['景山街道责任网格 1'] }),
  inspectors: Type.Optional(
    Type.Array(InspectorOnDuty, { description: 'Those on duty at the instant; left out where you may not see names.' }),
  ),
});

/** Where a position lies. `grid` is null outside all grids. */
export const Location = closed(
  {
    gridCode: orNull(Type.String(), 'The unit grid, null outside all of them.'),
    areaClass: orNull(oneOf(['A', 'B', 'C'], 'Core, general, other.'), 'The class of the grid’s area.'),
    managed: Type.Optional(Type.Boolean({ description: 'False while the grid is surveyed but not managed yet.' })),
    drawn: Type.Optional(Type.Boolean({ description: 'True for a grid inside a drawn border.' })),
    outsideM: Type.Optional(
      Type.Number({
        minimum: 0,
        description:
          'Above 0: no grid is there, and this is the nearest one, so many metres away, within the accuracy.',
      }),
    ),
    district: orNull(NamedArea, 'The district.'),
    street: orNull(NamedArea, 'The street.'),
    community: orNull(NamedArea, 'The community.'),
    responsibilityGrid: orNull(ResponsibilityHere, 'The responsibility grid; null where none is set.'),
    position: closed({ lng: Type.Number(), lat: Type.Number(), datum: oneOf(['wgs84'], 'Always WGS 84.') }),
  },
  { description: 'A position located.' },
);
export type Location = Static<typeof Location>;

/** Outside all grids the nearest one within this is the answer, and says so. */
const accuracy = Type.Number({ minimum: 0, maximum: 100_000, description: 'Accuracy in metres.', examples: [8] });

export const LocateQuery = closed({
  lng: Type.Number({ minimum: -180, maximum: 180, description: 'Longitude in degrees.', examples: [116.4164] }),
  lat: Type.Number({ minimum: -90, maximum: 90, description: 'Latitude in degrees.', examples: [39.9288] }),
  datum: oneOf(DATUMS, 'The frame of the numbers. Never guessed.'),
  accuracyM: Type.Optional(accuracy),
  at: Type.Optional(instant('The grids of this time, past or to come; now when left out.')),
});
export type LocateQuery = Static<typeof LocateQuery>;

const LocateInput = closed({ ...PositionInput.properties, accuracyM: Type.Optional(accuracy) });
export type LocateInput = Static<typeof LocateInput>;

export const LocateBody = closed(
  {
    positions: Type.Array(LocateInput, { minItems: 1, maxItems: 5000 }),
    at: Type.Optional(instant('The grids of this time, past or to come; now when left out.')),
  },
  {
    description: 'Positions to locate, at most 5,000.',
    examples: [{ positions: [{ lng: 116.4164, lat: 39.9288, datum: 'wgs84' }] }],
  },
);
export type LocateBody = Static<typeof LocateBody>;
export const Locations = listOf(Location, 'The positions located, in the order given.');

/** An area by name. */
export const AreaView = closed(
  {
    code: Type.String({ examples: ['110101002'] }),
    name: Type.String({ examples: ['景山街道'] }),
    level: oneOf(AREA_LEVELS, 'District, street or community.'),
    drawn: Type.Boolean({ description: 'True for a border drawn for the purpose, not surveyed.' }),
  },
  { description: 'An area.' },
);
export const AreaList = listOf(AreaView, 'Areas in the order of their codes.');

export const AreasQuery = closed({
  level: Type.Optional(oneOf(AREA_LEVELS, 'Only areas of this level.')),
  within: Type.Optional(
    Type.String({ pattern: '^\\d{6}(\\d{3}){0,2}$', description: 'Only areas inside this one.', examples: ['110101'] }),
  ),
});
export type AreasQuery = Static<typeof AreasQuery>;

/** GeoJSON in WGS 84, degrees, longitude first. */
export const FeatureCollection = Type.Object(
  {
    type: oneOf(['FeatureCollection'], 'GeoJSON.'),
    features: Type.Array(
      Type.Object({
        type: oneOf(['Feature'], 'GeoJSON.'),
        properties: Type.Record(Type.String(), Type.Unknown()),
        geometry: Type.Unknown(),
      }),
    ),
    truncated: Type.Optional(Type.Boolean({ description: 'True when the box held more than the answer shows.' })),
  },
  { description: 'GeoJSON (RFC 7946).' },
);
export type FeatureCollection = Static<typeof FeatureCollection>;

export const GridsQuery = closed({
  bbox: Type.String({
    pattern: '^-?\\d{1,3}(\\.\\d{1,15})?(,-?\\d{1,3}(\\.\\d{1,15})?){3}$',
    maxLength: 100,
    description: 'West, south, east, north in degrees, WGS 84; at most 0.05 degrees each way.',
    examples: ['116.41,39.92,116.43,39.94'],
  }),
});
export type GridsQuery = Static<typeof GridsQuery>;
