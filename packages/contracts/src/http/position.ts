import { type Static, Type } from 'typebox';
import { closed, oneOf } from './shape.ts';
import { DATUMS } from './vocabulary.ts';

const lng = Type.Number({ minimum: -180, maximum: 180, description: 'Longitude in degrees.', examples: [116.4164] });
const lat = Type.Number({ minimum: -90, maximum: 90, description: 'Latitude in degrees.', examples: [39.9288] });
const datum = oneOf(
  DATUMS,
  'The frame of the numbers: `wgs84` from browsers and GNSS, `gcj02` and `bd09` from Chinese map kits. Never guessed.',
);

/** A position as a client gives it, in a named datum. */
export const PositionInput = closed(
  { lng, lat, datum },
  { description: 'A position in a named datum.', examples: [{ lng: 116.4164, lat: 39.9288, datum: 'wgs84' }] },
);
export type PositionInput = Static<typeof PositionInput>;

/** A position as the server gives it: always WGS 84. */
export const Position = closed(
  { lng, lat, datum: oneOf(['wgs84'], 'Always WGS 84 in answers.') },
  { description: 'A position in WGS 84.', examples: [{ lng: 116.4164, lat: 39.9288, datum: 'wgs84' }] },
);
export type Position = Static<typeof Position>;
