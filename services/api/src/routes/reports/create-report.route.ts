import { type ReportInput, registerReport } from '@wanmi/cases';
import { IdempotencyHeaders, ReportBody } from '@wanmi/contracts';
import { instantOf } from '@wanmi/kernel';
import { Type } from 'typebox';
import { viewerOf } from '../../access.ts';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { idempotencyOf } from '../../idempotency-key.ts';
import { sendAnswer } from '../../send-answer.ts';

/** `POST /reports` */
export const createReportRoute: Route = (api, { desk }) => {
  api.post(
    '/reports',
    {
      schema: {
        operationId: 'createReport',
        tags: ['reports'],
        summary: 'Register a report',
        description: 'Locates it in its unit grid and opens a case. Everything is stored before the answer.',
        headers: IdempotencyHeaders,
        body: ReportBody,
        response: answers({ 201: Type.Ref('CaseView') }, [
          ...WITH_BODY,
          'idempotency-key-missing',
          'idempotency-key-reused',
          'request-in-progress',
          'not-permitted',
          'case-refused',
          'unknown-class',
          'unknown-condition',
          'unknown-component',
          'unknown-media',
          'position-outside',
        ]),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) =>
      sendAnswer(reply, await registerReport(desk, viewerOf(request), inputOf(request.body), idempotencyOf(request))),
  );
};

function inputOf({ occurredAt, replyBy, ...rest }: ReportBody): ReportInput {
  return {
    ...rest,
    ...(occurredAt === undefined ? {} : { occurredAt: instantOf(occurredAt) }),
    ...(replyBy === undefined ? {} : { replyBy: instantOf(replyBy) }),
  };
}
