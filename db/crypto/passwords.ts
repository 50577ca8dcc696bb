import { createHmac, randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';
import { createSemaphore } from '../../foundation/semaphore.ts';
import type { PasswordProblem, Passwords } from '../../engine/ports/passwords.ts';
import { isCommonPassword } from './common-passwords.ts';

const rounds = 12;
const shortest = 12;
const longest = 200;
/**
 * One bcrypt hash takes a core for a quarter of a second. More at once would delay the answers in all chats, and who
 * waits behind more than these would wait for over two seconds.
 */
const atOnce = 1;
const waitingAtMost = 8;

/** What an operator reads for each problem of a new password. */
export const passwordAdvice: Readonly<Record<PasswordProblem, string>> = {
  'too-short': `use ${shortest} characters or more`,
  'too-long': `use ${longest} characters at most`,
  common: 'it is a common password; choose another',
  'contains-email': 'it must not contain the name of the e-mail address',
};

/**
 * Hashes passwords as bcrypt of base64(HMAC-SHA-256(pepper, password)). The HMAC has 44 characters for any password, so
 * bcrypt's limit of 72 bytes ignores no part of a long one. Without the pepper a stolen table of hashes cannot be used
 * to test guesses.
 */
export function createPasswords(
  pepper: string | Buffer,
  options: { rounds?: number; /** Called when a password was found to fit. */ onFit?: () => void } = {},
): Passwords {
  const cost = options.rounds ?? rounds;
  const semaphore = createSemaphore(atOnce, waitingAtMost);
  let unusableHash: Promise<string> | undefined;
  const peppered = (password: string): string =>
    createHmac('sha256', pepper).update(password.normalize('NFC')).digest('base64');

  const hashed = (password: string): Promise<string> => bcrypt.hash(peppered(password), cost);
  // All accounts without a password share the hash of one random secret per process. With a hash for each account, a
  // hundred participants who join at once would wait a quarter of a second for every one before them.
  const unusable = (): Promise<string> => (unusableHash ??= hashed(randomBytes(32).toString('base64')));

  return {
    hash: (password) => semaphore.run(() => hashed(password)),
    unusable,
    async verify(password, known) {
      const against = known ?? (await unusable());
      const fits = await semaphore.run(() => bcrypt.compare(peppered(password), against));
      if (!fits || known === undefined) return false;
      options.onFit?.();
      return true;
    },
    problem(password, { email }) {
      const length = [...password].length;
      if (length < shortest) return 'too-short';
      if (length > longest) return 'too-long';
      const name = email.split('@')[0] ?? '';
      if (name.length >= 4 && password.toLowerCase().includes(name.toLowerCase())) return 'contains-email';
      return isCommonPassword(password) ? 'common' : undefined;
    },
  };
}
