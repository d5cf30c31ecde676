import { type LngLat, localScale, planarCentroid } from '@wanmi/grid';
import { borderLines } from './border-lines.ts';
import { type DrawnRoad, joinRoads } from './join-roads.ts';

/** What the demo district's areas and grids hold for it. */
export type DrawnDistrict = {
  readonly communities: readonly { readonly code: string; readonly name: string; readonly rings: Rings }[];
  /** Grids in the order of their codes, by community. */
  readonly grids: ReadonlyMap<string, readonly Rings[]>;
};
type Rings = readonly (readonly LngLat[])[];

/** `roads` is GeoJSON, `addresses` CSV: what `import roads` and `import addresses` take. */
export type DrawnPlaces = { readonly roads: string; readonly addresses: string };

// Two characters of no known road of the district, and a word for its rank.
const FIRST = [...'云青澄嘉颐映沐锦朗远霁岚若砚墨棠桐檀'];
const SECOND = [...'禾溪岫苑川屿庭林亭峦汀泽浦坞陌榆槐松竹'];
const RANKS = [
  { longest: 0.1, word: '大街', roadClass: '示范' },
  { longest: 0.4, word: '路', roadClass: '达标' },
  { longest: 1, word: '胡同', roadClass: '一般' },
] as const;
const SIGHTS = ['小学', '幼儿园', '便民菜店', '口袋公园', '图书室', '老年食堂', '停车场', '卫生服务站'] as const;

/** Between two doors of one side, and from the middle of the road, in metres. */
const DOOR_STEP_M = 60;
const DOOR_OFF_M = 9;

/**
 * Draws roads along the borders of communities, and doors, housing estates with their gates, and points of interest, all
 * under invented names. Nothing of it exists, and every row says so. The same district gives the same bytes.
 */
export function drawPlaces({ communities, grids }: DrawnDistrict): DrawnPlaces {
  const roads = joinRoads(borderLines(communities)).map((road, i, all) => ({ ...road, ...namesOf(i, all.length) }));
  const rows = [
    ...roads.flatMap((road, i) => doorsOf(road, i)),
    ...communities.flatMap(({ code, name }, i) => placesOf(name, i, grids.get(code) ?? [])),
  ];
  return {
    roads: featuresOf(roads),
    addresses: ['id,kind,name,aliases,lng,lat,drawn', ...rows.map((cells) => `${cells.join(',')},true`), ''].join('\n'),
  };
}

type NamedRoad = DrawnRoad & { readonly name: string; readonly roadClass: string };

function namesOf(index: number, of: number): Pick<NamedRoad, 'name' | 'roadClass'> {
  const rank = RANKS.find(({ longest }) => index < longest * of) ?? RANKS[2];
  return { name: `${inventedName(index)}${rank.word}`, roadClass: rank.roadClass };
}

/** A pair of characters that no smaller number has, up to some 340. */
function inventedName(index: number): string {
  const second = ((index % FIRST.length) + Math.floor(index / FIRST.length)) % SECOND.length;
  return `${FIRST[index % FIRST.length]}${SECOND[second]}`;
}

function featuresOf(roads: readonly NamedRoad[]): string {
  const features = roads.flatMap(({ name, roadClass, sections }, road) =>
    sections.map(({ line }, i) => {
      const code = `110101-r${String(road + 1).padStart(3, '0')}-${String(i + 1).padStart(2, '0')}`;
      const section = sections.length === 1 ? name : `${name}第${i + 1}段`;
      const properties = { code, roadName: name, name: section, roadClass, drawn: true };
      const coordinates = line.map((at) => at.map((degrees) => Number(degrees.toFixed(6))));
      return JSON.stringify({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates } });
    }),
  );
  return `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`;
}

type Cells = readonly [id: string, kind: string, name: string, aliases: string, lng: string, lat: string];
const cellsOf = (id: string, kind: string, name: string, [lng, lat]: LngLat): Cells => [
  ...([id, kind, name, ''] as const),
  ...([lng.toFixed(6), lat.toFixed(6)] as const),
];

/** The road itself, and its doors: odd numbers on one side, even ones on the other. */
function doorsOf({ name, sections, lengthM }: NamedRoad, road: number): readonly Cells[] {
  const line = sections.flatMap((section) => section.line);
  const rows = [cellsOf(`r${road + 1}`, 'road', name, alongLine(line, lengthM / 2, 0))];
  for (let door = 0; (door + 0.5) * DOOR_STEP_M < lengthM; door += 1) {
    for (const side of [1, -1]) {
      const number = 2 * door + (side === 1 ? 1 : 2);
      const at = alongLine(line, (door + 0.5) * DOOR_STEP_M, side * DOOR_OFF_M);
      rows.push(cellsOf(`r${road + 1}-${number}`, 'address', `${name}${number}号`, at));
    }
  }
  return rows;
}

/** The point so many metres along a line, and so many to its left. */
function alongLine(line: readonly LngLat[], alongM: number, leftM: number): LngLat {
  let rest = alongM;
  for (const [i, to] of line.slice(1).entries()) {
    const from = line[i] ?? to;
    const { lngM, latM } = localScale(from[1]);
    const [dx, dy] = [(to[0] - from[0]) * lngM, (to[1] - from[1]) * latM];
    const length = Math.hypot(dx, dy);
    if (length > 0 && rest <= length) {
      const [x, y] = [(dx * rest - dy * leftM) / length, (dy * rest + dx * leftM) / length];
      return [from[0] + x / lngM, from[1] + y / latM];
    }
    rest -= length;
  }
  return line.at(-1) ?? [0, 0];
}

/** A housing estate with two gates and two points of interest, each in the middle of a grid. */
function placesOf(communityName: string, index: number, grids: readonly Rings[]): readonly Cells[] {
  const middle = (share: number): LngLat => {
    const rings = grids[Math.min(grids.length - 1, Math.floor(share * grids.length))];
    return rings === undefined ? [0, 0] : planarCentroid(rings);
  };
  const estate = `${inventedName(index + 150)}小区`;
  const [lng, lat] = middle(0.25);
  const id = `c${index + 1}`;
  const sight = SIGHTS[index % SIGHTS.length] ?? '';
  return [
    cellsOf(`${id}-1`, 'place', estate, [lng, lat]),
    cellsOf(`${id}-2`, 'gate', `${estate}东门`, [lng + 0.0004, lat]),
    cellsOf(`${id}-3`, 'gate', `${estate}西门`, [lng - 0.0004, lat]),
    cellsOf(`${id}-4`, 'poi', `${communityName.replace(/居委会$/, '')}服务站`, middle(0.5)),
    cellsOf(`${id}-5`, 'poi', `${inventedName(index + 150)}${sight}`, middle(0.75)),
  ];
}
