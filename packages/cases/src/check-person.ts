import type { cases } from '@wanmi/db';
import type { DepartmentCode } from '@wanmi/kernel';
import { type Actor, type CaseState, coversArea, teamOf } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';
import type { CommandInput } from './command-input.ts';

/** The person whom a command names: the inspector who goes to the spot, or the member who handles. */
export const personNamed = ({ inspector, assignee }: CommandInput): string | null => inspector ?? assignee ?? null;

/** The departments at work on a case to which a person belongs there. */
export function ownTeam(by: Actor, state: CaseState): readonly DepartmentCode[] {
  if (by.kind !== 'user') return [];
  const own = by.posts.filter((post) => coversArea(post, state.place.areaCode)).map(({ department }) => department);
  return teamOf(state).filter((code) => own.includes(code));
}

/** Why the person named cannot do it; undefined when there is none or they can. */
export function personRefusal(
  state: CaseState,
  { input, by }: { readonly input: CommandInput; readonly by: Actor },
  posts: readonly cases.PersonPost[] | undefined,
): CaseError | undefined {
  const person = personNamed(input);
  if (person === null) return undefined;
  const here = (posts ?? []).filter(({ area }) => state.place.areaCode.startsWith(area));
  const isInspector = here.some(({ role }) => role === 'inspector');
  // A head assigns inside the own department; who belongs to none is refused by the workflow.
  const own = ownTeam(by, state);
  const team: readonly string[] = own.length > 0 ? own : teamOf(state);
  const isMember = here.some((post) => post.department !== null && team.includes(post.department));
  if (input.inspector === undefined ? isMember : isInspector) return undefined;
  const needed =
    input.inspector === undefined
      ? `a member of department ${team.join(' or ')}`
      : `an inspector of area ${state.place.areaCode}`;
  return new CaseError(
    'unknown-person',
    `cannot ${input.type} case ${state.id}: ${person} is not ${needed}, needs one who is`,
    {
      caseId: state.id,
      person,
    },
  );
}
