import { type CommandInput, runCommand } from '@wanmi/cases';
import { COMMAND_BODIES, COMMAND_TEXTS, type CommandName, IdempotencyHeaders } from '@wanmi/contracts';
import type { CaseId } from '@wanmi/kernel';
import { Type } from 'typebox';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import { CasePath } from '../../case-path.ts';
import type { Api, Context, Route } from '../../context.ts';
import { idempotencyOf } from '../../idempotency-key.ts';
import { sendAnswer } from '../../send-answer.ts';

/** `POST /cases/{caseId}/commands/{command}`: one route a command, since each has a body of its own. */
export const commandCaseRoutes: Route = (api, context) => {
  for (const command of COMMANDS) registerCommand(api, context, command);
};

const COMMANDS = Object.keys(COMMAND_BODIES) as readonly CommandName[];

function registerCommand(api: Api, { desk }: Context, command: CommandName): void {
  const body = COMMAND_BODIES[command];
  api.post(
    `/cases/:caseId/commands/${command}`,
    {
      schema: {
        operationId: `case-${command}`,
        tags: ['cases'],
        summary: command,
        description: `${COMMAND_TEXTS[command]} Who may give it and in which state: docs/workflow.md.`,
        params: CasePath,
        headers: IdempotencyHeaders,
        body,
        response: answers({ 200: Type.Ref('CaseView') }, REFUSALS),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const input: CommandInput = { ...request.body, type: command };
      const caseId = request.params.caseId as CaseId;
      return sendAnswer(
        reply,
        await runCommand(desk, caseId, input, {
          by: viewerOf(request),
          idempotency: idempotencyOf(request),
        }),
      );
    },
  );
}

const REFUSALS = [
  ...WITH_BODY,
  'idempotency-key-missing',
  'idempotency-key-reused',
  'request-in-progress',
  'not-permitted',
  'case-not-found',
  'version-conflict',
  'case-refused',
  'unknown-case',
  'unknown-department',
  'unknown-person',
  'unknown-media',
] as const;
