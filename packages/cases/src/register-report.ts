import { localDateOf } from '@wanmi/calendar';
import type { CaseView } from '@wanmi/contracts';
import { type CaseKey, cases, type WriteOutcome } from '@wanmi/db';
import { accept, type CaseId, type DistrictCode, type Instant, type Result, refuse } from '@wanmi/kernel';
import { type Actor, decideReport, type Report } from '@wanmi/workflow';
import { type Answer, freshAnswer, settleRefusal, storedAnswer } from './answer.ts';
import { bigramsOf } from './bigrams.ts';
import { type CaseError, requestInProgress, tooContended, unknownMedia } from './case-error.ts';
import { nextCaseNo } from './case-numbers.ts';
import { keptAnswer, recordOf } from './case-record.ts';
import { viewCase } from './case-view.ts';
import { type Contents, collectContents, storable } from './contents.ts';
import type { Desk } from './desk.ts';
import { CHAIN_START, chainEvents } from './event-chain.ts';
import { factsFor } from './facts.ts';
import { locationText } from './places/location-text.ts';
import type { Reference } from './reference/reference.ts';
import { refusalError } from './refusal-error.ts';
import type { Idempotency, ReportInput } from './report-input.ts';
import { settlePlace } from './settle-place.ts';
import { settleSubject } from './settle-subject.ts';

/** Outcomes that another attempt would not change. */
type Settled = Exclude<WriteOutcome, { outcome: 'outdated' } | { outcome: 'media-taken' }>;

/** What was prepared without the database, ready to be written. */
type Prepared = {
  readonly key: CaseKey;
  readonly report: Report;
  readonly contents: Contents;
  readonly bigrams: readonly string[];
  /** Words for the place that we found ourselves: no personal data, so an answer may keep them. */
  readonly foundAddress: string | undefined;
};

const ATTEMPTS = 3;

/**
 * Makes a report a case: located, classified, decided, and written with its events, texts, effects and timers in one
 * statement. The same request with the same key again gets the same answer; refusals are kept under the key too.
 */
export async function registerReport(
  desk: Desk,
  actor: Actor,
  input: ReportInput,
  idempotency: Idempotency,
): Promise<Result<Answer, CaseError>> {
  const at = desk.now();
  const reference = desk.reference();
  const userId = actor.kind === 'user' ? actor.userId : null;
  const prepared = await prepareReport(desk, reference, input, at);
  if (!prepared.ok) return settleRefusal(desk, userId, idempotency, prepared.error);

  const { key, report, contents, bigrams, foundAddress } = prepared.value;
  const decided = decideReport(
    report,
    factsFor(desk, reference, actor, { at, subject: report.subject, place: report.place }),
  );
  if (!decided.ok) {
    return settleRefusal(
      desk,
      userId,
      idempotency,
      refusalError(`register a report of channel ${report.channel}`, decided.error),
    );
  }
  const chain = chainEvents(desk.auditKey, key, { state: undefined, mac: CHAIN_START }, decided.value.events);
  const view = viewCase(chain.state, reference, foundAddress === undefined ? {} : { address: foundAddress });
  const answer = userId === null ? null : keptAnswer(userId, idempotency, 201, view);
  const media = { mediaIds: report.mediaIds, by: userId };
  const record = recordOf({ key, chain, decision: decided.value, contents, media, at, answer });

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const written = await cases.insertCase(desk.db, record, bigrams);
    if (written.outcome === 'outdated') continue;
    return written.outcome === 'media-taken'
      ? settleRefusal(desk, userId, idempotency, unknownMedia(report.mediaIds))
      : answerOf(written, view, idempotency);
  }
  return refuse(tooContended(key.caseId));
}

function answerOf(written: Settled, view: CaseView, idempotency: Idempotency): Result<Answer, CaseError> {
  switch (written.outcome) {
    case 'written':
      return accept(freshAnswer(201, view));
    case 'answered':
      return storedAnswer(written, idempotency);
    case 'in-progress':
      return refuse(requestInProgress(idempotency.key));
  }
}

async function prepareReport(
  desk: Desk,
  reference: Reference,
  input: ReportInput,
  at: Instant,
): Promise<Result<Prepared, CaseError>> {
  const today = localDateOf(reference.calendars.city, at);
  const subject = settleSubject(reference, input, today);
  if (!subject.ok) return subject;
  const settled = settlePlace(reference, input, at);
  if (!settled.ok) return settled;
  const { place, managed } = settled.value;
  const district = place.areaCode.slice(0, 6) as DistrictCode;
  const month = today.slice(0, 7).replace('-', '');
  const suffix = desk.newId();
  const caseId = `${district}-${month}-${suffix}` as CaseId;
  const caseNo = await nextCaseNo(desk.db, district, today);
  const { grid } = settled.value;
  const foundAddress = input.address?.trim()
    ? undefined
    : await locationText({ db: desk.db, reference }, { position: [place.lng, place.lat], grid, at });
  const { contents, texts, words } = collectTexts(input, foundAddress, suffix);
  return accept({
    key: { district, caseMonth: Number(month), caseId },
    contents,
    bigrams: bigramsOf(caseNo, ...words),
    foundAddress,
    report: {
      ...{ caseId, caseNo, district, place, managed, ...texts },
      channel: input.channel,
      subject: subject.value,
      occurredAt: input.occurredAt ?? null,
      handledOnSpot: input.handledOnSpot ?? false,
      mediaIds: input.mediaIds ?? [],
      ...urgencyOf(input),
    },
  });
}

function urgencyOf({ priority, emergency, replyBy, reporter }: ReportInput): Partial<Report> {
  const number = reporter?.reference?.trim() ?? '';
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(emergency === undefined ? {} : { emergency }),
    ...(number === '' && replyBy === undefined ? {} : { external: { number, replyBy: replyBy ?? null } }),
  };
}

function collectTexts(input: ReportInput, foundAddress: string | undefined, base: string) {
  const contents = collectContents(base);
  const address = foundAddress ?? input.address?.trim() ?? '';
  const text = input.text?.trim() ?? '';
  const contact = Object.entries(input.reporter ?? {}).filter(([, value]) => value !== undefined && value !== '');
  return {
    contents,
    words: [text, address].map(storable),
    texts: {
      text: text === '' ? null : contents.add('text', text),
      address: contents.add('address', address),
      reporter: contact.length === 0 ? null : contents.add('reporter', JSON.stringify(Object.fromEntries(contact))),
    },
  };
}
