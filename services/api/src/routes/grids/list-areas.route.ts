import { AreaList, AreasQuery, FeatureCollection } from '@wanmi/contracts';
import { places } from '@wanmi/db';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /areas`: names only. `GET /areas/outlines`: their borders. */
export const areasRoutes: Route = (api, { desk }) => {
  api.get(
    '/areas',
    {
      schema: {
        operationId: 'listAreas',
        tags: ['places'],
        summary: 'Districts, streets and communities',
        querystring: AreasQuery,
        response: answers({ 200: AreaList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const { level, within = '' } = request.query;
      const reference = desk.reference();
      const items = () =>
        [...reference.areas.values()]
          .filter((area) => area.code.startsWith(within) && (level === undefined || area.level === level))
          .map(({ code, name, level: of, drawn }) => ({ code, name, level: of, drawn }));
      return sendVersioned(request, reply, { tag: tagOf(reference, 'areas'), body: () => ({ items: items() }) });
    },
  );
  api.get(
    '/areas/outlines',
    {
      schema: {
        operationId: 'listOutlines',
        tags: ['places'],
        summary: 'Borders of areas as GeoJSON',
        description: 'Say so wherever a border with `drawn: true` shows: it was drawn for the purpose, not surveyed.',
        querystring: AreasQuery,
        response: answers({ 200: FeatureCollection }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const { level = null, within = null } = request.query;
      return sendVersioned(request, reply, {
        tag: tagOf(desk.reference(), 'areas'),
        body: async () => {
          const areas = await places.listOutlines(desk.db, { level, within });
          const features = areas.map(({ geometry, ...properties }) => ({ type: 'Feature', properties, geometry }));
          return { type: 'FeatureCollection', features };
        },
      });
    },
  );
};
