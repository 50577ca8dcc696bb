import { createHmac, randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';
import { createSemaphore } from '../../foundation/semaphore.ts';
import type { Passwords } from '../../engine/ports/passwords.ts';
import { isCommonPassword } from './common-passwords.ts';

const rounds = 12;
const shortest = 12;
const longest = 200;
/** bcrypt keeps a core busy for a quarter of a second: more at once would stop the chat. */
const atOnce = 2;

/**
 * bcrypt of base64(HMAC-SHA-256(pepper, password)): 44 characters whatever was typed, so that what lies behind
 * bcrypt's 72 bytes counts too, and a stolen table without the pepper is worth nothing.
 */
export function createPasswords(pepper: string | Buffer, options: { rounds?: number } = {}): Passwords {
  const cost = options.rounds ?? rounds;
  const slots = createSemaphore(atOnce);
  let nobodys: Promise<string> | undefined;
  const peppered = (password: string): string =>
    createHmac('sha256', pepper).update(password.normalize('NFC')).digest('base64');

  const hash = (password: string): Promise<string> => slots.run(() => bcrypt.hash(peppered(password), cost));
  // One secret a process serves every account without a password: hashing takes a quarter of a second, and a hundred
  // people who join at once must not wait for it one after the other.
  const unusable = (): Promise<string> => (nobodys ??= hash(randomBytes(32).toString('base64')));

  return {
    hash,
    unusable,
    async verify(password, known) {
      const against = known ?? (await unusable());
      const fits = await slots.run(() => bcrypt.compare(peppered(password), against));
      return fits && known !== undefined;
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
