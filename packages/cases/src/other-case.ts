import { caseKeyOf, cases } from '@wanmi/db';
import { accept, type Result, refuse } from '@wanmi/kernel';
import type { Actor, Facts } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';
import type { CommandInput } from './command-input.ts';
import type { Desk } from './desk.ts';
import { canSee, seenOf } from './visibility.ts';

/** The other case that a command names, null when it names none. Refuses one that this person may not see. */
export async function otherCase(
  desk: Desk,
  by: Actor,
  input: CommandInput,
): Promise<Result<Facts['other'], CaseError>> {
  const named = input.into ?? input.otherCaseId ?? input.followUpCaseId;
  if (named === undefined) return accept(null);
  const key = caseKeyOf(named);
  const state = key && (await cases.find(desk.db, key));
  if (state && canSee(by, seenOf(state))) return accept({ caseId: state.id, state: state.state });
  return refuse(
    new CaseError(
      'unknown-case',
      `cannot ${input.type}: found no case ${named} that you may see, needs the id of another case`,
      { caseId: named },
    ),
  );
}
