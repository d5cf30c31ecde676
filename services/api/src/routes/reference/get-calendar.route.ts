import { findUncovered } from '@wanmi/cases';
import { CalendarView } from '@wanmi/contracts';
import { reference as tables } from '@wanmi/db';
import { answers } from '../../answers.ts';
import type { Route } from '../../context.ts';
import { tagOf } from '../../reference-tag.ts';
import { sendVersioned } from '../../send-versioned.ts';

/** `GET /calendar` */
export const getCalendarRoute: Route = (api, { desk }) => {
  api.get(
    '/calendar',
    {
      schema: {
        operationId: 'getCalendar',
        tags: ['reference'],
        summary: 'Working time of the city and of the centre',
        response: answers({ 200: CalendarView }),
      },
      config: { access: 'signed-in' },
    },
    async (request, reply) => {
      const reference = desk.reference();
      const { years } = await findUncovered(desk);
      const uncovered = years.map((one) => ({ ...one }));
      return sendVersioned(request, reply, {
        tag: [tagOf(reference, 'calendar'), ...years.map(({ calendar, year }) => `${calendar}-${year}`)].join('-'),
        body: async () => {
          const calendars = await tables.calendars(desk.db);
          return {
            version: String(reference.versions.calendar),
            city: calendars.get('city'),
            duty: calendars.get('duty'),
            uncovered,
          };
        },
      });
    },
  );
};
