import { type Static, Type } from 'typebox';
import { closed, oneOf } from './shape.ts';

/** What the map's tiles can show. */
export const TILE_LAYERS = ['grids', 'responsibility-grids', 'areas', 'components', 'cases'] as const;
export type TileLayer = (typeof TILE_LAYERS)[number];

const whole = (description: string, example: string) =>
  Type.String({ pattern: '^(0|[1-9]\\d{0,7})$', description, examples: [example] });

/** Which tile: the scheme of slippy maps, rows from the north. */
export const TileParams = closed({
  layer: oneOf(TILE_LAYERS, 'What it shows.'),
  z: whole('Zoom, 0 to 22.', '14'),
  x: whole('Column from the west, 0 to 2^z - 1.', '13490'),
  y: whole('Row from the north, 0 to 2^z - 1.', '6206'),
});
export type TileParams = Static<typeof TileParams>;
