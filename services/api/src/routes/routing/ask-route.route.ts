import { formatTime, localDateOf } from '@wanmi/calendar';
import { type Reference, settlePlace, settleSubject } from '@wanmi/cases';
import { RouteAnswer, RouteBody } from '@wanmi/contracts';
import { type Instant, instantOf } from '@wanmi/kernel';
import { type Question, route } from '@wanmi/routing';
import { answers, WITH_BODY } from '../../answers.ts';
import type { Route } from '../../context.ts';

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
          'position-outside',
        ]),
      },
      config: { access: 'signed-in' },
    },
    async ({ body }) => {
      const reference = desk.reference();
      const at = body.at === undefined ? desk.now() : instantOf(body.at);
      const routing = route(reference.rules, questionOf(reference, body, at));
      const { explanation } = routing;
      if (routing.outcome === 'undecided')
        return { departmentCode: null, assisting: [], candidates: routing.candidates, explanation };
      return { departmentCode: routing.department, assisting: routing.assisting, candidates: [], explanation };
    },
  );
};

function questionOf(reference: Reference, body: RouteBody, at: Instant): Question {
  const { city } = reference.calendars;
  const date = localDateOf(city, at);
  const subject = settleSubject(reference, body, date);
  if (!subject.ok) throw subject.error;
  const settled = settlePlace(reference, body, at);
  if (!settled.ok) throw settled.error;
  const { edition, kind, classCode, conditionId } = subject.value;
  const { areaCode, lng, lat } = settled.value.place;
  return {
    ...{ edition, kind, classCode, gridCode: areaCode, position: [lng, lat], date },
    minuteOfDay: minuteOf(formatTime(city, at)),
    ...(conditionId === null ? {} : { conditionId }),
    ...(body.channel === undefined ? {} : { channel: body.channel }),
  };
}

/** Minutes since midnight of a local RFC 3339 time. */
const minuteOf = (local: string): number => Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
