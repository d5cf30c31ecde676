import type { RankedCandidate } from '@wanmi/routing';

/** A candidate as the interface names it. */
export const viewCandidate = ({ department, name, reasons, text }: RankedCandidate) => ({
  ...{ departmentCode: department, name, reasons: [...reasons], text },
});
