import type { Answer, CaseError } from '@wanmi/cases';
import type { Result } from '@wanmi/kernel';
import type { FastifyReply } from 'fastify';

/** Sends what the core answered to a write; throws what it refused. A repeated request is marked as such. */
export function sendAnswer(reply: FastifyReply, result: Result<Answer, CaseError>): FastifyReply {
  if (!result.ok) throw result.error;
  const { status, body, replayed } = result.value;
  if (replayed) reply.header('idempotent-replayed', 'true');
  return reply.status(status).send(body);
}
