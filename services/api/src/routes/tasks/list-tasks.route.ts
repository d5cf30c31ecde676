import { listTasks } from '@wanmi/cases';
import { PageQuery, TaskList } from '@wanmi/contracts';
import { viewerOf } from '../../access.ts';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { pageOf } from '../../page.ts';

/** `GET /tasks` */
export const listTasksRoute: Route = (api, { desk }) => {
  api.get(
    '/tasks',
    {
      schema: {
        operationId: 'listTasks',
        tags: ['work'],
        summary: 'What I must do now',
        description: 'Cases in which one of my posts must act next, the earliest due first.',
        querystring: PageQuery,
        response: answers({ 200: TaskList }, ['bad-request']),
      },
      config: { access: 'signed-in' },
    },
    async (request) => listTasks(desk, viewerOf(request), pageOf(request.query)),
  );
};
