import { localDateOf } from '@wanmi/calendar';
import { ComponentChangeBody, ComponentPath, ComponentView } from '@wanmi/contracts';
import { components } from '@wanmi/db';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { needKeeperOf } from '../../keeper.ts';
import { viewWithHistory } from './components.route.ts';

/** Where changes come from that were made by hand. */
const SOURCE = 'by hand';

/** `POST /components/{componentId}/changes` */
export const changeComponentRoute: Route = (api, { desk }) => {
  api.post(
    '/components/:componentId/changes',
    {
      schema: {
        operationId: 'changeComponent',
        tags: ['components'],
        summary: 'Change state or units of a component',
        description: 'The history says what, when and who.',
        params: ComponentPath,
        body: ComponentChangeBody,
        response: answers({ 200: ComponentView }, [...WITH_BODY, 'not-permitted', 'not-found']),
      },
      config: { access: ['admin'] },
    },
    async (request) => {
      const [viewer, { componentId }] = [viewerOf(request), request.params];
      const known = await components.find(desk.db, componentId);
      if (known === undefined) {
        throw new ApiError('not-found', `cannot change component ${componentId}: there is none of this id`);
      }
      needKeeperOf(viewer, known.gridCode, `change component ${componentId}`);
      const today = localDateOf(desk.reference().calendars.city, desk.now());
      await desk.db.transaction().execute(async (trx) => {
        await components.nameChanger(trx, viewer.userId, SOURCE);
        await components.change(trx, componentId, { ...columnsOf(request.body), changed_on: today });
      });
      return viewWithHistory(desk, componentId);
    },
  );
};

function columnsOf({ competentCode, competentName, ...rest }: ComponentChangeBody): components.ComponentAttributes {
  return {
    ...rest,
    ...(competentCode === undefined ? {} : { competent_code: competentCode }),
    ...(competentName === undefined ? {} : { competent_name: competentName }),
  };
}
