import { describe, expect, test } from 'vitest';
import { blob } from '../testing/blobs.ts';
import { box } from '../testing/shapes.ts';
import { checkGroups } from './check-groups.ts';
import { type ClassedCell, evaluationGrids, managementGrids } from './evaluation-grids.ts';
import { issueGroupCodes, parseGroupCode } from './name-groups.ts';

describe('codes of groups', () => {
  const at = (item: string, x: number, y: number) => ({ item, street: '110101001', shapes: [[[box(x, y, 300, 300)]]] });

  test('[G69] run west to east in rows from north to south, above all that were used', () => {
    const groups = [at('south', 0, 0), at('north east', 300, 600), at('north west', 0, 600)];
    const codes = issueGroupCodes('responsibility', groups, ['110101001R004', '110101001M009', 'Z-7']);
    expect(Object.fromEntries(codes)).toEqual({
      'north west': '110101001R005',
      'north east': '110101001R006',
      south: '110101001R007',
    });
  });

  test('[G69] are refused over 999 in a street', () => {
    expect(() => issueGroupCodes('management', [at('one', 0, 0)], ['110101001M999'])).toThrow(
      'cannot number the management grids of street 110101001: more than 999 were used there',
    );
  });

  test.each([
    { code: '110101001R014', parts: { street: '110101001', sequence: 14 } },
    { code: '110101001014', parts: undefined },
    { code: 'D7', parts: undefined },
  ])('[G69] $code is read as $parts', ({ code, parts }) => {
    expect(parseGroupCode(code)).toEqual(parts);
  });
});

describe('management and evaluation grids', () => {
  const cells = blob(60, 8).map(
    ({ code, polygons }, i): ClassedCell => ({ code, polygons, areaClass: i < 20 ? 'A' : 'B' }),
  );
  const management = managementGrids(cells);

  test('[G70] management grids are one to five adjacent unit grids of one community and class', () => {
    const rules = { within: 'community', sizeOf: () => ({ min: 1, max: 5 }) } as const;
    expect(checkGroups(cells, management, rules)).toEqual([]);
    const classOf = new Map(cells.map(({ code, areaClass }) => [code, areaClass]));
    expect(management.every((grid) => grid.cells.every((cell) => classOf.get(cell) === grid.areaClass))).toBe(true);
  });

  test('[G70] evaluation grids hold the management grids of a street by class', () => {
    const evaluation = evaluationGrids(management);
    expect(evaluation.map(({ code, areaClass }) => [code, areaClass])).toEqual([
      ['110101001E001', 'A'],
      ['110101001E002', 'B'],
    ]);
    expect(evaluation.flatMap(({ managementGrids: of }) => of).toSorted()).toEqual(management.map(({ code }) => code));
  });
});
