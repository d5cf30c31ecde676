import type { MultiPolygonRings } from '../geometry.ts';
import { groupCells } from './group-cells.ts';
import { issueGroupCodes } from './name-groups.ts';

/** A unit grid with what management and evaluation grids go by. */
export type ClassedCell = {
  readonly code: string;
  readonly polygons: MultiPolygonRings;
  readonly areaClass: 'A' | 'B' | 'C';
};

/** One to five adjacent unit grids of one community. */
export type ManagementGrid = {
  readonly code: string;
  readonly communityCode: string;
  /** That of all its unit grids. */
  readonly areaClass: 'A' | 'B' | 'C';
  readonly cells: readonly string[];
};

/** The management grids of one street that have one class. */
export type EvaluationGrid = {
  readonly code: string;
  readonly areaClass: 'A' | 'B' | 'C';
  readonly managementGrids: readonly string[];
};

const SIZE = { min: 1, max: 5 } as const;

/** Groups the unit grids of each community into management grids; those of one management grid have one class. */
export function managementGrids(cells: readonly ClassedCell[]): ManagementGrid[] {
  const shapeOf = new Map(cells.map(({ code, polygons }) => [code, polygons]));
  const classOf = new Map(cells.map(({ code, areaClass }) => [code, areaClass]));
  const byClass = Map.groupBy(cells, ({ areaClass }) => areaClass);
  const groups = [...byClass.values()].flatMap((members) =>
    groupCells(
      members.map((cell) => ({ ...cell, weight: 1 })),
      { within: 'community', sizeOf: () => SIZE },
    ).groups.map(({ scope, cells: codes }) => ({ scope, codes })),
  );
  const codes = issueGroupCodes(
    'management',
    groups.map((item) => ({
      item,
      street: item.scope.slice(0, 9),
      shapes: item.codes.map((code) => shapeOf.get(code) ?? []),
    })),
    [],
  );
  return groups
    .map((group) => ({
      code: codes.get(group) ?? '',
      communityCode: group.scope,
      areaClass: classOf.get(group.codes[0] ?? '') ?? 'B',
      cells: group.codes,
    }))
    .sort((p, q) => (p.code < q.code ? -1 : 1));
}

/** Groups management grids by street and class. */
export function evaluationGrids(grids: readonly ManagementGrid[]): EvaluationGrid[] {
  const byStreet = Map.groupBy(grids, ({ communityCode }) => communityCode.slice(0, 9));
  return [...byStreet].flatMap(([street, members]) => {
    const byClass = [...Map.groupBy(members, ({ areaClass }) => areaClass)].sort(([p], [q]) => (p < q ? -1 : 1));
    return byClass.map(([areaClass, of], i) => ({
      code: `${street}E${String(i + 1).padStart(3, '0')}`,
      areaClass,
      managementGrids: of.map(({ code }) => code).toSorted(),
    }));
  });
}
