import { RefreshBody } from '@wanmi/contracts';
import { Type } from 'typebox';
import { answers, PUBLIC, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';

/** `POST /auth/logout` */
export const logoutRoute: Route = (api, { sessions }) => {
  api.post(
    '/auth/logout',
    {
      schema: {
        operationId: 'logout',
        tags: ['auth'],
        summary: 'End a session',
        description:
          'No refresh token of the session works any longer. The last access token ends by itself within 15 minutes.',
        security: [],
        body: RefreshBody,
        response: answers({ 204: Type.Null({ description: 'Ended, or not known.' }) }, WITH_BODY, PUBLIC),
      },
      config: { access: 'public' },
    },
    async ({ body }, reply) => {
      await sessions.logout(body.refreshToken);
      return reply.status(204).send();
    },
  );
};
