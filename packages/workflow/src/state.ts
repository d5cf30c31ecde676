import type { CaseId, ClassCode, DepartmentCode, DistrictCode, GridCode, Instant, UserId } from '@wanmi/kernel';
import type { Deadline } from './deadline.ts';
import type { Arbitration, Handling, HandlingResult, ReturnRequest, SentUp, VoidProposal } from './handling.ts';

/** Where a case stands, in the order of the main path; the ends come last. Chinese terms: docs/glossary.md. */
export const STATE_NAMES = [
  'reported',
  'verifying',
  'verified',
  'filed',
  'sent-up',
  'dispatched',
  'handling',
  'suspended',
  'handled',
  'confirmed',
  'checking',
  'checked',
  'closed',
  'rejected',
  'voided',
  'merged',
  'handed-over',
  'referred',
] as const;
export type StateName = (typeof STATE_NAMES)[number];

/** No work is done in these. Only `closed` and `rejected` can be opened again. */
export const END_STATES: readonly StateName[] = ['closed', 'rejected', 'voided', 'merged', 'handed-over', 'referred'];

export type Stage = 'report' | 'verify' | 'dispatch' | 'handle' | 'confirm' | 'close' | 'end';

/** How a report reached the centre. Channels are data; this is the list the interface names. */
export const CHANNELS = [
  'inspector',
  'hotline',
  'mayor',
  'police',
  'opinion',
  'leader',
  'video',
  'sensor',
  'web',
  'app',
  'platform',
  'department',
  'email',
] as const;
export type Channel = (typeof CHANNELS)[number];

export type Light = 'green' | 'yellow' | 'red';
/** A core, B general, C elsewhere: the class of the area, which picks a condition's limit. */
export type AreaClass = 'A' | 'B' | 'C';
/** A solved; B partly; C cannot be solved; D a suggestion, noted. */
export type Outcome = 'A' | 'B' | 'C' | 'D';

