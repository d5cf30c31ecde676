import { type CompiledCalendar, formatTime } from '@wanmi/calendar';
import type { NoticeView } from '@wanmi/contracts';
import type { notices } from '@wanmi/db';
import { textOf } from '@wanmi/notices';

/** A notice as the interface shows it. */
export const viewNotice = (row: notices.Notice & { readonly read: boolean }, city: CompiledCalendar): NoticeView => ({
  noticeId: String(row.noticeId),
  caseId: row.caseId,
  caseNo: row.caseNo,
  about: row.about,
  text: { ...textOf(row.about, row.details) },
  urgent: row.urgent,
  read: row.read,
  createdAt: formatTime(city, row.createdAt),
});
