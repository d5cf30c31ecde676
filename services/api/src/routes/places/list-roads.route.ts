import { FeatureCollection } from '@wanmi/contracts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /roads` */
export const listRoadsRoute: Route = (api, { desk }) => {
  api.get(
    '/roads',
    {
      schema: {
        operationId: 'listRoads',
        tags: ['places'],
        summary: 'Road sections valid now, as GeoJSON',
        description: 'Say so wherever a section with `drawn: true` shows: it was drawn for the purpose, not surveyed.',
        response: answers({ 200: FeatureCollection }),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const [reference, at] = [desk.reference(), desk.now()];
      return sendVersioned(request, reply, {
        tag: tagOf(reference, 'roads'),
        body: () => ({
          type: 'FeatureCollection',
          features: reference.roads.sections
            .filter(({ validFrom, validTo }) => validFrom <= at && (validTo === null || at < validTo))
            .map(({ code, roadName, name, roadClass, drawn, lines }) => ({
              type: 'Feature',
              properties: { code, roadName, name, roadClass, drawn },
              geometry: { type: 'MultiLineString', coordinates: lines },
            })),
        }),
      });
    },
  );
};
