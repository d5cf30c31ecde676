import { UserView } from '@wanmi/contracts';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { viewUser } from '../../view-user.ts';

/** `GET /me` */
export const meRoute: Route = (api) => {
  api.get(
    '/me',
    {
      schema: {
        operationId: 'me',
        tags: ['auth'],
        summary: 'Who I am and which posts I hold',
        response: answers({ 200: UserView }),
      },
      config: { access: 'signed-in' },
    },
    async (request) => viewUser(viewerOf(request)),
  );
};
