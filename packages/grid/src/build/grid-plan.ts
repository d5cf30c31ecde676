import { type CommunityCode, isCommunityCode } from '../code.ts';
import { dissolve } from '../cut/dissolve.ts';
import type { Face } from '../cut/loops.ts';
import type { Net } from '../cut/rings.ts';
import type { Area, Grid } from '../geometry.ts';
import { areaOfAllM2 } from '../metric.ts';
import { BorderChains } from './border-chains.ts';
import { BuildError, type BuildOptions, byCode, communitiesOf, targetsOf } from './build-input.ts';
import type { CutResult, CutTask } from './cut-community.ts';
import type { ExcusedPart } from './excused-parts.ts';
import { finishCommunity } from './finish-community.ts';
import { GuideFinder } from './guide-finder.ts';
import { type Home, homesOf } from './homes.ts';
import { ringsOfPacked, unpack } from './packed.ts';
import { type PreparedBorders, prepareBorders } from './prepare-borders.ts';

/** A community with its grids, final to the last vertex. */
export type BuiltCommunity = {
  /** Its borders as its grids fit them. */
  readonly area: Area;
  /** In order of code. */
  readonly grids: readonly Grid[];
  readonly excused: readonly ExcusedPart[];
};

/**
 * The work of building grids in pieces that may be done by several threads: `next` gives a community to cut, its result
 * goes to `finish`, which gives the communities that are final by then, in order of code. What comes out does not depend
 * on who cuts when: a community waits for its neighbours with lower codes, and knows of no others.
 *
 * Held are the borders of all communities, and of those between being cut and being given back the pieces.
 */
export class GridPlan {
  readonly total: number;
  /** What had to be mended in the areas, for people. */
  readonly mended: readonly string[];
  private readonly areas: readonly Area[];
  private readonly borders: PreparedBorders;
  private readonly net: Net;
  private readonly homes: readonly Home[];
  private readonly chains: BorderChains;
  private readonly guides: GuideFinder;
  private readonly hasUnits: boolean;
  private readonly waiting: number[];
  private readonly homeOf: ReadonlyMap<string, number>;
  private written = 0;

  /** Throws BuildError for codes, borders and targets that no grids can be built of. */
  constructor(areas: readonly Area[], options: BuildOptions = {}) {
    this.areas = areas;
    const targetOf = targetsOf(areas, options.targetM2);
    this.borders = prepareBorders(communitiesOf(areas), options.within);
    this.net = this.borders.net;
    this.mended = this.borders.mended;
    this.hasUnits = options.within !== undefined;
    this.homes = homesOf(this.borders, targetOf);
    this.total = this.homes.length;
    this.chains = new BorderChains((vertex) => this.net.store.point(vertex));
    this.guides = new GuideFinder(this.net.lattice, options);
    this.waiting = this.homes.map((_, i) => i);
    this.homeOf = new Map(this.homes.map(({ code }, i) => [code, i]));
  }

  /** A community that may be cut now, the lowest code first; undefined when others must be finished before, or all are out. */
  next(): CutTask | undefined {
    const place = this.waiting.findIndex((i) => this.homes[i]?.lower.every((j) => this.homes[j]?.result !== undefined));
    const home = this.homes[this.waiting[place] ?? -1];
    if (home === undefined) return undefined;
    this.waiting.splice(place, 1);
    const faces = home.faces.map(({ outer, holes }, i) => ({
      rings: [outer, ...holes].map((ring) => Float64Array.from(this.chains.expand(ring))),
      units: home.units[i] ?? 1,
    }));
    const { code, targetM2 } = home;
    const { lattice } = this.net;
    return { code, lattice, targetM2, faces, obstacles: this.obstaclesOf(home), ...this.guides.near(home.box) };
  }

  /** Takes the result of a task. */
  finish(result: CutResult): BuiltCommunity[] {
    const home = this.homes[this.homeOf.get(result.code) ?? -1];
    if (home === undefined) throw new Error(`community ${result.code} is not of this plan`);
    home.result = result;
    for (const [i, { outer, holes }] of home.faces.entries()) {
      for (const [j, ring] of [outer, ...holes].entries()) {
        this.chains.takeOver(ring, result.rings[i]?.[j] ?? new Float64Array());
      }
    }
    const ready: BuiltCommunity[] = [];
    for (
      let next = this.homes[this.written];
      next !== undefined && this.isFinal(next);
      next = this.homes[this.written]
    ) {
      ready.push(this.settle(next));
      this.written += 1;
    }
    return ready;
  }

  /** Streets and districts as the union of their communities, those without any as they came. After the last `finish`. */
  upperAreas(): Area[] {
    if (this.written < this.total) throw new BuildError('cannot unite areas: communities are still to be cut');
    return this.areas
      .filter(({ code }) => !isCommunityCode(code))
      .map((area) => {
        const inside = this.homes.filter(({ code }) => code.startsWith(area.code));
        const faces = inside.flatMap((home) => this.facesNow(home));
        return faces.length === 0 ? area : this.areaOf(area, dissolve(unpack, faces));
      })
      .sort(byCode);
  }

  private isFinal(home: Home): boolean {
    return home.result !== undefined && home.neighbours.every((i) => this.homes[i]?.result !== undefined);
  }

  private facesNow(home: Home): Face[] {
    return home.faces.map((face) => this.chains.expandFace(face));
  }

  private areaOf(area: Area, faces: readonly Face[]): Area {
    return { ...area, polygons: faces.map((face) => ringsOfPacked(this.net.lattice, face)) };
  }

  /** Makes the grids of a final community, and forgets its pieces. */
  private settle(home: Home): BuiltCommunity {
    const { code, targetM2, result, source } = home;
    if (result === undefined || !isCommunityCode(code)) throw new Error(`community ${code} is not cut`);
    const faces = this.facesNow(home);
    const area = this.areaOf(source, this.hasUnits ? dissolve(unpack, faces) : faces);
    const grids = finishCommunity(this.net.lattice, {
      ...{ code: code satisfies CommunityCode, drawn: source.drawn, targetM2, polygons: area.polygons },
      ringsWhenCut: result.rings.flat(),
      ringsNow: faces.flatMap(({ outer, holes }) => [outer, ...holes]),
      pieces: result.pieces,
    });
    const { missing } = result;
    home.result = { ...result, rings: [], pieces: [], fringe: new Float64Array() };
    const excused = home.excused.map((part) => ({ community: code, ...part }));
    if (missing === 0) return { area, grids, excused };
    const at = area.polygons[0]?.[0]?.[0] ?? [0, 0];
    const uncut: ExcusedPart = {
      community: code,
      reason: 'not-cut',
      areaM2: areaOfAllM2(area.polygons),
      widthM: 0,
      at,
    };
    return { area, grids, excused: [...excused, uncut] };
  }

  /** Edges of neighbours that come near the border of a community, and of their pieces where they are cut already. */
  private obstaclesOf(home: Home): Float64Array {
    const found: number[] = [];
    for (const i of home.neighbours) {
      const other = this.homes[i];
      if (other === undefined) continue;
      found.push(...home.edgesNear(other));
      if (other.result !== undefined && home.lower.includes(i)) found.push(...other.result.fringe);
    }
    return Float64Array.from(found);
  }
}
