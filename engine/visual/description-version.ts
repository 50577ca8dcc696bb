import { HarmoniaError } from '../../foundation/errors.ts';

/**
 * How a photo becomes a face description; descriptions of different versions are not compared.
 *
 * 1: the photo fitted to 480 x 480 pixels. The detector squashes a photo that is not square, so the photo's shape
 *    changes the description.
 * 2: grey bars make the photo square. The mean of two descriptions is taken, of a square around the middle of the face
 *    mesh, turned upright, and of its mirror image.
 */
export type DescriptionVersion = 1 | 2;

/** What new descriptions are made with, unless a cohort has begun with an older version. */
export const newestDescription: DescriptionVersion = 2;

const mark = '+description@';

/** What is appended to a stored version; version 1 is from before versions were noted. */
export const descriptionSuffix = (version: DescriptionVersion): string =>
  version === 1 ? '' : `${mark}${version}`;

/** What is stored beside each description: the library, the description's version and the backend. */
export const analyserVersionOf = (version: DescriptionVersion, backend: string): string =>
  `human-3.3.6${descriptionSuffix(version)}/${backend}`;

/**
 * The description's version in a stored analyser version or a stored version of phase 1.
 * @throws HarmoniaError config-invalid for a version that a later program made
 */
export function descriptionVersionIn(noted: string): DescriptionVersion {
  const version = /\+description@(\w+)/.exec(noted)?.[1];
  if (version === undefined) return 1;
  if (version === '2') return 2;
  throw new HarmoniaError(
    'config-invalid',
    `faces of a cohort that is not scored yet were described with version ${version}, which this program does not know`,
  );
}
