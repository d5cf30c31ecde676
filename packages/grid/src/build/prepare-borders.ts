import { EdgeStore } from '../cut/edge-store.ts';
import { type Lattice, latticeOver } from '../cut/lattice.ts';
import type { Face } from '../cut/loops.ts';
import { BorderError, EXACT, nodeBorders, type Reach } from '../cut/node-borders.ts';
import type { Net } from '../cut/rings.ts';
import type { Area, MultiPolygonRings } from '../geometry.ts';
import { MendError, mendAreas } from '../mend/mend-areas.ts';
import { BuildError } from './build-input.ts';
import { joinSlivers } from './join-slivers.ts';
import { partByUnits } from './unit-parts.ts';

/** Communities on one lattice, their borders brought together. */
export type PreparedBorders = {
  readonly net: Net;
  /** In the order of the communities; with planning units, a face or more for each part. */
  readonly noded: readonly { readonly source: Area; readonly faces: readonly Face[] }[];
  /** What had to be mended, for people. */
  readonly mended: readonly string[];
};

/** What a community may lose or gain by mending before it is more than dirt, as a share of its area. */
const DIRT = 0.05;

/**
 * Brings the borders of communities together and parts them by planning units. Small overlaps go to the lowest code, a
 * border that crosses itself is read by parity. Throws BuildError where more is wrong than that.
 */
export function prepareBorders(
  communities: readonly Area[],
  within: readonly MultiPolygonRings[] | undefined,
): PreparedBorders {
  const lattice = latticeOrExplain(communities);
  const { areas, mended, noded } = nodeOrMend(lattice, communities);
  return { mended, ...(within === undefined ? noded : nodeParts(lattice, areas, within)) };
}

function latticeOrExplain(communities: readonly Area[]): Lattice {
  try {
    return latticeOver(communities.map(({ polygons }) => polygons));
  } catch (error) {
    if (error instanceof RangeError) throw new BuildError(error.message, { cause: error });
    throw error;
  }
}

type Noded = Pick<PreparedBorders, 'net' | 'noded'>;

function nodeOrMend(lattice: Lattice, communities: readonly Area[]) {
  try {
    return { areas: communities, mended: [], noded: nodeAreas(lattice, communities) };
  } catch (error) {
    if (!(error instanceof BorderError)) throw error;
    const { areas, mended } = mendOrExplain(communities, error);
    return { areas, mended, noded: nodeAreas(lattice, areas, EXACT) };
  }
}

function nodeAreas(lattice: Lattice, communities: readonly Area[], reach?: Reach): Noded {
  const net: Net = { store: new EdgeStore(), lattice };
  const noded = nodeBorders(net, communities, reach);
  return { net, noded: communities.map((source, i) => ({ source, faces: noded[i]?.faces ?? [] })) };
}

function nodeParts(lattice: Lattice, communities: readonly Area[], within: readonly MultiPolygonRings[]): Noded {
  const net: Net = { store: new EdgeStore(), lattice };
  const parts = partByUnits(lattice, communities, within);
  const noded = nodeBorders(
    net,
    parts.map(({ source: { code }, polygons }) => ({ code, polygons })),
    EXACT,
  );
  const facesOf = (source: Area): Face[] => noded.flatMap(({ faces }, i) => (parts[i]?.source === source ? faces : []));
  return { net, noded: communities.map((source) => ({ source, faces: joinSlivers(net, facesOf(source)) })) };
}

function mendOrExplain(communities: readonly Area[], cause: BorderError) {
  try {
    const { areas, mendings } = mendAreas(communities, { leastPartM2: 0, pixelSteps: 1 });
    const changed = mendings.filter(({ beforeM2, afterM2 }) => Math.abs(beforeM2 - afterM2) >= 0.01);
    if (mendings.some(({ beforeM2, afterM2 }) => Math.abs(beforeM2 - afterM2) > DIRT * beforeM2)) {
      throw new BuildError(cause.message, { cause });
    }
    const mended = changed.map(({ code, beforeM2, afterM2 }) => {
      const what = afterM2 < beforeM2 ? 'gave up' : 'gained';
      return `area ${code} ${what} ${Math.abs(beforeM2 - afterM2).toFixed(2)} m² that was claimed twice or crossed itself`;
    });
    return { areas, mended };
  } catch (error) {
    if (error instanceof MendError) throw new BuildError(cause.message, { cause: error });
    throw error;
  }
}
