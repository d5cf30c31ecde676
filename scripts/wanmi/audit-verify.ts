import path from 'node:path';
import { type AuditReport, deriveKey, readSecret, verifyAudit } from '@wanmi/cases';
import { readOptions } from '../areas/files.ts';
import { onDatabase } from '../import/import-command.ts';
import { openInstanceFolders } from '../instance/folders.ts';
import { type Command, type CommandContext, CommandError } from './command.ts';
import { INSTANCE_ROOT } from './instance.ts';

const USAGE = `wanmi audit verify [--district CODE] [--month YYYYMM] [--json]

Checks the history of every case against its codes: changed, missing and added events, rows that are not what their events
make, changed and missing texts. Can run beside the work. Exit code 0 only if nothing is wrong, else 1.

  --district CODE  cases of one district, 6 digits
  --month YYYYMM   cases reported in one month
  --json           { cases, events, findings: [{ caseId, problem, seq?, contentId? }], notSeen }

The key comes from the file in WANMI_SECRET_FILE, else from .wanmi/signing-key: only who has it can verify, or forge.
`;

const TEXT = { type: 'string' } as const;
const OPTIONS = { district: TEXT, month: TEXT, json: { type: 'boolean' } } as const;
/** Findings printed; `--json` has them all. */
const SHOWN = 50;
const PROGRESS_STEP = 10_000;

/** `wanmi audit verify`: has anybody touched the history? */
export const command: Command = {
  words: ['audit', 'verify'],
  summary: 'check the history of all cases against its codes',
  usage: USAGE,
  run: async (argv, context) => {
    const options = readOptions(argv, OPTIONS);
    const scope = { ...districtOf(options.find('district')), ...monthOf(options.find('month')) };
    const auditKey = deriveKey(readInstallationSecret(), 'audit');
    const onProgress = progressTo(context);
    const report = await onDatabase(context, (db) => verifyAudit(db, auditKey, { ...scope, onProgress }));
    if (options.has('json')) context.out(JSON.stringify(report));
    else for (const line of linesOf(report)) context.out(line);
    return report.findings.length === 0 ? 0 : 1;
  },
};

function districtOf(text: string | undefined): { readonly district?: string } {
  if (text === undefined) return {};
  if (/^\d{6}$/.test(text)) return { district: text };
  throw new CommandError(`--district is ${JSON.stringify(text)}, needs 6 digits`);
}

function monthOf(text: string | undefined): { readonly month?: number } {
  if (text === undefined) return {};
  if (/^20\d{2}(0[1-9]|1[0-2])$/.test(text)) return { month: Number(text) };
  throw new CommandError(`--month is ${JSON.stringify(text)}, needs year and month, as 202611`);
}

function readInstallationSecret(): Uint8Array {
  const file = process.env.WANMI_SECRET_FILE || path.join(openInstanceFolders(INSTANCE_ROOT).home, 'signing-key');
  try {
    return readSecret(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${reason}; without the key of the installation nothing can be verified`, { cause });
  }
}

function progressTo({ err }: CommandContext): (cases: number) => void {
  let told = 0;
  return (cases) => {
    if (cases < told + PROGRESS_STEP) return;
    told = cases;
    err(`${cases} cases verified so far`);
  };
}

function linesOf({ cases, events, findings, notSeen }: AuditReport): readonly string[] {
  const shown = findings.slice(0, SHOWN).map(({ caseId, problem, seq, contentId }) => {
    const what = seq === undefined ? (contentId === undefined ? '' : ` text ${contentId}`) : ` event ${seq}`;
    return `  ${caseId}: ${problem}${what}`;
  });
  const hidden = findings.length > SHOWN ? [`  ... and ${findings.length - SHOWN} more (--json has all)`] : [];
  const verdict = findings.length === 0 ? 'nothing was touched' : `${findings.length} findings`;
  return [`${cases} cases with ${events} events verified: ${verdict}`, ...shown, ...hidden, `not seen: ${notSeen}`];
}
