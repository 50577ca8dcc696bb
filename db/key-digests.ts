import type { UserId } from '../engine/ports/participants.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { CipherKeys } from './crypto/cipher-keys.ts';
import { createKeyedDigest, type KeyedDigest } from './crypto/keyed-digest.ts';
import { decryptTyping, type StoredTyping } from './stores/biology.ts';
import { unlessDamaged } from './stores/unless-damaged.ts';
import type { TransactionScope } from './transaction.ts';

/** The keys that decrypt nothing, by their variables: another one would only show in what it makes from then on. */
type DigestKey = 'SECRET_KEY' | 'PASSWORD_PEPPER';

/** The digest of each key that is configured, which checks it. */
export type KeyDigests = Readonly<Partial<Record<DigestKey, KeyedDigest>>>;

const purpose = 'key check';
/** Enough that damage to single typings decides nothing. */
const PROOF_TYPINGS = 20;

const mismatches: Readonly<Record<DigestKey, string>> = {
  SECRET_KEY:
    'SECRET_KEY: the digests in this database were made with another key: set the one that was used before',
  PASSWORD_PEPPER:
    'PASSWORD_PEPPER: the passwords in this database were hashed with another one: set the one that was used before, or none if none was set',
};

/** The digests that check the configured keys. */
export const keyDigestsOf = ({ passwordPepper }: CipherKeys, digest: KeyedDigest): KeyDigests => ({
  SECRET_KEY: digest,
  ...(passwordPepper && {
    PASSWORD_PEPPER: createKeyedDigest({ fernetKeys: [], digestKey: passwordPepper.toString('base64') }),
  }),
});

/**
 * Compares the keys with their check values, and stores the values that are missing. Before the value of SECRET_KEY is
 * stored, the checksums of stored typings prove that key. That of PASSWORD_PEPPER is stored while no member of staff
 * has a password; later the first password that fits proves it: `provePepper`. Runs before any digest is stored.
 * @throws HarmoniaError `key-mismatch` with the name of the variable
 */
export async function checkKeyDigests(scope: TransactionScope, digests: KeyDigests): Promise<void> {
  const stored = await storedDigests(scope);
  if (!stored.has('SECRET_KEY')) {
    if (!(await checksumsFit(scope))) throw new HarmoniaError('key-mismatch', mismatches.SECRET_KEY);
    await store(scope, digests, 'SECRET_KEY');
  }
  const staff = await scope.query(`SELECT FROM users WHERE role <> 'user' LIMIT 1`);
  if (staff.length === 0) await store(scope, digests, 'PASSWORD_PEPPER');
  await compareKeyDigests(scope, digests);
}

/** Stores the check value of PASSWORD_PEPPER, unless there is one: a stored password was found to fit. */
export const provePepper = (scope: Pick<TransactionScope, 'query'>, digests: KeyDigests): Promise<void> =>
  store(scope, digests, 'PASSWORD_PEPPER');

/** Compares the keys with the check values that are stored. @throws HarmoniaError `key-mismatch` */
export async function compareKeyDigests(
  scope: Pick<TransactionScope, 'query'>,
  digests: KeyDigests,
): Promise<void> {
  for (const [name, value] of await storedDigests(scope)) {
    if (digests[name]?.matches(purpose, name, value) === false)
      throw new HarmoniaError('key-mismatch', mismatches[name]);
  }
}

/** Makes the check values anew: where no SECRET_KEY is given, digests are made with a Fernet key. */
export async function renewKeyDigests(
  { query }: Pick<TransactionScope, 'query'>,
  digests: KeyDigests,
): Promise<void> {
  for (const [name, keyed] of Object.entries(digests))
    await query('UPDATE key_digests SET digest = $2 WHERE name = $1', [name, keyed.digest(purpose, name)]);
}

async function storedDigests({
  query,
}: Pick<TransactionScope, 'query'>): Promise<ReadonlyMap<DigestKey, string>> {
  const rows = await query<{ name: DigestKey; digest: string }>('SELECT name, digest FROM key_digests');
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}

async function store(
  { query }: Pick<TransactionScope, 'query'>,
  digests: KeyDigests,
  name: DigestKey,
): Promise<void> {
  const keyed = digests[name];
  if (keyed)
    await query('INSERT INTO key_digests (name, digest) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      keyed.digest(purpose, name),
    ]);
}

/** True when a stored typing fits its checksum, and when there is none that can be decrypted. */
async function checksumsFit(scope: TransactionScope): Promise<boolean> {
  const rows = await scope.query<StoredTyping & { userId: UserId }>(
    `SELECT user_id AS "userId", encrypted_alleles AS "encryptedAlleles", hash_checksum AS "hashChecksum"
     FROM hla_data ORDER BY user_id LIMIT ${PROOF_TYPINGS}`,
  );
  const found: (boolean | undefined)[] = [];
  for (const { userId, ...typing } of rows) {
    const read = await unlessDamaged(() => Promise.resolve(decryptTyping(scope, userId, typing)), undefined);
    found.push(read?.fits);
  }
  return found.includes(true) || !found.includes(false);
}
