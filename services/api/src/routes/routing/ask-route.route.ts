import { localDateOf } from '@wanmi/calendar';
import { findComponentRecord, localTimeOf, type Reference, rankFor, settlePlace, settleSubject } from '@wanmi/cases';
import { RouteAnswer, RouteBody } from '@wanmi/contracts';
import { type Instant, instantOf } from '@wanmi/kernel';
import { type ComponentRecord, type Question, route } from '@wanmi/routing';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { viewCandidate } from '../../view-candidate.ts';

/** `POST /route`: one question, with explanation. Nothing is stored. */
export const askRouteRoute: Route = (api, { desk }) => {
  api.post(
    '/route',
    {
      schema: {
        operationId: 'askRoute',
        tags: ['reference'],
        summary: 'Which department answers for a class at a place',
        description:
          'Asks the rules as a report would, and tells why. Undecided: a dispatcher would choose among the candidates.',
        body: RouteBody,
        response: answers({ 200: RouteAnswer }, [
          ...WITH_BODY,
          'unknown-class',
          'unknown-condition',
          'unknown-component',
          'position-outside',
        ]),
      },
      config: { access: 'signed-in' },
    },
    async ({ body }) => {
      const reference = desk.reference();
      const at = body.at === undefined ? desk.now() : instantOf(body.at);
      const { componentId } = body;
      const component = componentId === undefined ? undefined : await findComponentRecord(desk.db, componentId);
      const question = questionOf(reference, body, { at, component });
      const routing = route(reference.rules, question);
      const { explanation } = routing;
      if (routing.outcome === 'decided') {
        const { department, assisting, told } = routing;
        return { departmentCode: department, assisting, told, candidates: [], explanation };
      }
      const candidates = (await rankFor(desk, question)).map(viewCandidate);
      return { departmentCode: null, assisting: [], told: [], candidates, explanation };
    },
  );
};

function questionOf(
  reference: Reference,
  body: RouteBody,
  { at, component }: { readonly at: Instant; readonly component: ComponentRecord | undefined },
): Question {
  const { city } = reference.calendars;
  const subject = settleSubject(reference, body, localDateOf(city, at));
  if (!subject.ok) throw subject.error;
  const settled = settlePlace(reference, body, at);
  if (!settled.ok) throw settled.error;
  const { edition, kind, classCode, conditionId } = subject.value;
  const { areaCode, lng, lat } = settled.value.place;
  return {
    ...{ edition, kind, classCode, gridCode: areaCode, position: [lng, lat] },
    ...localTimeOf(city, at),
    ...(conditionId === null ? {} : { conditionId }),
    ...(body.channel === undefined ? {} : { channel: body.channel }),
    ...(component === undefined ? {} : { component }),
  };
}
