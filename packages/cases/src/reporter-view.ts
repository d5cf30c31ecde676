import type { CaseView } from '@wanmi/contracts';

export type ReporterView = NonNullable<CaseView['reporter']>;

/** A stored contact for a reader: whole for those who call back, else masked. Undefined when erased or unreadable. */
export function viewReporter(body: string | null | undefined, whole: boolean): ReporterView | undefined {
  const contact = contactOf(body);
  if (contact === undefined || whole) return contact;
  return {
    ...(contact.name === undefined ? {} : { name: maskName(contact.name) }),
    ...(contact.phone === undefined ? {} : { phone: maskPhone(contact.phone) }),
    masked: true,
  };
}

function contactOf(body: string | null | undefined): Omit<ReporterView, 'masked'> | undefined {
  if (body == null) return undefined;
  const contact: unknown = JSON.parse(body);
  if (typeof contact !== 'object' || contact === null) return undefined;
  const texts = Object.entries(contact).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts);
}

/** 李女士 → 李**; the surname alone tells a caller apart. */
const maskName = (name: string): string => `${[...name][0] ?? ''}**`;

/** 13812345678 → 138****5678; a short number shows its last two digits. */
function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 9 ? `****${digits.slice(-2)}` : `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}
