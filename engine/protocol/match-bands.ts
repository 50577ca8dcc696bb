import { isHarmoniaError } from '../../foundation/errors.ts';
import { compareHla, type HlaTyping } from '../biological/index.ts';
import { phaseMoves } from '../compatibility/phase-moves.ts';
import { type PhaseDraws, scoreBand } from '../compatibility/score-band.ts';
import { sharedTraits } from '../personality/similarity.ts';
import type { TraitScores } from '../personality/sins.ts';
import { similarityError, traitError, typicalTraitError } from '../personality/trait-error.ts';
import type { PairScore } from '../ports/cohorts.ts';
import type { Participant, Sex } from '../ports/participants.ts';
import type { Phase } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { faceFeatures } from '../visual/features.ts';
import type { Posterior } from '../visual/preference-posterior.ts';
import { directedVisualSpread, normalCumulative, normalDeviate } from '../visual/visual-score.ts';
import { readable, typingOf } from './readable.ts';
import { tasteOf } from './scorers.ts';
import type { Study } from './study.ts';

/** The part of the study that says how exactly a score is known. */
export type MeasuringStudy = Pick<
  Study,
  'weights' | 'prior' | 'packs' | 'instruments' | 'hla' | 'scorers' | 'seed'
>;

/** The sealed data of one participant that decide how exactly their scores are known. */
export interface SealedData {
  face: { sex: Sex; features: Float64Array; taste: Posterior } | undefined;
  traits: TraitScores | undefined;
  traitError: number;
  /** The version of the questionnaire that was answered. */
  questionnaire: string;
  typing: HlaTyping | undefined;
}

/** Reads the sealed data of a participant, each phase by itself. A record that cannot be read counts as missing. */
export async function readSealedData(
  uow: UnitOfWork,
  { userId, sex }: Participant,
  study: MeasuringStudy,
): Promise<SealedData> {
  const phases = await uow.phases.of(userId);
  const description = (await readable(() => uow.visual.description(userId)))?.value;
  const begun = phases.get('visual')?.instrumentVersion;
  const typing = (await readable(() => typingOf(uow, userId)))?.value;
  const answers = new Map(
    (await uow.personality.answers(userId)).map(({ itemId, value }) => [itemId, value]),
  );
  const answered = phases.get('personality')?.instrumentVersion ?? '';
  const shelved = study.instruments.find(answered);
  return {
    face:
      description && sex && begun
        ? {
            sex,
            features: faceFeatures(study.prior, description.embedding, sex),
            taste: await tasteAfterRatings(uow, { userId, begun }, study),
          }
        : undefined,
    traits: await uow.personality.scores(userId),
    traitError: (shelved && traitError(shelved.instrument, answers)) ?? typicalTraitError,
    questionnaire: answered,
    typing,
  };
}

/**
 * A pack is only needed until its cohort is scored, so it may be gone by the time of a report. Then the range is that of
 * a participant who rated no face.
 */
async function tasteAfterRatings(
  uow: UnitOfWork,
  { userId, begun }: { userId: Participant['userId']; begun: string },
  { prior, packs }: MeasuringStudy,
): Promise<Posterior> {
  try {
    return tasteOf(await uow.visual.ratings(userId), prior, packs.begunWith(begun).faces);
  } catch (error) {
    if (isHarmoniaError(error, 'pack-invalid')) return prior.raters;
    throw error;
  }
}

/** How exactly the mutual score of a pair is known, and how far each phase moved it from 50. */
export interface MatchBand {
  /** Five of six repeated measurements would lie in it: `scoreBand`. */
  band: [low: number, high: number];
  moved: Record<Phase, number | null>;
}

/**
 * The band of a stored score. The stored scores stay the centre; the sealed data only say how far they may be off: the
 * face by the posterior of either taste, the personality by the standard error of the traits, HLA by the interval that
 * the typings leave.
 */
