import type { CommandType } from './command.ts';
import type { Guard } from './guard.ts';
import type { Handling } from './handling.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { CaseState } from './state.ts';

const workOf = (state: CaseState): Handling | null => ('handling' in state ? state.handling : null);

const noRequest: Guard = (state) => {
  const work = workOf(state);
  return work?.extension || work?.suspension ? refusalOf('request-pending') : undefined;
};

const meetingRecorded: Guard = ({ priority, metAt }) =>
  priority === 'complex' && metAt === null ? refusalOf('meeting-needed') : undefined;

type Which = 'extension' | 'suspension';
const asked =
  (which: Which): Guard =>
  (state) =>
    workOf(state)?.[which] ? undefined : refusalOf('no-request');

const endorsed =
  (which: Which): Guard =>
  (state) => {
    const request = workOf(state)?.[which];
    return request && request.endorsedBy === null ? refusalOf('not-endorsed') : undefined;
  };

const endorsable: Guard = (state) => {
  const work = workOf(state);
  const request = work?.extension ?? work?.suspension;
  if (!request) return refusalOf('no-request');
  return request.endorsedBy === null ? undefined : refusalOf('endorsed-already');
};

type Others = { readonly noPendingReturn: Guard; readonly notArbitrating: Guard };

/** What requests for more time and for a suspension need. Handed the guards that they share with others. */
export function requestGuards({ noPendingReturn, notArbitrating }: Others): Partial<Record<CommandType, Guard>> {
  const both =
    (...guards: readonly Guard[]): Guard =>
    (state, actor): Refusal | undefined =>
      guards.map((guard) => guard(state, actor)).find((refusal) => refusal !== undefined);
  const asking = both(noPendingReturn, notArbitrating, noRequest);
  return {
    'request-extension': asking,
    'request-suspension': both(asking, meetingRecorded),
    endorse: endorsable,
    'approve-extension': both(asked('extension'), endorsed('extension')),
    'refuse-extension': asked('extension'),
    'approve-suspension': both(
      asked('suspension'),
      endorsed('suspension'),
      meetingRecorded,
      noPendingReturn,
      notArbitrating,
    ),
    'refuse-suspension': asked('suspension'),
  };
}
