import { geocode, locationText, reverseGeocode, roadSectionNear, viewSection } from '@wanmi/cases';
import { GeocodeAnswer, GeocodeQuery, ReverseGeocodeAnswer, ReverseGeocodeQuery } from '@wanmi/contracts';
import { toWgs84 } from '@wanmi/formats';
import { locate } from '@wanmi/grid';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { placeFields } from '../../view-place.ts';

const ITEMS = 10;
/** Metres. */
const WITHIN_M = 200;
/** Of house numbers, and of named places. */
const NEAREST = 3;

const DRAWN = 'Say so wherever something with `drawn: true` shows: it is no real address.';

/** `GET /geocode` */
export const geocodeRoute: Route = (api, { desk }) => {
  api.get(
    '/geocode',
    {
      schema: {
        operationId: 'geocode',
        tags: ['places'],
        summary: 'Addresses that a text may mean',
        description: `Standard addresses, place names, roads, gates and points of interest of the district itself. ${DRAWN}`,
        querystring: GeocodeQuery,
        response: answers({ 200: GeocodeAnswer }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query: { q, area = '', limit = ITEMS } }) => {
      const found = await geocode({ db: desk.db, reference: desk.reference() }, { q, area, limit });
      return { items: found.map((one) => ({ ...placeFields(one), confidence: one.confidence })) };
    },
  );
};

/** `GET /reverse-geocode` */
export const reverseGeocodeRoute: Route = (api, { desk }) => {
  api.get(
    '/reverse-geocode',
    {
      schema: {
        operationId: 'reverseGeocode',
        tags: ['places'],
        summary: 'Addresses and the road section at a position',
        description: DRAWN,
        querystring: ReverseGeocodeQuery,
        response: answers({ 200: ReverseGeocodeAnswer }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async ({ query: { lng, lat, datum, within = WITHIN_M, limit = NEAREST } }) => {
      const [reference, at] = [desk.reference(), desk.now()];
      const position = toWgs84(lng, lat, datum);
      const near = await reverseGeocode(desk.db, { position, withinM: within, limit });
      const code = locate(reference.gridIndex, position);
      const grid = code && reference.gridOf(code);
      const text = grid ? await locationText({ db: desk.db, reference }, { position, grid, at }) : null;
      return {
        position: { lng: position[0], lat: position[1], datum: 'wgs84' as const },
        text,
        items: near.map((one) => ({
          ...placeFields(one),
          distanceM: Math.round(one.distanceM * 10) / 10,
          confidence: one.confidence,
        })),
        roadSection: viewSection(roadSectionNear(reference, position, at)),
      };
    },
  );
};
