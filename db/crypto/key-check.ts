import { HarmoniaError, isHarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';
import type { Fernet } from './fernet.ts';

const EXPECTED = 'harmonia key check';

/**
 * Compares the keys with the value that the first start left in the database: throws `key-mismatch` when none of
 * them made it, before anything is written that nobody could read later.
 */
export async function checkKeys({ query }: Pick<TransactionScope, 'query'>, fernet: Fernet): Promise<void> {
  await query('INSERT INTO key_check (id, token) VALUES (1, $1) ON CONFLICT DO NOTHING', [
    fernet.encrypt(Buffer.from(EXPECTED)),
  ]);
  const [row] = await query<{ token: string }>('SELECT token FROM key_check');
  try {
    if (row !== undefined && fernet.decrypt(row.token).toString() === EXPECTED) return;
  } catch (error) {
    if (!isHarmoniaError(error, 'ciphertext-invalid')) throw error;
  }
  throw new HarmoniaError(
    'key-mismatch',
    'none of FERNET_KEYS fits the data in this database: restore the key that was used before',
  );
}

/** Puts the check value under the first key, as the last step of a rotation: the old key may then be forgotten. */
export async function renewKeyCheck(
  { query }: Pick<TransactionScope, 'query'>,
  fernet: Fernet,
): Promise<void> {
  await query('UPDATE key_check SET token = $1', [fernet.encrypt(Buffer.from(EXPECTED))]);
}
