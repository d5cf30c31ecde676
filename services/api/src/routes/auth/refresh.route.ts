import { RefreshBody, TokenAnswer } from '@wanmi/contracts';
import { answers, PUBLIC, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';

/** `POST /auth/refresh` */
export const refreshRoute: Route = (api, { sessions }) => {
  api.post(
    '/auth/refresh',
    {
      schema: {
        operationId: 'refresh',
        tags: ['auth'],
        summary: 'Go on with a session',
        description:
          'Each refresh token is good once. Using one again ends the session for everyone who holds a token of it.',
        security: [],
        body: RefreshBody,
        response: answers({ 200: TokenAnswer }, [...WITH_BODY, 'session-ended'], PUBLIC),
      },
      config: { access: 'public', rateLimit: { max: 300, timeWindow: '1 minute' } },
    },
    ({ body }) => sessions.refresh(body.refreshToken),
  );
};
