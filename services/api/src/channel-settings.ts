import { randomBytes } from 'node:crypto';
import { type CompiledCalendar, formatTime } from '@wanmi/calendar';
import type { Desk } from '@wanmi/cases';
import type { ChannelOwnerFields, ChannelView, MyChannelBody } from '@wanmi/contracts';
import { channels } from '@wanmi/db';
import type { DepartmentCode } from '@wanmi/kernel';
import { mailAddressProblem, NOTICE_TEXTS, webhookAddressProblem, webhookSecret } from '@wanmi/notices';
import { ApiError } from './errors.ts';

const SALT_BYTES = 16;

/** A channel as the interface shows it: never its secret. */
export function viewChannel(channel: channels.Channel, city: CompiledCalendar): ChannelView {
  const { owner, lastSentAt, abouts, ...same } = channel;
  return {
    ...{ name: same.name, kind: same.kind, address: same.address, language: same.language, alsoPosts: same.alsoPosts },
    ...{ active: same.active, waiting: same.waiting, lastError: same.lastError },
    department: 'department' in owner ? owner.department : null,
    role: 'role' in owner ? owner.role : null,
    area: 'role' in owner ? owner.area : null,
    abouts: abouts === null ? null : [...abouts],
    lastSentAt: lastSentAt === null ? null : formatTime(city, lastSentAt),
  };
}

/** Saves a channel. Answers its secret when it is new. Throws ApiError for an address or an event that is none. */
export async function saveChannel(
  { db }: Desk,
  webhookKey: Buffer,
  owner: channels.ChannelOwner,
  wishes: MyChannelBody,
): Promise<{ name: string; secret: string | null }> {
  const { name, kind, address, abouts = null, language = 'zh', active = true } = wishes;
  const problem = kind === 'webhook' ? webhookAddressProblem(address) : mailAddressProblem(address);
  if (problem !== undefined) throw badField('/address', problem);
  const unknown = abouts?.find((about) => !Object.hasOwn(NOTICE_TEXTS, about));
  if (unknown !== undefined) throw badField('/abouts', `holds "${unknown}", which nobody is told of`);
  const settings = { name, kind, address, abouts, language, active };
  const { alsoPosts = false, renewSecret = false } = wishes;
  const saved = await channels.saveChannel(db, owner, { ...settings, alsoPosts, renewSecret }, randomBytes(SALT_BYTES));
  const isSecretNew = kind === 'webhook' && saved.freshSalt;
  return { name, secret: isSecretNew ? webhookSecret(webhookKey, saved.salt) : null };
}

/** Whose channel is meant: a department's, or that of a role in an area. Throws ApiError when it is not one of the two. */
export function ownerOf(desk: Desk, { department, role, area }: ChannelOwnerFields): channels.ChannelOwner {
  if ((department === undefined) === (role === undefined)) {
    throw badField(
      department === undefined ? '/department' : '/role',
      'is not the only one: a department or a role is needed',
    );
  }
  if (role !== undefined) return { role, area: area ?? '' };
  if (area !== undefined) throw badField('/area', 'goes with a role, not with a department');
  const code = department as DepartmentCode;
  if (desk.reference().departments.has(code)) return { department: code };
  throw new ApiError('unknown-department', `cannot save a channel of ${code}: there is no such department`, {
    department: code,
  });
}

export const badField = (field: string, problem: string): ApiError =>
  new ApiError('bad-request', `cannot save the channel: ${field.slice(1)} ${problem}`, {
    in: 'body',
    fields: [{ field, problem }],
  });

/** A channel that is to be removed and is not there. */
export const noSuchChannel = (name: string): ApiError =>
  new ApiError('not-found', `cannot remove channel ${name}: there is none of that name`, { name });
