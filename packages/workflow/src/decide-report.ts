import { type Result, refuse } from '@wanmi/kernel';
import { coversArea } from './area.ts';
import { finish, openClock } from './clocks.ts';
import type { Report } from './command.ts';
import { decided, eventOf, followUp } from './decision.ts';
import { REPORT_ROLES } from './definition.ts';
import type { CaseEvent, Decision } from './event.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import { notPermitted, type Refusal, refusalOf } from './refusal.ts';

/**
 * Decides what a new report becomes: it waits for the acceptor, or, when its channel is trusted and its grid managed,
 * for the shift leader, or is filed at once where the city's policy says so.
 */
export function decideReport(report: Report, facts: Facts): Result<Decision, Refusal> {
  const refusal = reportRefusal(report, facts);
  if (refusal) return refuse(refusal);
  const { policy } = facts;

  const reported = eventOf({ type: 'case-reported', report }, facts, [
    openClock([], facts, 'accept', policy.stageLimits.accept),
  ]);
  const events: CaseEvent[] = [reported];
  let state = evolve(undefined, reported);
  if (!report.managed || !policy.trustedChannels.includes(report.channel)) {
    return decided(events, { type: 'notify', to: { role: 'acceptor' }, about: 'case-reported' });
  }

  const accepted = followUp({ type: 'case-accepted' }, facts, [
    ...finish(state, facts.at, 'accept'),
    openClock(state.deadlines, facts, 'file', policy.stageLimits.file),
  ]);
  events.push(accepted);
  state = evolve(state, accepted);
  if (report.handledOnSpot || !policy.autoFileChannels.includes(report.channel)) {
    return decided(events, { type: 'notify', to: { role: 'leader' }, about: 'case-accepted' });
  }

  events.push(
    followUp({ type: 'case-filed' }, facts, [
      ...finish(state, facts.at, 'file'),
      openClock(state.deadlines, facts, 'dispatch', policy.stageLimits.dispatch),
    ]),
  );
  return decided(events, { type: 'route-case' });
}

function reportRefusal({ channel, place, handledOnSpot }: Report, { actor }: Facts): Refusal | undefined {
  if (handledOnSpot && channel !== 'inspector') return refusalOf('on-spot-not-allowed');
  if (actor.kind === 'system') return undefined;
  const roles = REPORT_ROLES[channel];
  const may = actor.posts.some((post) => roles.includes(post.role) && coversArea(post, place.areaCode));
  return may ? undefined : notPermitted('channel-not-allowed', { channel, roles, area: place.areaCode });
}