export function matchBand(
  { forth, back }: { forth: PairScore; back: PairScore },
  { mine, theirs }: { mine: SealedData; theirs: SealedData },
  study: MeasuringStudy,
): MatchBand {
  const { weights, seed, scorers, instruments } = study;
  // The questionnaire of a cohort that is scored may be gone; the current one says how similarity spreads.
  const { instrument } = instruments.find(mine.questionnaire) ?? instruments.current();
  const questionnaire = instrument.version;
  const visual =
    forth.visual === null || back.visual === null ? null : { forth: forth.visual, back: back.visual };
  const both = (value: number | null) => (value === null ? null : { forth: value, back: value });
  const draws: PhaseDraws = {
    visual: visual && drawFace(visual, mine, theirs, study),
    personality: drawRaw(forth.personality, forth.personalityRaw, spreadOfTraits(mine, theirs), (raw) =>
      scorers.percentile.personality(questionnaire, raw),
    ),
    biological: drawRaw(
      forth.biological,
      forth.biologicalRaw,
      spreadOfHla(mine, theirs, study),
      scorers.percentile.biological,
    ),
  };
  return {
    band: scoreBand(draws, weights, { mutual: forth.mutual, seed: `${seed}:${forth.a}:${forth.b}` }),
    moved: phaseMoves(
      { visual, personality: both(forth.personality), biological: both(forth.biological) },
      weights,
    ),
  };
}

function drawFace(
  { forth, back }: { forth: number; back: number },
  { face: one }: SealedData,
  { face: other }: SealedData,
  { prior }: MeasuringStudy,
): PhaseDraws['visual'] {
  if (!one || !other) return () => ({ forth, back });
  const spreadOf = (viewer: typeof one, shown: typeof one): number =>
    directedVisualSpread(viewer.taste, shown.features, shown.sex, prior.reference);
  const ways = [
    { centre: normalDeviate(forth), spread: spreadOf(one, other) },
    { centre: normalDeviate(back), spread: spreadOf(other, one) },
  ] as const;
  return (random) => {
    const [toThem, toMe] = ways.map(
      ({ centre, spread }) => 100 * normalCumulative(centre + spread * random.normal()),
    );
    return { forth: toThem!, back: toMe! };
  };
}

/** How far a raw score may be from its measured value; one call draws one distance. */
type Spread = (random: { normal(): number; next(): number }, raw: number) => number;

function spreadOfTraits(mine: SealedData, theirs: SealedData): Spread | undefined {
  const shared = mine.traits && theirs.traits ? sharedTraits(mine.traits, theirs.traits) : 0;
  if (shared === 0) return undefined;
  const error = similarityError(mine.traitError, theirs.traitError, shared);
  return (random) => error * random.normal();
}

/** A triangle over the interval with its top at the score: the interval says what is possible, not how likely. */
function spreadOfHla(mine: SealedData, theirs: SealedData, { hla }: MeasuringStudy): Spread | undefined {
  if (!mine.typing || !theirs.typing) return undefined;
  const { score, interval } = compareHla(mine.typing, theirs.typing, hla);
  if (score === null) return undefined;
  const [below, above] = [score - interval[0], interval[1] - score];
  const width = below + above;
  if (!(width > 0)) return () => 0;
  return (random) => {
    const place = random.next();
    return place < below / width
      ? Math.sqrt(place * width * below) - below
      : above - Math.sqrt((1 - place) * width * above);
  };
}

function drawRaw(
  percentile: number | null,
  raw: number | null,
  spread: Spread | undefined,
  percentileOf: (raw: number) => number,
): PhaseDraws['personality'] {
  if (percentile === null) return null;
  if (raw === null || !spread) return () => ({ forth: percentile, back: percentile });
  // The reference may have changed since the scoring, so only the distance between two of its percentiles is used.
  const offset = percentile - percentileOf(raw);
  return (random) => {
    const drawn = Math.min(100, Math.max(0, raw + spread(random, raw)));
    const moved = Math.min(100, Math.max(0, percentileOf(drawn) + offset));
    return { forth: moved, back: moved };
  };
}
