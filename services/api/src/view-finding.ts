import { describeFinding, type LintFinding } from '@wanmi/routing';

/** A finding about rules as the interface shows it, with its line for a person. */
export const viewFinding = (finding: LintFinding) => ({ ...finding, text: describeFinding(finding) });
