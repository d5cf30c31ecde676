import { type Static, Type } from 'typebox';
import { Position, PositionInput } from './position.ts';
import { areaPrefix, closed, instant, listOf, oneOf, orNull, pageOf, text } from './shape.ts';
import { ADDRESS_KINDS, DATUMS, ROAD_CLASSES } from './vocabulary.ts';

const confidence = (description: string) => Type.Number({ minimum: 0, maximum: 1, description, examples: [0.91] });
const drawn = Type.Boolean({
  description: 'True for what was drawn for the purpose: no real address. Say so where it shows.',
});
const addressId = Type.String({
  pattern: '^[0-9a-f]{20}$',
  description: 'Of this address, through all its versions.',
  examples: ['5f0c1a2b3c4d5e6f7a8b'],
});

const fields = {
  id: addressId,
  kind: oneOf(ADDRESS_KINDS, 'A standard address, a place name, a road, a gate, or a point of interest.'),
  name: Type.String({ examples: ['东四北大街107号'] }),
  aliases: Type.Array(Type.String(), { description: 'Other names.' }),
  position: Position,
  gridCode: orNull(Type.String(), 'The unit grid; null outside all of them.'),
  drawn,
};

/** An address with its validity. */
export const AddressView = closed(
  {
    ...fields,
    source: Type.String({ description: 'The table it came from.', examples: ['addresses.csv'] }),
    validFrom: instant('From when on it holds.'),
    validTo: orNull(instant('Until when it held.'), 'Null while it is valid.'),
  },
  { description: 'A version of an address.' },
);
export type AddressView = Static<typeof AddressView>;

export const AddressList = pageOf(AddressView, 'Valid addresses in the order of grid and id.');
export const AddressVersions = listOf(AddressView, 'Every version of one address, latest first.');
export const AddressPath = closed({ addressId });

export const AddressesQuery = closed({
  area: Type.Optional(areaPrefix('Only inside this area.')),
  kind: Type.Optional(oneOf(ADDRESS_KINDS, 'Only of this kind.')),
  cursor: Type.Optional(Type.String({ maxLength: 400, description: 'The `nextCursor` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows a page, 50 by default.' })),
});

const named = {
  kind: oneOf(ADDRESS_KINDS, 'What it is.'),
  name: text(200, 'As people write it.', '东四北大街107号'),
  aliases: Type.Optional(Type.Array(text(200, 'Another name.', '隆福大厦'), { maxItems: 20 })),
  position: PositionInput,
};
export const AddressBody = closed(named, {
  description: 'An address that is to hold from now on.',
  examples: [{ kind: 'address', name: '东四北大街107号', position: { lng: 116.4164, lat: 39.9288, datum: 'wgs84' } }],
});
export type AddressBody = Static<typeof AddressBody>;

export const AddressChangeBody = closed(
  {
    kind: Type.Optional(named.kind),
    name: Type.Optional(named.name),
    aliases: named.aliases,
    position: Type.Optional(PositionInput),
  },
  {
    description: 'What becomes different from now on; the version until now stays in the history.',
    minProperties: 1,
    examples: [{ name: '东四北大街109号' }],
  },
);
export type AddressChangeBody = Static<typeof AddressChangeBody>;

export const GeocodeQuery = closed({
  q: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'An address, a name, a part of either, pinyin or initials.',
    examples: ['东四北大街107号'],
  }),
  area: Type.Optional(areaPrefix('Only inside this area.')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: '10 by default.' })),
});
export type GeocodeQuery = Static<typeof GeocodeQuery>;

export const GeocodeAnswer = listOf(
  closed({
    ...fields,
    confidence: confidence('How sure it is that this was meant: 1 for the very name, below 0.6 a guess.'),
  }),
  'What the text may mean, surest first.',
);

/** A road section with its class. */
export const RoadSectionView = closed(
  {
    code: Type.String({ examples: ['110101-r012-03'] }),
    roadName: Type.String({ examples: ['安和路'] }),
    name: Type.String({ examples: ['安和路第三段'] }),
    roadClass: oneOf(ROAD_CLASSES, '示范, 达标, 一般'),
    distanceM: Type.Number({ minimum: 0, description: 'How far its middle line is, in metres.' }),
    drawn,
  },
  { description: 'The road section at a place.' },
);
export type RoadSectionView = Static<typeof RoadSectionView>;

export const ReverseGeocodeQuery = closed({
  lng: Type.Number({ minimum: -180, maximum: 180, description: 'Longitude in degrees.', examples: [116.4164] }),
  lat: Type.Number({ minimum: -90, maximum: 90, description: 'Latitude in degrees.', examples: [39.9288] }),
  datum: oneOf(DATUMS, 'The frame of the numbers. Never guessed.'),
  within: Type.Optional(Type.Integer({ minimum: 1, maximum: 800, description: 'Metres, 200 by default.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, description: 'Of each group, 3 by default.' })),
});
export type ReverseGeocodeQuery = Static<typeof ReverseGeocodeQuery>;

export const ReverseGeocodeAnswer = closed(
  {
    position: Position,
    text: orNull(
      Type.String({ examples: ['东四北大街107号附近'] }),
      'Words for the place, as a case gets them; null outside all grids.',
    ),
    items: Type.Array(
      closed({
        ...fields,
        distanceM: Type.Number({ minimum: 0 }),
        confidence: confidence('How well it tells where the position is: 1 at the spot, a half at 50 m.'),
      }),
      { description: 'House numbers and gates, and named places, nearest first.' },
    ),
    roadSection: orNull(RoadSectionView, 'The nearest road section within 100 m.'),
  },
  { description: 'What is near a position.' },
);
