import { LoginBody, TokenAnswer } from '@wanmi/contracts';
import { answers, PUBLIC, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { tooMany } from '../../rate-limits.ts';

/** Tries a minute: ten for one name from one address, three hundred for all names from one address. */
const PER_NAME = 10;
const PER_ADDRESS = 300;

/** `POST /auth/login` */
export const loginRoute: Route = (api, { sessions }) => {
  const perAddress = api.createRateLimit({ max: PER_ADDRESS, timeWindow: '1 minute' });
  api.post(
    '/auth/login',
    {
      schema: {
        operationId: 'login',
        tags: ['auth'],
        summary: 'Sign in',
        description: 'An unknown name and a wrong password get the same answer after the same time.',
        security: [],
        body: LoginBody,
        response: answers({ 200: TokenAnswer }, [...WITH_BODY, 'login-failed'], PUBLIC),
      },
      config: {
        access: 'public',
        rateLimit: {
          max: PER_NAME,
          timeWindow: '1 minute',
          hook: 'preHandler',
          keyGenerator: (request) => `${request.ip} ${nameIn(request.body)}`,
        },
      },
      preHandler: async (request) => {
        const count = await perAddress(request);
        if (!count.isAllowed && count.isExceeded) throw tooMany(count.ttlInSeconds);
      },
    },
    ({ body }) => sessions.login(body.username, body.password),
  );
};

const nameIn = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'username' in body ? String(body.username) : '';
