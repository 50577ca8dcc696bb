import { HarmoniaError, isHarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';
import type { Fernet } from './fernet.ts';

const EXPECTED = 'harmonia key check';

/**
 * Decrypts the check value that the first start stored in the database, and stores it if there is none. Throws
 * `key-mismatch` when no key decrypts it. Runs before any data are encrypted, so that none are written under a wrong
 * key.
 */
export async function checkKeys({ query }: Pick<TransactionScope, 'query'>, fernet: Fernet): Promise<void> {
  await query('INSERT INTO key_check (id, token) VALUES (1, $1) ON CONFLICT DO NOTHING', [
    fernet.encrypt(Buffer.from(EXPECTED)),
  ]);
  await compareKeys({ query }, fernet);
}

/** Decrypts the stored check value, without storing one. @throws HarmoniaError `key-mismatch` */
export async function compareKeys({ query }: Pick<TransactionScope, 'query'>, fernet: Fernet): Promise<void> {
  const [row] = await query<{ token: string }>('SELECT token FROM key_check');
  try {
    if (row !== undefined && fernet.decrypt(row.token).toString() === EXPECTED) return;
  } catch (error) {
    if (!isHarmoniaError(error, 'ciphertext-invalid')) throw error;
  }
  throw new HarmoniaError(
    'key-mismatch',
    'none of FERNET_KEYS fits the data in this database: add the key that was used before',
  );
}

/** Encrypts the check value with the first key. It is the last step of a rotation: then the old key can be removed. */
export async function renewKeyCheck(
  { query }: Pick<TransactionScope, 'query'>,
  fernet: Fernet,
): Promise<void> {
  await query('UPDATE key_check SET token = $1', [fernet.encrypt(Buffer.from(EXPECTED))]);
}
