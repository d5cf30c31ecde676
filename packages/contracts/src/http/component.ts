import { type Static, Type } from 'typebox';
import { Position } from './position.ts';
import { areaPrefix, closed, instant, listOf, oneOf, orNull, pageOf, text } from './shape.ts';
import { COMPONENT_STATES, DATUMS } from './vocabulary.ts';

const classCode = Type.String({ pattern: '^\\d{4,5}$', description: 'A class of components.', examples: ['01037'] });
const componentId = Type.String({
  pattern: '^[1-9]\\d{15,16}$',
  description: '17 digits: 6 district, 5 class, 6 sequence; 16 in classic editions.',
  examples: ['11010101037000001'],
});
const words = (description: string) => orNull(Type.String(), description);

const fields = {
  componentId,
  classCode,
  edition: words('The edition the class was found in.'),
  name: Type.String({ examples: ['路灯'] }),
  competentCode: words('Credit code of the competent department.'),
  competentName: words('Its name.'),
  owner: words('As the register calls it.'),
  maintainer: words('As the register calls it.'),
  gridCode: Type.String({ examples: ['110101002003012'] }),
  position: Position,
  state: oneOf(COMPONENT_STATES, '完好, 破损, 丢失, 废弃, 移除'),
  firstOn: words('The first day, local.'),
  changedOn: words('The day of the last change, local.'),
  source: Type.String({ description: 'The register it came from.', examples: ['lamps.geojson'] }),
  sourceId: words('Its id there.'),
  remark: words('What else is said of it.'),
};

/** A component as a list shows it. */
export const ComponentSummary = closed(fields, { description: 'A component.' });
export type ComponentSummary = Static<typeof ComponentSummary>;

/** A component with its history. */
export const ComponentView = closed(
  {
    ...fields,
    history: Type.Array(
      closed({
        at: instant('When it was written.'),
        kind: oneOf(['added', 'changed', 'removed'], 'What happened.'),
        by: words('Who did it; null for an import or the system.'),
        source: Type.String({ description: 'The register, the census round or the page it came from.' }),
        changes: Type.Unknown({ description: 'By column: before and after. Null for a new one.' }),
      }),
      { description: 'The latest 200 changes, newest first.' },
    ),
  },
  { description: 'A component with its history.' },
);
export const ComponentList = pageOf(ComponentSummary, 'Components in the order of grid and id.');
export const NearestComponents = listOf(
  closed({ ...fields, distanceM: Type.Number({ minimum: 0 }) }),
  'The nearest first; those 废弃 or 移除 are left out.',
);
export const ComponentPath = closed({ componentId });

export const ComponentsQuery = closed({
  area: Type.Optional(areaPrefix('Only inside this area.')),
  class: Type.Optional(classCode),
  state: Type.Optional(oneOf(COMPONENT_STATES, 'Only in this state.')),
  cursor: Type.Optional(Type.String({ maxLength: 400, description: 'The `nextCursor` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows a page, 50 by default.' })),
});

export const NearestComponentsQuery = closed({
  lng: Type.Number({ minimum: -180, maximum: 180, description: 'Longitude in degrees.', examples: [116.4164] }),
  lat: Type.Number({ minimum: -90, maximum: 90, description: 'Latitude in degrees.', examples: [39.9288] }),
  datum: oneOf(DATUMS, 'The frame of the numbers. Never guessed.'),
  class: Type.Optional(classCode),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: '10 by default.' })),
});

export const ComponentChangeBody = closed(
  {
    state: Type.Optional(oneOf(COMPONENT_STATES, '完好, 破损, 丢失, 废弃, 移除')),
    name: Type.Optional(text(100, 'Its name.', '路灯')),
    competentCode: Type.Optional(
      Type.String({ pattern: '^[0-9A-Z]{18}$', description: 'Credit code.', examples: ['11110101000123456X'] }),
    ),
    competentName: Type.Optional(text(100, 'The competent department.', '路灯所')),
    owner: Type.Optional(text(100, 'Who owns it.', '市政')),
    maintainer: Type.Optional(text(100, 'Who maintains it.', '养护一队')),
    remark: Type.Optional(text(500, 'What else is to be said.', '灯杆倾斜')),
  },
  { description: 'What becomes different; what is left out stays.', minProperties: 1, examples: [{ state: 'lost' }] },
);
export type ComponentChangeBody = Static<typeof ComponentChangeBody>;
