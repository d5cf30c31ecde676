import { CHANNELS, type ReportBody } from '@wanmi/contracts';
import { readCsvFile } from '@wanmi/formats';
import type { LngLat } from '@wanmi/grid';
import { councilCode } from './la311-areas.ts';
import type { Doer, ReplayRequest, Step } from './replay-plan.ts';
import {
  DONE,
  FILED,
  NOT_FOUND,
  REJECTED_AT_ONCE,
  RETURNED,
  SIGNED,
  sentTo,
  UNFILED,
  VERIFIED_AND_FILED,
  WAYS,
} from './steps.ts';

const COLUMNS = [
  ...['SRNumber', 'CreatedDate', 'Owner', 'RequestType', 'Status', 'RequestSource', 'Address', 'Latitude', 'Longitude'],
  'NC',
] as const;
type Row = Readonly<Record<'SRNumber' | 'CreatedDate' | 'Owner' | 'RequestType' | 'Status', string>> &
  Readonly<Record<'RequestSource' | 'Address' | 'Latitude' | 'Longitude' | 'NC', string>>;

/** Our own tables: what a request type, a source and an agency are called here. */
export type LaTables = { readonly classes: string; readonly channels: string; readonly owners: string };

type Tables = {
  readonly classOf: ReadonlyMap<string, { readonly kind: ReportBody['kind']; readonly classCode: string }>;
  readonly channelOf: ReadonlyMap<string, ReportBody['channel']>;
  readonly departmentOf: ReadonlyMap<string, string>;
  /** Channels whose reports the system files by itself. */
  readonly autoFile: ReadonlySet<string>;
};

/** Reads the requests in the order in which they were made, each with what people are to do with it. */
export function readRequests(text: string, tables: LaTables, autoFile: ReadonlySet<string>): readonly ReplayRequest[] {
  const known = readTables(tables, autoFile);
  const rows: readonly Row[] = readCsvFile(text, 'la311.csv', COLUMNS as never);
  return rows
    .map((row) => ({ row, created: createdOf(row.CreatedDate) }))
    .toSorted((a, b) => a.created.localeCompare(b.created) || a.row.SRNumber.localeCompare(b.row.SRNumber))
    .map(({ row, created }, i) => requestOf(row, created, i, known));
}

function readTables({ classes, channels, owners }: LaTables, autoFile: ReadonlySet<string>): Tables {
  const classRows = readCsvFile(classes, 'classes.csv', ['request_type', 'kind', 'class_code']);
  const channelRows = readCsvFile(channels, 'channels.csv', ['request_source', 'channel']);
  const ownerRows = readCsvFile(owners, 'owners.csv', ['owner', 'department']);
  return {
    classOf: new Map(
      classRows.map(({ request_type, kind, class_code }) => [
        request_type,
        { kind: kind === 'component' ? 'component' : 'matter', classCode: class_code },
      ]),
    ),
    channelOf: new Map(channelRows.map(({ request_source, channel }) => [request_source, channelNamed(channel)])),
    departmentOf: new Map(ownerRows.map(({ owner, department }) => [owner, department])),
    autoFile,
  };
}

function channelNamed(name: string): ReportBody['channel'] {
  const channel = CHANNELS.find((one) => one === name);
  if (channel === undefined) throw new Error(`cannot read channels.csv: there is no channel "${name}"`);
  return channel;
}

function requestOf(row: Row, occurredAt: string, place: number, known: Tables): ReplayRequest {
  const { SRNumber: id, RequestType: type, RequestSource: source, Owner: owner } = row;
  const subject = known.classOf.get(type);
  const channel = known.channelOf.get(source);
  if (subject === undefined || channel === undefined) {
    throw new Error(
      `cannot map request ${id}: type "${type}" or source "${source}" is in no table of data/replay/la311`,
    );
  }
  const at = positionOf(row);
  const department = known.departmentOf.get(owner);
  const address = row.Address.slice(0, 256);
  return {
    ...{ id, at, as: registrarOf(channel), assigned: councilCode(row.NC), owner: department },
    body: {
      ...{ channel, ...subject, occurredAt, text: `${type} (${id})`, reporter: { reference: id } },
      ...(at === undefined ? {} : { position: { lng: at[0], lat: at[1], datum: 'wgs84' } }),
      ...(address === '' ? {} : { address }),
    },
    steps: stepsOf(row, place, { isFiled: known.autoFile.has(channel), department, classCode: subject.classCode }),
  };
}

const registrarOf = (channel: ReportBody['channel']): Doer => (channel === 'inspector' ? 'inspector' : 'acceptor');

function positionOf({ Latitude, Longitude }: Row): LngLat | undefined {
  const at: LngLat = [Number(Longitude || Number.NaN), Number(Latitude || Number.NaN)];
  return at.every(Number.isFinite) ? at : undefined;
}

/** Pacific Standard Time: all of the file lies in December. */
function createdOf(text: string): string {
  const found = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d) ([AP])M$/.exec(text);
  if (found === null) throw new Error(`cannot read the time "${text}": needs MM/DD/YYYY hh:mm:ss AM or PM`);
  const [, month, day, year, hour, minute, second, half] = found;
  const hours = (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  return `${year}-${month}-${day}T${String(hours).padStart(2, '0')}:${minute}:${second}-08:00`;
}

type Handling = {
  /** The system files reports of this channel. */
  readonly isFiled: boolean;
  readonly department: string | undefined;
  readonly classCode: string;
};

/** Nobody knows beforehand whose this is: the router leaves it to a person, who asks. */
const UNROUTED_CLASS = '10999';
/** Whoever gets a case that was returned in the replay. */
const OTHER_DEPARTMENT = 'street-services';

/**
 * What people do, after what the source says became of the request: a cancelled one is turned down, one referred out is
 * returned and sent elsewhere, an open one is signed for. Of the others every second that people filed and every tenth
 * that the system filed is worked on to the end, by ways that differ; the rest stays dispatched.
 */
function stepsOf({ Status }: Row, place: number, handling: Handling): readonly Step[] {
  const { isFiled } = handling;
  const byPerson = handling.classCode === UNROUTED_CLASS ? sentTo(handling.department ?? OTHER_DEPARTMENT) : [];
  if (Status === 'Cancelled' && !isFiled) return place % 2 === 0 ? NOT_FOUND : REJECTED_AT_ONCE;
  if (Status === 'Cancelled') return [...byPerson, ...RETURNED, ...UNFILED];
  const isWalked = Status === 'Closed' && place % (isFiled ? 10 : 2) === 0;
  const filing = isFiled ? [] : isWalked ? VERIFIED_AND_FILED : FILED;
  return [...filing, ...byPerson, ...workOf(Status, place, isWalked)];
}

function workOf(status: string, place: number, isWalked: boolean): readonly Step[] {
  if (status === 'Referred Out') return [...RETURNED, ...sentTo(OTHER_DEPARTMENT), ...SIGNED, ...DONE];
  if (status === 'Open' || status === 'Pending') return SIGNED;
  return isWalked ? (WAYS[Math.floor(place / 2) % WAYS.length] ?? []) : [];
}
