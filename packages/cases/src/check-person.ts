import type { cases } from '@wanmi/db';
import { type CaseState, teamOf } from '@wanmi/workflow';
import { CaseError } from './case-error.ts';
import type { CommandInput } from './command-input.ts';

/** The person whom a command names: the inspector who goes to the spot, or the member who handles. */
export const personNamed = ({ inspector, assignee }: CommandInput): string | null => inspector ?? assignee ?? null;

/** Why the person named cannot do it; undefined when there is none or they can. */
export function personRefusal(
  state: CaseState,
  input: CommandInput,
  posts: readonly cases.PersonPost[] | undefined,
): CaseError | undefined {
  const person = personNamed(input);
  if (person === null) return undefined;
  const here = (posts ?? []).filter(({ area }) => state.place.areaCode.startsWith(area));
  const isInspector = here.some(({ role }) => role === 'inspector');
  const team: readonly string[] = teamOf(state);
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
