import { type Result, refuse } from '@wanmi/kernel';
import { coversArea } from './area.ts';
import { finish, openClock, openUntil } from './clocks.ts';
import type { Report } from './command.ts';
import { decided, eventOf, followUp, tell } from './decision.ts';
import { PRIORITY_ROLE, REPORT_ROLES } from './definition.ts';
import type { CaseEvent, Decision, Effect } from './event.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import { notPermitted, type Refusal, refusalOf } from './refusal.ts';
import type { Addressee, Role } from './state.ts';

/**
 * Decides what a new report becomes: it waits for the acceptor, or, when its channel is trusted and its grid managed,
 * for the shift leader, or is filed at once where the city's policy says so.
 */
export function decideReport(report: Report, facts: Facts): Result<Decision, Refusal> {
  const refusal = reportRefusal(report, facts);
  if (refusal) return refuse(refusal);
  const { policy } = facts;

  const { priority = 'ordinary', emergency = false, external = null } = report;
  const fresh = { deadlines: [], priority };
  const reported = eventOf({ type: 'case-reported', report }, facts, [
    openClock(fresh, facts, 'accept'),
    ...(external?.replyBy ? [openUntil(fresh, facts, 'reply', external.replyBy)] : []),
  ]);
  const events: CaseEvent[] = [reported];
  const alarms = emergency ? EMERGENCY.map((role) => urgently({ role })) : [];
  const important = priority === 'important' ? [tell({ role: PRIORITY_ROLE }, 'case-reported')] : [];
  let state = evolve(undefined, reported);
  if (!report.managed || !policy.trustedChannels.includes(report.channel)) {
    return decided(events, tell({ role: 'acceptor' }, 'case-reported'), ...alarms, ...important);
  }

  const accepted = followUp({ type: 'case-accepted' }, facts, [
    ...finish(state, facts.at, 'accept'),
    openClock(state, facts, 'file'),
  ]);
  events.push(accepted);
  state = evolve(state, accepted);
  if (report.handledOnSpot || !policy.autoFileChannels.includes(report.channel)) {
    return decided(events, tell({ role: 'leader' }, 'case-accepted'), ...alarms, ...important);
  }

  events.push(
    followUp({ type: 'case-filed' }, facts, [...finish(state, facts.at, 'file'), openClock(state, facts, 'dispatch')]),
  );
  return decided(events, { type: 'route-case' }, ...alarms, ...important);
}

const urgently = (to: Addressee): Effect => ({ type: 'notify', to, about: 'case-reported', urgent: true });

/** Whom an emergency rings at once. */
const EMERGENCY: readonly Role[] = ['acceptor', 'leader'];

function reportRefusal({ channel, place, handledOnSpot }: Report, { actor }: Facts): Refusal | undefined {
  if (handledOnSpot && channel !== 'inspector') return refusalOf('on-spot-not-allowed');
  if (actor.kind === 'system') return undefined;
  const roles = REPORT_ROLES[channel];
  const may = actor.posts.some((post) => roles.includes(post.role) && coversArea(post, place.areaCode));
  return may ? undefined : notPermitted('channel-not-allowed', { channel, roles, area: place.areaCode });
}
