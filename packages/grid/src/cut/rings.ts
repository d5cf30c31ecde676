import type { LngLat, PolygonRings } from '../geometry.ts';
import type { EdgeStore } from './edge-store.ts';
import { type Lattice, toLngLat } from './lattice.ts';
import type { Face } from './loops.ts';

/** The edges of all areas that are worked on together, and where their lattice lies. */
export type Net = { readonly store: EdgeStore; readonly lattice: Lattice };

/** A face as closed rings in degrees, with the vertices that came into its edges since it was made. */
export function ringsOf({ store, lattice }: Net, { outer, holes }: Face): PolygonRings {
  return [outer, ...holes].map((ring) => {
    const positions = store.expand(ring).map((vertex): LngLat => {
      const { x, y } = store.point(vertex);
      return toLngLat(lattice, x, y);
    });
    return [...positions, ...positions.slice(0, 1)];
  });
}
