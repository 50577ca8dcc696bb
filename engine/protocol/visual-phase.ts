import { createHash } from 'node:crypto';
import { createRandom } from '../../foundation/random.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { requireConsent } from '../privacy/consent.ts';
import type { SoughtSex, UserId } from '../ports/participants.ts';
import type { CalibrationRating, FaceDescription, PresentedItem } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type CalibrationPack, calibrationOrder } from '../visual/calibration-pack.ts';
import { openPhase, requireOpen, sealPhase } from './phases.ts';
import type { Digest } from './seal-digest.ts';
import type { Study } from './study.ts';

const repeats = 2;
/** A median below this is too fast to have looked at the faces. */
const hastyMs = 400;

/**
 * Opens phase 1 with the current calibration pack and draws the order of its faces once (invariant 8). Opening twice
 * changes nothing.
 * @throws HarmoniaError `consent-missing`
 */
export async function openVisualPhase(
  uow: UnitOfWork,
  study: Pick<Study, 'packs' | 'calibrationFaces' | 'versions'>,
  { userId, seeks, now }: { userId: UserId; seeks: SoughtSex; now: Date },
): Promise<void> {
  if (await uow.phases.presentation(userId, 'visual')) return;
  await requireConsent(uow, userId, 'face');
  await openPhase(uow, { userId, phase: 'visual', instrumentVersion: study.versions.visual, now });
  const seed = `visual:${userId}`;
  const items = orderFor(study.packs.current().pack, seeks, seed, study.calibrationFaces);
  await uow.phases.savePresentation(userId, 'visual', { seed, items });
}

// A participant who seeks both sexes rates half of the faces of each sex, in one mixed order with a repeat of each
// half.
function orderFor(pack: CalibrationPack, seeks: SoughtSex, seed: string, faces: number): PresentedItem[] {
  const one = (sex: 'female' | 'male', count: number, again: number): PresentedItem[] =>
    calibrationOrder(pack, sex, seed, { faces: count, repeats: again }).map(({ faceId, repeat }) => ({
      id: faceId,
      repeat,
    }));
  if (seeks !== 'both') return one(seeks, faces, repeats);
  const halves = [
    one('female', Math.ceil(faces / 2), repeats / 2),
    one('male', Math.floor(faces / 2), repeats / 2),
  ];
  // Drawing from both halves at random keeps the order within each, so a repeat still follows its original.
  const random = createRandom(`both:${seed}`);
  const merged: PresentedItem[] = [];
  while (halves.some((half) => half.length > 0)) {
    const left = halves.reduce((sum, half) => sum + half.length, 0);
    const pick = random.integer(left) < halves[0]!.length ? halves[0]! : halves[1]!;
    merged.push(pick.shift()!);
  }
  return merged;
}

/** Stores one swipe; an earlier one at the same position is replaced until the phase is sealed. */
export async function rateFace(uow: UnitOfWork, userId: UserId, rating: CalibrationRating): Promise<void> {
  await requireConsent(uow, userId, 'face');
  await requireOpen(uow, userId, 'visual');
  await uow.visual.saveRating(userId, rating);
}

/**
 * Seals phase 1: the face description, the order and every swipe.
 * @throws HarmoniaError `phase-incomplete` without an accepted selfie or with a face that was not rated.
 */
export async function sealVisualPhase(
  uow: UnitOfWork,
  digest: Digest,
  userId: UserId,
  now: Date,
): Promise<void> {
  await requireOpen(uow, userId, 'visual');
  const ratings = await uow.visual.ratings(userId);
  const description = await uow.visual.description(userId);
  const shown = (await uow.phases.presentation(userId, 'visual'))?.items ?? [];
  const rated = new Set(ratings.map(({ position }) => position));
  if (!description || (await uow.visual.selfie(userId))?.status !== 'accepted')
    throw new HarmoniaError('phase-incomplete', 'no selfie was accepted');
  if (shown.length === 0 || !shown.every((_, position) => rated.has(position)))
    throw new HarmoniaError('phase-incomplete', 'not every face is rated');
  await uow.visual.completeCalibration(userId);
  const values = ratings.map(({ rating }) => rating);
  const flags = [
    ...(new Set(values).size === 1 ? ['one-answer-for-all'] : []),
    ...(median(ratings.flatMap(({ dwellMs }) => dwellMs ?? [])) < hastyMs ? ['too-fast'] : []),
  ];
  await sealPhase(uow, digest, {
    userId,
    phase: 'visual',
    snapshot: visualSnapshot(description, ratings),
    flags,
    now,
  });
}

/** What phase 1 is sealed over: a hash of the face description, and every swipe in the order of the faces. */
export const visualSnapshot = (
  { embedding }: FaceDescription,
  ratings: readonly CalibrationRating[],
): unknown => ({
  face: createHash('sha256').update(bytesOf(embedding)).digest('hex'),
  ratings: ratings.map(({ position, faceId, repeat, rating }) => ({ position, faceId, repeat, rating })),
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
}
