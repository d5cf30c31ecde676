import { PolicyView } from '@wanmi/contracts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /policy` */
export const getPolicyRoute: Route = (api, { desk }) => {
  api.get(
    '/policy',
    {
      schema: {
        operationId: 'getPolicy',
        tags: ['reference'],
        summary: 'The city’s settings of the workflow',
        description:
          'Limits of the stages, the ladder after red, reasons for voiding, and what the system does by itself.',
        response: answers({ 200: PolicyView }),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const reference = desk.reference();
      return sendVersioned(request, reply, {
        tag: tagOf(reference, 'policy'),
        body: () => ({ version: String(reference.versions.policy), ...reference.policy }),
      });
    },
  );
};
