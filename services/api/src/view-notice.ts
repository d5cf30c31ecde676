import { type CompiledCalendar, formatTime } from '@wanmi/calendar';
import type { NoticeView } from '@wanmi/contracts';
import type { notices } from '@wanmi/db';

/** A notice as the interface shows it. */
export const viewNotice = (row: notices.Notice, city: CompiledCalendar): NoticeView => ({
  noticeId: String(row.noticeId),
  caseId: row.caseId,
  about: row.about,
  createdAt: formatTime(city, row.createdAt),
});
