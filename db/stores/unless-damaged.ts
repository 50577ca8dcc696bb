import { isHarmoniaError } from '../../foundation/errors.ts';

/** The decrypted value; the other one when the ciphertext is damaged or its key is gone. */
export async function unlessDamaged<T, Other = undefined>(
  open: () => T | Promise<T>,
  otherwise?: Other,
): Promise<T | Other> {
  try {
    return await open();
  } catch (error) {
    if (isHarmoniaError(error, 'ciphertext-invalid')) return otherwise as Other;
    throw error;
  }
}
