import { randomBytes } from 'node:crypto';
import { addresses, type Database, imports } from '@wanmi/db';
import { FormatError, toWgs84 } from '@wanmi/formats';
import { keyOf } from '@wanmi/gazetteer';
import { locate } from '@wanmi/grid';
import { accept, type Instant, type Result, refuse } from '@wanmi/kernel';
import type { Kysely } from 'kysely';
import { CaseError } from '../case-error.ts';
import type { Reference } from '../reference/reference.ts';
import { describeAddress } from './describe-address.ts';

/** What a person says of an address. */
export type AddressInput = {
  readonly kind: addresses.Address['kind'];
  readonly name: string;
  readonly aliases: readonly string[];
  readonly position: { readonly lng: number; readonly lat: number; readonly datum: 'wgs84' | 'gcj02' | 'bd09' };
};

type World = { readonly db: Kysely<Database>; readonly reference: Reference; readonly at: Instant };
/** Whether the person may keep the addresses of a grid; null is outside all grids. */
export type MayKeep = (gridCode: string | null) => boolean;

/** Where addresses come from that were made by hand. */
const SOURCE = 'by hand';

/** Makes an address that holds from now on. */
export async function createAddress(
  world: World,
  input: AddressInput,
  mayKeep: MayKeep,
): Promise<Result<addresses.Address, CaseError>> {
  return write(
    world,
    { ...input, id: randomBytes(10).toString('hex'), source: SOURCE, sourceId: null, drawn: false },
    mayKeep,
  );
}

/** Ends the version of an address that is valid, and begins another. */
export async function alterAddress(
  world: World,
  id: string,
  change: Partial<AddressInput>,
  mayKeep: MayKeep,
): Promise<Result<addresses.Address, CaseError>> {
  const [latest] = await addresses.listVersions(world.db, id);
  if (latest === undefined || latest.validTo !== null) return refuse(noAddress('alter', id, latest));
  if (!mayKeep(latest.gridCode)) return refuse(notKept('alter', latest.gridCode));
  const { kind, name, aliases, lng, lat, source, sourceId, drawn } = latest;
  const position = { lng, lat, datum: 'wgs84' } as const;
  return write(world, { id, kind, name, aliases, position, source, sourceId, drawn, ...change }, mayKeep);
}

/** Ends an address now. */
export async function endAddress(
  world: World,
  id: string,
  mayKeep: MayKeep,
): Promise<Result<addresses.Address, CaseError>> {
  const [latest] = await addresses.listVersions(world.db, id);
  if (latest === undefined || latest.validTo !== null) return refuse(noAddress('end', id, latest));
  if (!mayKeep(latest.gridCode)) return refuse(notKept('end', latest.gridCode));
  await world.db.transaction().execute(async (trx) => {
    await imports.lockKind(trx, 'addresses');
    await imports.endAddress(trx, id, new Date(world.at));
    await imports.raiseVersion(trx, 'addresses');
  });
  return latestOf(world.db, id);
}

type Written = AddressInput & {
  readonly id: string;
  readonly source: string;
  readonly sourceId: string | null;
  readonly drawn: boolean;
};

async function write(world: World, input: Written, mayKeep: MayKeep): Promise<Result<addresses.Address, CaseError>> {
  const { db, reference, at } = world;
  const place = placeOf(input.position);
  if (!place.ok) return place;
  const [lng, lat] = place.value;
  const gridCode = locate(reference.gridIndex, [lng, lat]) ?? null;
  if (!mayKeep(gridCode)) return refuse(notKept('keep', gridCode));
  if (keyOf(input.name) === '')
    return refuse(badField('name', `is ${JSON.stringify(input.name)}, needs letters or digits`));
  const { id, kind, name, aliases, drawn, source, sourceId } = input;
  const row: imports.AddressRow = {
    ...{ address_id: id, valid_from: new Date(at).toISOString(), valid_to: null, kind, name, aliases, lng, lat },
    ...{ grid_code: gridCode, drawn, source, source_id: sourceId },
    ...describeAddress({ kind, name, aliases }),
  };
  await db.transaction().execute(async (trx) => {
    await imports.lockKind(trx, 'addresses');
    await imports.saveAddresses(trx, [row], new Date(at));
    await imports.raiseVersion(trx, 'addresses');
  });
  return latestOf(db, id);
}

async function latestOf(db: Kysely<Database>, id: string): Promise<Result<addresses.Address, CaseError>> {
  const [latest] = await addresses.listVersions(db, id);
  return latest === undefined ? refuse(noAddress('read', id, undefined)) : accept(latest);
}

function placeOf({ lng, lat, datum }: AddressInput['position']): Result<readonly [number, number], CaseError> {
  try {
    return accept(toWgs84(lng, lat, datum));
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    return refuse(badField('position', cause.message));
  }
}

const badField = (field: string, problem: string): CaseError =>
  new CaseError('bad-request', `cannot keep an address: ${field} ${problem}`, {
    in: 'body',
    fields: [{ field: `/${field}`, problem }],
  });

function noAddress(tried: string, id: string, latest: addresses.Address | undefined): CaseError {
  const found = latest === undefined ? 'there is none' : 'it has ended';
  return new CaseError('not-found', `cannot ${tried} address ${id}: ${found}, needs one that is valid`, {
    addressId: id,
  });
}

const notKept = (tried: string, gridCode: string | null): CaseError =>
  new CaseError(
    'not-permitted',
    `cannot ${tried} an address in ${gridCode === null ? 'no grid' : `grid ${gridCode}`}: needs an administrator of that area`,
    { gridCode },
  );
