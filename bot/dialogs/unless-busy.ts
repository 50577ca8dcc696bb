import { isHarmoniaError } from '../../foundation/errors.ts';

/** The result of hashing, or `busy` when too many passwords wait to be hashed. */
export async function unlessBusy<T>(hashing: () => Promise<T>): Promise<T | 'busy'> {
  try {
    return await hashing();
  } catch (error) {
    if (isHarmoniaError(error, 'too-many-requests')) return 'busy';
    throw error;
  }
}
