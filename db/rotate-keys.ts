import type { UserId } from '../engine/ports/participants.ts';
import { isHarmoniaError } from '../foundation/errors.ts';
import type { Fernet } from './crypto/fernet.ts';
import { renewKeyCheck } from './crypto/key-check.ts';
import { type KeyDigests, renewKeyDigests } from './key-digests.ts';
import { createBiologyStore } from './stores/biology.ts';
import type { TransactionScope } from './transaction.ts';

/** The result of a rotation. */
export interface KeyRotation {
  /** How many rows were encrypted anew. */
  rotated: number;
  /** Rows that no key can decrypt, as `table key`. They are left unchanged. */
  unreadable: string[];
}

type WithScope = <T>(work: (scope: TransactionScope) => Promise<T>) => Promise<T>;

interface EncryptedRow {
  key: string;
  token: string;
}

interface RotatedTable {
  table: string;
  key: string;
  /** SQL expression for the token in the row. */
  token: string;
  /** Writes the new token `$2` of the row `$1`. */
  change: string;
  /** Renews another value of the row that depends on the key. */
  also?(scope: TransactionScope, key: string): Promise<void>;
}

const BATCH_ROWS = 100;

const tables: RotatedTable[] = [
  {
    table: 'hla_data',
    key: 'user_id',
    token: 'encrypted_alleles',
    change: 'encrypted_alleles = $2',
    also: (scope, key) => createBiologyStore(scope).renewChecksum(key as UserId),
  },
  {
    table: 'profiles',
    key: 'user_id',
    token: `visual_embedding ->> 'fernet'`,
    change: `visual_embedding = jsonb_set(visual_embedding, '{fernet}', to_jsonb($2::text))`,
  },
  { table: 'dialog_state', key: 'chat_id', token: 'payload', change: 'payload = $2' },
  { table: 'outbox', key: 'id', token: 'payload', change: 'payload = $2' },
];

/** Rotates one batch of rows. Returns the key of its last row, or undefined when no rows follow. */
async function rotateBatch(
  scope: TransactionScope,
  { table, key, token, change, also }: RotatedTable,
  after: string | null,
  result: KeyRotation,
): Promise<string | undefined> {
  const { query, fields } = scope;
  await query(`SELECT set_config('harmonia.rotating', 'on', TRUE)`);
  const rows = await query<EncryptedRow>(
    `SELECT ${key} AS key, ${token} AS token FROM ${table}
     WHERE ${token} IS NOT NULL AND ($1::text IS NULL OR ${key} > $1::text::${key === 'user_id' ? 'uuid' : 'bigint'})
     ORDER BY ${key} LIMIT ${BATCH_ROWS} FOR UPDATE`,
    [after],
  );
  for (const row of rows) {
    try {
      if (fields.isCurrent(row.token)) continue;
      const renewed = fields.rotate(row.token);
      await query(`UPDATE ${table} SET ${change} WHERE ${key} = $1`, [row.key, renewed]);
      await also?.(scope, row.key);
      result.rotated++;
    } catch (error) {
      if (!isHarmoniaError(error, 'ciphertext-invalid')) throw error;
      result.unreadable.push(`${table} ${row.key}`);
    }
  }
  return rows.length < BATCH_ROWS ? undefined : rows.at(-1)?.key;
}

/**
 * Encrypts every ciphertext with the first key. After a kill it can be run again: rows that use the first key are
 * skipped, and the check value stays under the old key until the last step. A damaged row is listed and left unchanged.
 */
export async function rotateKeys(
  withScope: WithScope,
  fernet: Fernet,
  digests: KeyDigests,
): Promise<KeyRotation> {
  const result: KeyRotation = { rotated: 0, unreadable: [] };
  for (const table of tables) {
    for (let after: string | null | undefined = null; after !== undefined;) {
      const from: string | null = after;
      const batch: KeyRotation = { rotated: 0, unreadable: [] };
      after = await withScope((scope) => {
        // When the transaction is retried, its batch is counted from the beginning.
        batch.rotated = 0;
        batch.unreadable.length = 0;
        return rotateBatch(scope, table, from, batch);
      });
      result.rotated += batch.rotated;
      result.unreadable.push(...batch.unreadable);
    }
  }
  await withScope(async (scope) => {
    await renewKeyDigests(scope, digests);
    await renewKeyCheck(scope, fernet);
  });
  return result;
}