/** `simple` handled on the spot if possible; `important` with a shorter ladder; `complex` with a meeting before it may be suspended. */
export const PRIORITIES = ['simple', 'ordinary', 'important', 'complex'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Points at erasable text (a note, a reason, a reporter) kept outside the history; the digest is salted. */
export type ContentRef = { readonly contentId: string; readonly digest: string };

/** What the case is about. */
export type Subject = {
  readonly edition: string;
  readonly kind: 'component' | 'matter';
  readonly classCode: ClassCode;
  readonly conditionId: string | null;
  readonly componentId: string | null;
};

/** Where it is. Degrees, WGS 84. `areaCode` is the grid's code, else the district's: the key of area permissions. */
export type Place = {
  readonly areaCode: string;
  readonly gridCode: GridCode | null;
  readonly areaClass: AreaClass;
  readonly lng: number;
  readonly lat: number;
  readonly accuracyM: number | null;
};

/** A time of day, in minutes since local midnight; `from` may lie after `to`, across midnight. Both included. */
export type DayWindow = { readonly from: number; readonly to: number };

/** A task sent to an inspector: `returned` when the spot could not be judged and the acceptor must decide anew. */
export type SpotTask = {
  readonly taskId: string;
  /** Undefined: any inspector of the area may take it. */
  readonly inspector: UserId | null;
  readonly sentAt: Instant;
  readonly status: 'open' | 'returned';
  /** Judged only at the time of day at which the report was made. */
  readonly window?: DayWindow;
};

export type VerificationResult = 'exists' | 'not-exists' | 'unable';
export type CheckResult = 'pass' | 'not-pass' | 'unable';

/** What a person did on the case that separates powers later: see SPEC W40 ff. */
export type Act = { readonly userId: UserId; readonly command: string };

export type SupervisionOrder = {
  readonly orderId: string;
  /** The clock that its answer must keep. */
  readonly clockId: string;
  readonly orderedAt: Instant;
  /** Null when the system ordered it. */
  readonly by: UserId | null;
  /** The missed deadline, null for a person's order. */
  readonly deadlineId: string | null;
  readonly to: Addressee;
  readonly answeredAt: Instant | null;
};

/** Who is told or must act: a department, a post in the case's area, or one person. */
export type Addressee = { readonly department: DepartmentCode } | { readonly role: Role } | { readonly userId: UserId };

export const ROLES = [
  'inspector',
  'acceptor',
  'leader',
  'dispatcher',
  'head',
  'handler',
  'field-supervisor',
  'supervisor',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

export type Counts = {
  readonly returns: number;
  readonly refusedReturns: number;
  readonly reworks: number;
  readonly unableVerifications: number;
  readonly unableChecks: number;
  /** Granted. */
  readonly extensions: number;
  readonly suspensions: number;
  readonly reopens: number;
  /** Handled on the spot and found wanting by another inspector. */
  readonly failedRechecks: number;
};

/** What the case is called where it came from, and by when it must be answered there (12345). */
export type ExternalRef = { readonly number: string; readonly replyBy: Instant | null };

/** A case merged into this one: its reporter is told what comes of it. */
export type Follower = { readonly caseId: CaseId; readonly registeredBy: UserId | null };

/** The sample of what was handled on the spot, judged again by another inspector. */
export type Recheck = { readonly task: SpotTask; readonly result: CheckResult | null };

/** The answer to the one who reported. */
export type Reply = { readonly method: 'called' | 'sent'; readonly at: Instant; readonly by: UserId };

/** What the one who reported thinks of service and result, 1 to 5. */
export type Ratings = { readonly service: number; readonly result: number };

/** What every case has in every state. */
export type CaseCore = {
  readonly id: CaseId;
  readonly caseNo: string;
  readonly district: DistrictCode;
  /** Rises when state, department, deadline or content changes; the optimistic lock of people. */
  readonly version: number;
  /** Number of the last event. */
  readonly seq: number;
  readonly channel: Channel;
  readonly reportedAt: Instant;
  readonly occurredAt: Instant | null;
  /** The signed-in person who sent the report. */
  readonly registeredBy: UserId | null;
  readonly subject: Subject;
  readonly place: Place;
  readonly text: ContentRef | null;
  readonly address: ContentRef | null;
  readonly reporter: ContentRef | null;
  readonly handledOnSpot: boolean;
  /** What the last verification came to; null before there is one and while another is under way. */
  readonly verification: VerificationResult | 'not-needed' | null;
  readonly mediaIds: readonly string[];
  readonly deadlines: readonly Deadline[];
  readonly light: Light;
  readonly acts: readonly Act[];
  readonly counts: Counts;
  /** Orders given and not withdrawn with a wrong dispatch. */
  readonly supervisions: readonly SupervisionOrder[];
  /** Every department the case was ever sent to, first to last, each once. */
  readonly departments: readonly DepartmentCode[];
  readonly priority: Priority;
  /** Rings the centre at once. */
  readonly emergency: boolean;
  readonly external: ExternalRef | null;
  readonly followers: readonly Follower[];
  /** Cases judged not to be the same as this one. */
  readonly apart: readonly CaseId[];
  readonly arbitration: Arbitration | null;
  readonly voidProposal: VoidProposal | null;
  /** When a coordination meeting was recorded. */
  readonly metAt: Instant | null;
  readonly recheck: Recheck | null;
  readonly reply: Reply | null;
  readonly ratings: Ratings | null;
};

/** The work under way: kept from dispatch to closing. */
type AtWork = { readonly filedAt: Instant; readonly handling: Handling };
/** A result to judge, of a department or of the upper platform. */
type Judged = {
  readonly filedAt: Instant;
  readonly handling: Handling | null;
  readonly sentUp: SentUp | null;
  readonly result: HandlingResult;
};

/** What only one state has. A field exists only where it is true. */
export type StatePart =
  | { readonly state: 'reported'; readonly heldBecause: 'grid-not-managed' | null }
  | { readonly state: 'verifying'; readonly task: SpotTask }
  | { readonly state: 'verified'; readonly sentBack: ContentRef | null }
  | { readonly state: 'filed'; readonly filedAt: Instant; readonly unrouted: boolean }
  | { readonly state: 'sent-up'; readonly filedAt: Instant; readonly sentUp: SentUp }
  | ({ readonly state: 'dispatched'; readonly returnRequest: ReturnRequest | null } & AtWork)
  | ({ readonly state: 'handling'; readonly returnRequest: ReturnRequest | null } & AtWork)
  | ({ readonly state: 'suspended'; readonly until: Instant } & AtWork)
  | ({ readonly state: 'handled'; readonly result: HandlingResult } & AtWork)
  | ({ readonly state: 'confirmed'; readonly result: HandlingResult } & AtWork)
  | ({ readonly state: 'checking'; readonly task: SpotTask } & Judged)
  | ({ readonly state: 'checked'; readonly checkedBy: UserId } & Judged)
  | {
      readonly state: 'closed';
      readonly closedAt: Instant;
      readonly closedInTime: boolean;
      readonly handling: Handling | null;
      /** Until it is over the case may be opened again. */
      readonly reopenable: boolean;
    }
  | {
      readonly state: 'rejected';
      readonly rejectedAt: Instant;
      readonly rejectedFrom: 'reported' | 'verified';
      readonly reason: ContentRef;
    }
  | { readonly state: 'voided'; readonly voidedAt: Instant; readonly code: string; readonly handling: Handling | null }
  | { readonly state: 'merged'; readonly mergedAt: Instant; readonly into: CaseId; readonly leadEnded: boolean }
  | { readonly state: 'handed-over'; readonly handedOverAt: Instant; readonly to: string; readonly record: ContentRef }
  | { readonly state: 'referred'; readonly referredAt: Instant; readonly to: string; readonly answered: boolean };

/** One case at one moment. */
export type CaseState = CaseCore & StatePart;
export type CaseIn<Name extends StateName> = CaseCore & Extract<StatePart, { readonly state: Name }>;
