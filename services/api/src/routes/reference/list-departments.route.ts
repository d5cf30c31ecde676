import { DepartmentsView } from '@wanmi/contracts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /departments` */
export const listDepartmentsRoute: Route = (api, { desk }) => {
  api.get(
    '/departments',
    {
      schema: {
        operationId: 'listDepartments',
        tags: ['reference'],
        summary: 'Departments, the inactive ones included',
        response: answers({ 200: DepartmentsView }),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const reference = desk.reference();
      const items = () =>
        [...reference.departments.values()].map(({ code, name, kind, creditCode = null, area = null, active }) => ({
          code,
          name,
          kind,
          creditCode,
          area,
          active,
        }));
      const version = String(reference.versions.organisation);
      return sendVersioned(request, reply, {
        tag: tagOf(reference, 'organisation'),
        body: () => ({ version, items: items() }),
      });
    },
  );
};
