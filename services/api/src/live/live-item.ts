import type { CompiledCalendar } from '@wanmi/calendar';
import { writeTime } from '@wanmi/cases';
import type { ServerMessage } from '@wanmi/contracts';
import type { live } from '@wanmi/db';
import { formatCursor } from './cursor-text.ts';
import type { LiveItem } from './hub.ts';

/** An event as watchers get it: its plain fields. Texts, tasks and clocks are read from the case. */
export function itemOf(stored: live.LiveEvent, city: CompiledCalendar): LiveItem<live.LiveCursor> {
  const { cursor, caseId, seq, version, at, areaCode, departments, event } = stored;
  const plain = Object.entries(event).filter(([, value]) => typeof value !== 'object');
  const message: ServerMessage = {
    type: 'event',
    cursor: formatCursor(cursor),
    caseId,
    version,
    event: { ...Object.fromEntries(plain), seq, version, type: event.type, at: writeTime(city, at), by: event.by },
  };
  return { cursor, caseId, areaCode, departments, text: JSON.stringify(message) };
}
