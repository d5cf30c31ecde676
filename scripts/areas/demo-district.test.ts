import { readFileSync } from 'node:fs';
import { readAreaFile, readGridFile } from '@wanmi/formats';
import { buildGridIndex, buildGrids, checkGrids, drawAreas, locate } from '@wanmi/grid';
import { describe, expect, test } from 'vitest';
import { readPlans } from './read-plans.ts';
import { areasText, gridsText } from './write-areas.ts';

const read = (file: string): string =>
  readFileSync(new URL(`../../data/demo/dongcheng/${file}`, import.meta.url), 'utf8');
const named = (file: string) => ({ file, text: read(file) });

const areas = readAreaFile(read('areas.geojson'), 'areas.geojson');
const { grids, targetAreaM2 } = readGridFile(read('grids.geojson'), 'grids.geojson');
const communities = areas.filter(({ code }) => code.length === 12);

describe('the demo district', () => {
  test('[G17] [G33] its files come out of its facts to the last byte', () => {
    const drawn = drawAreas(...readPlans(named('outline.json'), named('streets.csv'), named('communities.csv')));
    // from text, as the command line passes them on
    const built = buildGrids(readAreaFile(areasText(drawn), 'drawn'));
    expect(built.uncut).toEqual([]);
    expect(areasText(built.areas) === read('areas.geojson')).toBe(true);
    expect(gridsText(built.grids, 10_000) === read('grids.geojson')).toBe(true);
  }, 60_000);

  test('[G12] [G18] its grids are lawful, even and compact', () => {
    const { faults, figures } = checkGrids(grids, communities, targetAreaM2);
    expect(faults).toEqual([]);
    expect(figures).toMatchObject({ communities: 169, gapM2: 0, overlapM2: 0, outsideM2: 0 });
    expect(figures.grids).toBeGreaterThan(4_100);
    expect(figures.gridAreaM2.min).toBeGreaterThan(9_000);
    expect(figures.gridAreaM2.max).toBeLessThan(11_000);
    expect(figures.compactness.median).toBeGreaterThan(0.72);
    expect(figures.compactness.p5).toBeGreaterThan(0.62);
  }, 60_000);

  test('it has one district, 17 streets and 169 communities, all of them drawn', () => {
    const count = (digits: number): number => areas.filter(({ code }) => code.length === digits).length;
    expect([count(6), count(9), count(12)]).toEqual([1, 17, 169]);
    expect(areas.every(({ drawn, name }) => drawn && name.length > 0)).toBe(true);
  });

  test('[G5] the centre of each street lies in a grid of that street', () => {
    const index = buildGridIndex(grids.map(({ code = '', polygons }) => ({ code, polygons })));
    const [, plans] = readPlans(named('outline.json'), named('streets.csv'), named('communities.csv'));
    for (const { code, centre } of plans) expect(locate(index, centre)?.slice(0, 9)).toBe(code);
  });
});
