import { sizeIn } from '@wanmi/cases';
import type { responsibility } from '@wanmi/db';
import {
  type CellToGroup,
  checkGroups,
  type GroupExcuse,
  type GroupFault,
  type GroupingFigures,
  groupCells,
  groupingFigures,
  issueGroupCodes,
  type MultiPolygonRings,
  mergeShapes,
  type OldGroup,
  regroupCells,
} from '@wanmi/grid';

/** A responsibility grid with its border. */
export type NamedGroup = responsibility.GroupToSave & {
  readonly weight: number;
  readonly areaM2: number;
  /** Of cells that do not share their borders vertex by vertex several parts. */
  readonly polygons: MultiPolygonRings;
};

export type GroupOrder = {
  readonly cells: readonly CellToGroup[];
  readonly within: 'street' | 'community';
  /** By area; 10 to 16 where none says otherwise. */
  readonly sizes: readonly responsibility.SizeSetting[];
  /** Names of streets by code. */
  readonly streetNames: ReadonlyMap<string, string>;
  /** Responsibility grids to go on from; empty for a new grouping. */
  readonly old: readonly (OldGroup & { readonly name: string })[];
  /** Codes that were ever used. */
  readonly used: readonly string[];
  /** Share by which a weight may be off before grids move for it; null: never mind. */
  readonly tolerance: number | null;
};

export type GroupReport = GroupingFigures & {
  readonly excuses: readonly GroupExcuse[];
  /** Grids that were in one old responsibility grid and are in another now. */
  readonly moved: readonly string[];
  readonly ended: readonly string[];
  /** What the independent check says, but for sizes that are excused. */
  readonly faults: readonly GroupFault[];
};

/** Groups unit grids anew, or goes on from an old grouping with few moves; codes and names are given. */
export function groupGrids(order: GroupOrder): {
  readonly groups: readonly NamedGroup[];
  readonly report: GroupReport;
} {
  const { cells, within, sizes, old, tolerance } = order;
  const options = { within, sizeOf: (scope: string) => sizeIn(sizes, scope) };
  const made =
    old.length === 0
      ? { ...fresh(groupCells(cells, options)), moved: [], ended: [] }
      : regroupCells(cells, old, { ...options, tolerance });
  const groups = named(made.groups, order);
  const excused = new Set(made.excuses.map(({ scope }) => scope));
  const streetOf = new Map(made.groups.map(({ cells: members, scope }) => [members[0] ?? '', scope]));
  const scopeOfCode = new Map(groups.map(({ code, cells: members }) => [code, streetOf.get(members[0] ?? '') ?? '']));
  const faults = checkGroups(cells, groups, options).filter(
    ({ kind, subject }) => kind !== 'size' || !excused.has(scopeOfCode.get(subject) ?? ''),
  );
  const figures = groupingFigures(made.groups, made.excuses, options.sizeOf);
  const { excuses, moved, ended } = made;
  return { groups, report: { ...figures, excuses, moved, ended, faults } };
}

const fresh = ({ groups, excuses }: ReturnType<typeof groupCells>) => ({
  groups: groups.map((group) => ({ ...group, code: null })),
  excuses,
});

function named(
  groups: ReturnType<typeof regroupCells>['groups'],
  { cells, streetNames, old, used }: GroupOrder,
): readonly NamedGroup[] {
  const shapeOf = new Map(cells.map(({ code, polygons }) => [code, polygons]));
  const nameOf = new Map(old.map(({ code, name }) => [code, name]));
  const nameless = groups
    .filter(({ code }) => code === null)
    .map((item) => ({
      item,
      street: item.scope.slice(0, 9),
      shapes: item.cells.map((cell) => shapeOf.get(cell) ?? []),
    }));
  const issued = issueGroupCodes('responsibility', nameless, [...used, ...nameOf.keys()]);
  return groups
    .map((group): NamedGroup => {
      const code = group.code ?? issued.get(group) ?? '';
      const street = group.scope.slice(0, 9);
      return {
        code,
        name: nameOf.get(code) ?? `${streetNames.get(street) ?? street}责任网格 ${Number(code.slice(10))}`,
        areaCode: street,
        cells: group.cells,
        weight: group.weight,
        areaM2: group.areaM2,
        polygons: mergeShapes(group.cells.map((cell) => shapeOf.get(cell) ?? [])),
      };
    })
    .sort((p, q) => (p.code < q.code ? -1 : 1));
}
