import { type BothTexts, type Language, STATE_TEXTS, textOf } from './notice-texts.ts';

/** What a message tells of a case: nothing that a reporter wrote or is. */
export type CaseFacts = {
  readonly caseId: string;
  readonly caseNo: string;
  readonly classCode: string;
  readonly className: string;
  readonly state: string;
  /** The worst running deadline, RFC 3339; null when no clock runs. */
  readonly dueAt: string | null;
  /** The case in the console; null where the installation names no address of its own. */
  readonly link: string | null;
};

/** A notice on its way out of the product. */
export type OutgoingNotice = {
  readonly noticeId: number;
  readonly about: string;
  readonly details: unknown;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly case: CaseFacts | null;
};

/** The body of a webhook: JSON text, the same for every try. */
export function webhookBody({ noticeId, about, details, createdAt, case: facts }: OutgoingNotice): string {
  const state = facts && (STATE_TEXTS[facts.state] ?? SAME(facts.state));
  return JSON.stringify({
    type: 'notice',
    noticeId: String(noticeId),
    about,
    text: textOf(about, details),
    createdAt,
    case: facts && { ...facts, stateText: state },
  });
}

const SAME = (text: string): BothTexts => ({ zh: text, en: text });

/** An e-mail: plain text. */
export type MailText = { readonly subject: string; readonly text: string };

const LABELS: Readonly<Record<Language, Readonly<Record<'no' | 'class' | 'state' | 'due' | 'link' | 'end', string>>>> =
  {
    zh: { no: '案件号', class: '类别', state: '状态', due: '时限', link: '查看', end: '此信由系统发出，请勿回复。' },
    en: {
      ...{ no: 'Case', class: 'Class', state: 'State', due: 'Due', link: 'See' },
      end: 'This message was sent by the system; please do not answer it.',
    },
  };

/** The e-mail for a notice in one language. */
export function mailOf({ about, details, case: facts }: OutgoingNotice, language: Language): MailText {
  const text = textOf(about, details)[language];
  const label = LABELS[language];
  if (facts === null) return { subject: text, text: `${text}\n\n${label.end}\n` };
  const state = (STATE_TEXTS[facts.state] ?? SAME(facts.state))[language];
  const lines = [
    `${label.no}: ${facts.caseNo}`,
    `${label.class}: ${facts.classCode} ${facts.className}`,
    `${label.state}: ${state}`,
    ...(facts.dueAt === null ? [] : [`${label.due}: ${facts.dueAt}`]),
    ...(facts.link === null ? [] : [`${label.link}: ${facts.link}`]),
  ];
  return { subject: `${text} ${facts.caseNo}`, text: `${text}\n\n${lines.join('\n')}\n\n${label.end}\n` };
}
