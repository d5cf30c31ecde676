import { describe, expect, test } from 'vitest';
import {
  at,
  CLEANING,
  caseIn,
  factsOf as decisionFacts,
  give,
  person,
  ref,
  reported,
} from '../../../test/support/build-case.ts';
import { factsOf } from './case-facts.ts';

describe('the facts of a case', () => {
  test.each([
    { state: 'reported', filed: false, department: null, handled: false, closed: false },
    { state: 'verified', filed: false, department: null, handled: false, closed: false },
    { state: 'rejected', filed: false, department: null, handled: false, closed: false },
    { state: 'filed', filed: true, department: null, handled: false, closed: false },
    { state: 'handling', filed: true, department: CLEANING, handled: false, closed: false },
    { state: 'handled', filed: true, department: CLEANING, handled: true, closed: false },
    { state: 'checked', filed: true, department: CLEANING, handled: true, closed: false },
    { state: 'closed', filed: true, department: CLEANING, handled: true, closed: true },
  ] as const)('[E4] [E5] in state $state: filed $filed, handled $handled, closed $closed', (row) => {
    const facts = factsOf(caseIn(row.state).state);
    expect(facts.filedAt !== null).toBe(row.filed);
    expect(facts.department).toBe(row.department);
    expect(facts.handling?.doneAt != null).toBe(row.handled);
    expect(facts.closing?.doneAt != null).toBe(row.closed);
  });

  test('[E4] [E9] a result that fails the check is none, and the time until its refusal is not charged', () => {
    const handled = give(
      caseIn('handling'),
      { type: 'submit-result', outcome: 'A' },
      decisionFacts(person('handler'), at('16 10:00')),
    );
    expect(factsOf(handled.state).handling).toMatchObject({ doneAt: at('16 10:00'), takenMs: 3_600_000 });
    const refused = give(
      handled,
      { type: 'refuse-feedback', reason: ref('r') },
      decisionFacts(person('dispatcher'), at('16 11:00')),
    );
    expect(factsOf(refused.state).handling).toMatchObject({ doneAt: null, takenMs: null });
    const again = give(
      refused,
      { type: 'submit-result', outcome: 'A' },
      decisionFacts(person('handler'), at('16 11:30')),
    );
    expect(factsOf(again.state).handling).toMatchObject({ startAt: at('16 09:00'), takenMs: 1.5 * 3_600_000 });
  });

  test('[E7] after an accepted return nobody is measured until the next dispatch', () => {
    const asked = give(caseIn('dispatched'), { type: 'return', reason: ref('r') }, decisionFacts(person('handler')));
    const proposed = give(asked, { type: 'propose-return' }, decisionFacts(person('dispatcher', 'other')));
    const returned = give(proposed, { type: 'accept-return' }, decisionFacts(person('leader')));
    expect(factsOf(returned.state)).toMatchObject({ department: null, handling: null, closing: null, returns: 1 });
  });

  test('[E8] what was handled on the spot is filed and closed, without a department or its clock', () => {
    const spot = reported({ channel: 'inspector', handledOnSpot: true }, decisionFacts(person('inspector')));
    const closed = give(spot, { type: 'close' }, decisionFacts(person('leader'), at('16 10:00')));
    expect(factsOf(closed.state)).toMatchObject({
      department: null,
      handling: null,
      closing: null,
      filedAt: at('16 10:00'),
    });
  });
});
