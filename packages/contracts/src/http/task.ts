import { type Static, Type } from 'typebox';
import { closed, pageOf } from './shape.ts';

/** One case in which the reader must act now, and with which commands. */
export const TaskView = closed(
  {
    task: Type.String({ description: 'What is to be done.', examples: ['submit-verification'] }),
    commands: Type.Array(Type.String(), { description: 'Commands that do it.', examples: [['submit-verification']] }),
    case: Type.Ref('CaseSummary'),
  },
  { $id: 'TaskView', description: 'Something to do now.' },
);
export type TaskView = Static<typeof TaskView>;

export const TaskList = pageOf(Type.Ref('TaskView'), 'What I must do now, the earliest due first.');

export const PageQuery = closed({
  cursor: Type.Optional(Type.String({ maxLength: 400, description: 'The `nextCursor` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Rows a page, 50 by default.' })),
});
export type PageQuery = Static<typeof PageQuery>;
