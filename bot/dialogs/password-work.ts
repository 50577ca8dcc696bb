import type { Study } from '../../engine/protocol/study.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import type { Turn } from '../turn/turn.ts';

/** The result of hashing, or `busy` when too many passwords wait to be hashed. */
export async function unlessBusy<T>(hashing: () => Promise<T>): Promise<T | 'busy'> {
  try {
    return await hashing();
  } catch (error) {
    if (isHarmoniaError(error, 'too-many-requests')) return 'busy';
    throw error;
  }
}

/** The hash of a new password; undefined, with a notice, when too many wait to be hashed. */
export function hashOutside(
  turn: Turn,
  { passwords }: Pick<Study, 'passwords'>,
  password: string,
): string | undefined {
  const hash = turn.outside('hash', () => unlessBusy(() => passwords.hash(password)));
  return hash === 'busy' ? void turn.notice(turn.t('login-busy')) : hash;
}
