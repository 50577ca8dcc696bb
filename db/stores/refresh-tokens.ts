import type { RefreshToken, RefreshTokenStore } from '../../engine/ports/participants.ts';
import type { TransactionScope } from '../transaction.ts';

/** Refresh tokens of the web API, each stored as a keyed digest. */
export function createRefreshTokens({ query, digest }: TransactionScope): RefreshTokenStore {
  const keyOf = (token: string): string => digest.digest('refresh_tokens.digest', token);
  return {
    async issue(token, { familyId, userId, tokenVersion, issuedAt, expiresAt }) {
      await query(
        `INSERT INTO refresh_tokens (digest, family_id, user_id, token_version, issued_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [keyOf(token), familyId, userId, tokenVersion, issuedAt, expiresAt],
      );
    },
    async lock(token) {
      // The lock is on the family: otherwise a reuse could end it while another request adds a token to it.
      await query(
        `SELECT pg_advisory_xact_lock(hashtextextended('refresh ' || family_id::text, 0))
         FROM refresh_tokens WHERE digest = $1`,
        [keyOf(token)],
      );
      const [row] = await query<RefreshToken>(
        `SELECT family_id AS "familyId", user_id AS "userId", token_version AS "tokenVersion",
           expires_at AS "expiresAt", used_at AS "usedAt"
         FROM refresh_tokens WHERE digest = $1`,
        [keyOf(token)],
      );
      return row;
    },
    async markUsed(token, at) {
      await query('UPDATE refresh_tokens SET used_at = $2 WHERE digest = $1', [keyOf(token), at]);
    },
    async hasFamily(familyId, userId) {
      const rows = await query('SELECT FROM refresh_tokens WHERE family_id = $1 AND user_id = $2 LIMIT 1', [
        familyId,
        userId,
      ]);
      return rows.length > 0;
    },
    async endFamily(familyId) {
      await query('DELETE FROM refresh_tokens WHERE family_id = $1', [familyId]);
    },
    async endAllOf(userId) {
      await query('DELETE FROM refresh_tokens WHERE user_id = $1', [userId]);
    },
    async deleteExpired(at) {
      await query('DELETE FROM refresh_tokens WHERE expires_at <= $1', [at]);
    },
  };
}
