import * as hla from '@harmonia/hla';
import { asStudyError } from './study-error.ts';

/**
 * The reference of the newest table in a folder, or the built-in names when it holds none. A table that cannot be read
 * stops the start: the study must not fall back to names without notice. @throws HarmoniaError `hla-invalid`
 */
export const findReference = (folder: string): hla.HlaReference =>
  asStudyError(() => hla.findReference(folder));
