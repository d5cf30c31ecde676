import { users } from '@wanmi/db';
import { accept, type Result, refuse } from '@wanmi/kernel';
import type { Actor, CaseState } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';
import { ownTeam } from './check-person.ts';
import type { CommandInput } from './command-input.ts';
import type { Desk } from './desk.ts';

/**
 * An assignment with its member: the one answerable for the place when neither member nor squad is named. Refuses a
 * squad that the department does not have. Other commands stay as they are.
 */
export async function settleAssignee(
  desk: Desk,
  by: Actor,
  state: CaseState,
  input: CommandInput,
): Promise<Result<CommandInput, CaseError>> {
  if (input.type !== 'assign' || by.kind !== 'user') return accept(input);
  const departments = ownTeam(by, state);
  if (input.squad !== undefined && !(await users.hasSquad(desk.db, departments, input.squad))) {
    return refuse(
      new CaseError(
        'unknown-person',
        `cannot assign case ${state.id}: department ${departments.join(' or ')} has no squad "${input.squad}", needs one of its own`,
        { caseId: state.id, squad: input.squad },
      ),
    );
  }
  if (input.squad !== undefined || input.assignee !== undefined) return accept(input);
  const assignee = await users.findAnswerable(desk.db, { departments, areaCode: state.place.areaCode });
  return accept(assignee === undefined ? input : { ...input, assignee });
}
