import { createRandom } from '../../foundation/random.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Sex } from '../ports/participants.ts';
import type { CalibrationPack } from './load-pack.ts';

export interface CalibrationStep {
  readonly faceId: string;
  /** True when the face was shown before. */
  readonly repeat: boolean;
}

/**
 * The faces that a participant rates, in order. The pack decides which faces, so that all participants rate the same
 * ones; the seed decides the order. Repeats come in the second half and never right after their original.
 * @throws HarmoniaError pack-invalid when the pack has too few faces of that sex
 */
export function calibrationOrder(
  pack: Pick<CalibrationPack, 'id' | 'version' | 'faces' | 'calibration'>,
  sex: Sex,
  seed: string,
  { faces = 12, repeats = 2 }: { faces?: number; repeats?: number } = {},
): CalibrationStep[] {
  const random = createRandom(`calibration ${seed}`);
  const shown = random.shuffle(facesOf(pack, sex, faces));
  const firstHalf = Math.ceil((faces + repeats) / 2);
  if (firstHalf > faces || repeats > firstHalf - 1) {
    throw new RangeError(`${repeats} repeats do not fit among ${faces} faces`);
  }
  // The last face of the first half is not repeated, since its repeat could come right after it.
  const again = random.shuffle(shown.slice(0, firstHalf - 1)).slice(0, repeats);
  const second = random.shuffle([
    ...shown.slice(firstHalf).map((faceId) => ({ faceId, repeat: false })),
    ...again.map((faceId) => ({ faceId, repeat: true })),
  ]);
  return [...shown.slice(0, firstHalf).map((faceId) => ({ faceId, repeat: false })), ...second];
}

function facesOf(
  pack: Pick<CalibrationPack, 'id' | 'version' | 'faces' | 'calibration'>,
  sex: Sex,
  count: number,
): string[] {
  const all = pack.faces.filter((face) => face.sex === sex).map(({ id }) => id);
  const candidates =
    pack.calibration?.[sex] ?? createRandom(`${pack.id} ${pack.version} ${sex}`).shuffle(all);
  if (candidates.length < count) {
    throw new HarmoniaError(
      'pack-invalid',
      `the pack ${pack.id} has ${candidates.length} ${sex} faces, not ${count}`,
    );
  }
  return candidates.slice(0, count);
}
