import type { CaseId, ClassCode, DepartmentCode, DistrictCode, GridCode, Instant, UserId } from '@wanmi/kernel';
import type { Deadline } from './deadline.ts';

/** Where a case stands, in the order of the main path; the ends come last. Chinese terms: docs/glossary.md. */
export const STATE_NAMES = [
  'reported',
  'verifying',
  'verified',
  'filed',
  'dispatched',
  'handling',
  'handled',
  'confirmed',
  'checking',
  'checked',
  'closed',
  'rejected',
] as const;
export type StateName = (typeof STATE_NAMES)[number];

export const END_STATES: readonly StateName[] = ['closed', 'rejected'];

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

/** A task sent to an inspector: `returned` when the spot could not be judged and the acceptor must decide anew. */
export type SpotTask = {
  readonly taskId: string;
  /** Undefined: any inspector of the area may take it. */
  readonly inspector: UserId | null;
  readonly sentAt: Instant;
  readonly status: 'open' | 'returned';
};

export type VerificationResult = 'exists' | 'not-exists' | 'unable';
export type CheckResult = 'pass' | 'not-pass' | 'unable';

/** A department's asking to give a case back; `proposed` once the dispatcher supports it. */
export type ReturnRequest = {
  readonly by: UserId;
  readonly at: Instant;
  readonly reason: ContentRef;
  readonly suggested: DepartmentCode | null;
  /** True when asked after the return window: a request, not a plain return. */
  readonly late: boolean;
  readonly proposedBy: UserId | null;
};

/** The department at work. Its clock is the running or stopped deadline `deadlineId`. */
export type Handling = {
  readonly department: DepartmentCode;
  readonly assisting: readonly DepartmentCode[];
  readonly dispatchedAt: Instant;
  readonly deadlineId: string;
  readonly signedBy: UserId | null;
  readonly assignee: UserId | null;
};

export type HandlingResult = { readonly outcome: Outcome; readonly at: Instant; readonly by: UserId };

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
};

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
};

/** What only one state has. A field exists only where it is true. */
export type StatePart =
  | { readonly state: 'reported'; readonly heldBecause: 'grid-not-managed' | null }
  | { readonly state: 'verifying'; readonly task: SpotTask }
  | { readonly state: 'verified'; readonly sentBack: ContentRef | null }
  | { readonly state: 'filed'; readonly filedAt: Instant; readonly unrouted: boolean }
  | {
      readonly state: 'dispatched';
      readonly filedAt: Instant;
      readonly handling: Handling;
      readonly returnRequest: ReturnRequest | null;
    }
  | {
      readonly state: 'handling';
      readonly filedAt: Instant;
      readonly handling: Handling;
      readonly returnRequest: ReturnRequest | null;
    }
  | {
      readonly state: 'handled';
      readonly filedAt: Instant;
      readonly handling: Handling;
      readonly result: HandlingResult;
    }
  | {
      readonly state: 'confirmed';
      readonly filedAt: Instant;
      readonly handling: Handling;
      readonly result: HandlingResult;
    }
  | {
      readonly state: 'checking';
      readonly filedAt: Instant;
      readonly handling: Handling;
      readonly result: HandlingResult;
      readonly task: SpotTask;
    }
  | {
      readonly state: 'checked';
      readonly filedAt: Instant;
      readonly handling: Handling;
      readonly result: HandlingResult;
      readonly checkedBy: UserId;
    }
  | {
      readonly state: 'closed';
      readonly closedAt: Instant;
      readonly closedInTime: boolean;
      readonly handling: Handling | null;
    }
  | {
      readonly state: 'rejected';
      readonly rejectedAt: Instant;
      readonly rejectedFrom: 'reported' | 'verified';
      readonly reason: ContentRef;
    };

/** One case at one moment. */
export type CaseState = CaseCore & StatePart;
export type CaseIn<Name extends StateName> = CaseCore & Extract<StatePart, { readonly state: Name }>;
