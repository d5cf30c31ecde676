import type { CaseView } from '@wanmi/contracts';
import type { Instant } from '@wanmi/kernel';
import type { CaseState, ExtensionRequest, Handling, HandlingResult, SuspensionRequest } from '@wanmi/workflow';

type Write = (at: Instant) => string;
type Work = Pick<
  CaseView,
  | 'assignee'
  | 'squad'
  | 'tasks'
  | 'extension'
  | 'suspension'
  | 'suspendedUntil'
  | 'voidProposal'
  | 'arbitration'
  | 'into'
  | 'followers'
  | 'outcome'
  | 'orders'
  | 'followUpCaseId'
  | 'sentTo'
  | 'reopenable'
  | 'reply'
  | 'ratings'
  | 'counts'
>;

/** How the work on a case stands; what is not there is left out. */
export function viewWork(state: CaseState, write: Write): Work {
  const open = state.supervisions.filter(({ answeredAt }) => answeredAt === null);
  const { voidProposal: proposal, arbitration, followers, reply, ratings, counts } = state;
  return {
    ...('handling' in state && state.handling ? handlingOf(state.handling, write) : {}),
    ...ownOf(state, write),
    ...(proposal ? { voidProposal: { by: proposal.by, at: write(proposal.at), reasonCode: proposal.code } } : {}),
    ...(arbitration
      ? {
          arbitration: {
            askedAt: write(arbitration.askedAt),
            decidedBy: arbitration.decidedBy,
            departmentCode: arbitration.department,
          },
        }
      : {}),
    ...(open.length > 0
      ? { orders: open.map(({ orderId, orderedAt }) => ({ orderId, orderedAt: write(orderedAt) })) }
      : {}),
    ...(followers.length > 0 ? { followers: followers.map(({ caseId }) => caseId) } : {}),
    ...(reply ? { reply: { method: reply.method, at: write(reply.at) } } : {}),
    ...(ratings ? { ratings: { ...ratings } } : {}),
    counts: { ...counts },
  };
}

/** What only one state has. */
function ownOf(state: CaseState, write: Write): Work {
  switch (state.state) {
    case 'suspended':
      return { suspendedUntil: write(state.until) };
    case 'sent-up':
      return { sentTo: state.sentUp.to };
    case 'handed-over':
    case 'referred':
      return { sentTo: state.to };
    case 'merged':
      return { into: state.into };
    case 'closed':
      return { reopenable: state.reopenable };
    default:
      return 'result' in state ? resultOf(state.result) : {};
  }
}

const resultOf = ({ outcome, followUp }: HandlingResult): Work => ({
  outcome,
  ...(followUp === undefined ? {} : { followUpCaseId: followUp }),
});

function handlingOf({ tasks, extension, suspension, assignee, squad }: Handling, write: Write): Work {
  return {
    ...(assignee === null ? {} : { assignee }),
    ...(squad === undefined ? {} : { squad }),
    ...(tasks.length > 0
      ? {
          tasks: tasks.map(
            ({ taskId, kind, department, name, deadlineId, signedBy, assignee: member, squad: group, done }) => ({
              ...{ taskId, kind, departmentCode: department, name, deadlineId, signedBy, assignee: member },
              ...(group === undefined ? {} : { squad: group }),
              outcome: done?.outcome ?? null,
            }),
          ),
        }
      : {}),
    ...(extension
      ? { extension: { ...askedIn(extension, write), amount: extension.amount.value, unit: extension.amount.unit } }
      : {}),
    ...(suspension ? { suspension: { ...askedIn(suspension, write), until: write(suspension.until) } } : {}),
  };
}

const askedIn = ({ by, at, endorsedBy, approvedBy }: ExtensionRequest | SuspensionRequest, write: Write) => ({
  ...{ by, at: write(at), endorsedBy, approvedBy },
});
