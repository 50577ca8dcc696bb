import { HlaError } from '@harmonia/hla';
import { HarmoniaError } from '../../foundation/errors.ts';

/** Runs work of the HLA package; what it throws on purpose becomes the study's `hla-invalid`, sentence included. */
export function asStudyError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof HlaError) throw new HarmoniaError('hla-invalid', error.message, { cause: error });
    throw error;
  }
}
