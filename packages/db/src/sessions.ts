import type { UserId } from '@wanmi/kernel';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** A refresh token as it is kept: only its hash. All tokens of one login are one family. */
export type RefreshToken = {
  readonly tokenHash: Uint8Array;
  readonly familyId: string;
  readonly userId: UserId;
  readonly expiresAt: Date;
};

/** What became of a refresh token that was shown. `reused` has ended its family: somebody else held a copy. */
export type Rotation =
  | { readonly outcome: 'rotated'; readonly userId: UserId }
  | { readonly outcome: 'unknown' | 'expired' | 'revoked' | 'reused' };

/** Keeps the first token of a login. */
export async function recordToken(db: Kysely<Database>, token: RefreshToken): Promise<void> {
  const { tokenHash, familyId, userId, expiresAt } = token;
  await db
    .insertInto('refresh_token')
    .values({ token_hash: Buffer.from(tokenHash), family_id: familyId, user_id: userId, expires_at: expiresAt })
    .execute();
}

/**
 * Replaces a token by the next of its family, once. A token that was replaced before ends the whole family. Two requests
 * with one token wait for each other at its row, and the second counts as reuse.
 */
export async function rotateToken(
  db: Kysely<Database>,
  shown: Uint8Array,
  next: { readonly tokenHash: Uint8Array; readonly expiresAt: Date; readonly at: Date },
): Promise<Rotation> {
  return db.transaction().execute(async (trx) => {
    const replaced = await trx
      .updateTable('refresh_token')
      .set({ replaced_at: next.at })
      .where('token_hash', '=', Buffer.from(shown))
      .where('replaced_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', next.at)
      .returning(['family_id', 'user_id'])
      .executeTakeFirst();
    if (replaced) {
      const familyId = replaced.family_id;
      const userId = replaced.user_id as UserId;
      await recordToken(trx, { tokenHash: next.tokenHash, familyId, userId, expiresAt: next.expiresAt });
      return { outcome: 'rotated', userId };
    }
    return refusalOf(trx, shown, next.at);
  });
}

async function refusalOf(trx: Kysely<Database>, shown: Uint8Array, at: Date): Promise<Rotation> {
  const found = await trx
    .selectFrom('refresh_token')
    .select(['family_id', 'replaced_at', 'revoked_at'])
    .where('token_hash', '=', Buffer.from(shown))
    .executeTakeFirst();
  if (!found) return { outcome: 'unknown' };
  if (found.revoked_at) return { outcome: 'revoked' };
  if (!found.replaced_at) return { outcome: 'expired' };
  await trx
    .updateTable('refresh_token')
    .set({ revoked_at: at })
    .where('family_id', '=', found.family_id)
    .where('revoked_at', 'is', null)
    .execute();
  return { outcome: 'reused' };
}

/** Ends the family of a token. Does nothing for a token that is not known. */
export async function endFamily(db: Kysely<Database>, tokenHash: Uint8Array, at: Date): Promise<void> {
  await db
    .updateTable('refresh_token')
    .set({ revoked_at: at })
    .where('revoked_at', 'is', null)
    .where('family_id', 'in', (one) =>
      one.selectFrom('refresh_token').select('family_id').where('token_hash', '=', Buffer.from(tokenHash)),
    )
    .execute();
}

/** Removes tokens that ended before an instant; returns how many. */
export async function removeEndedTokens(db: Kysely<Database>, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from refresh_token where expires_at < ${before}`.execute(db);
  return Number(numAffectedRows ?? 0);
}
