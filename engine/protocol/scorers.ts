import { HarmoniaError } from '../../foundation/errors.ts';
import {
  bringUp,
  compareHla,
  hlaPercentile,
  type HlaReference,
  type HlaTyping,
  type ScoreDistribution,
  methodVersionOf,
  methodVersionsOf,
  parseTyping,
  referenceDistribution,
} from '../biological/index.ts';
import { similarity } from '../personality/similarity.ts';
import type { InstrumentShelf } from '../personality/instrument-shelf.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { Participant, Sex, UserId } from '../ports/participants.ts';
import type { CalibrationRating, SealedTraits } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { percentileOf, type QuantileTable } from '../quantile-table.ts';
import { type DescriptionVersion, descriptionVersionIn } from '../visual/description-version.ts';
import { faceFeatures } from '../visual/features.ts';
import { fitPosterior, type Posterior, type Swipe } from '../visual/preference-posterior.ts';
import type { VisualPrior } from '../visual/prior.ts';
import { directedVisualScore } from '../visual/visual-score.ts';
import { declaredReference, oneQuestionnaire } from './instrument-of-cohort.ts';

/**
 * A score that both directions share: as measured, and as a percentile of the frozen reference. Without a reference of
 * its questionnaire, similarity as measured stands in both.
 */
export interface PhaseScore {
  /** 0–100 */
  raw: number;
  percentile: number;
}

/** The sealed data of a cohort, one map for each phase. A participant without data of a phase is not in its map. */
export interface PhaseSnapshots {
  visual: ReadonlyMap<UserId, { sex: Sex; features: Float64Array; posterior: Posterior }>;
  personality: ReadonlyMap<UserId, SealedTraits>;
  biological: ReadonlyMap<UserId, HlaTyping>;
}

/**
 * One scorer a phase, each a pure function of its own phase's snapshots (invariant 4); they meet in fusion, which
 * sees their percentiles only (invariant 5).
 */
export interface PhaseScorers {
  /**
   * @param hlaMethod the method by which typings are compared: the one in use, unless a cohort declares an earlier one
   * @throws HarmoniaError `preregistration-mismatch` for a method that cannot be had with the reference in use
   */
  snapshots(uow: UnitOfWork, people: readonly Participant[], hlaMethod?: string): Promise<PhaseSnapshots>;
  /** Predicted preference of A for B's face: a percentile 0–100, or null when either has no data of the phase. */
  visual(snapshots: PhaseSnapshots, a: UserId, b: UserId): number | null;
  personality(snapshots: PhaseSnapshots, a: UserId, b: UserId): PhaseScore | null;
  biological(snapshots: PhaseSnapshots, a: UserId, b: UserId): PhaseScore | null;
  /** What the scores compare with. */
  readonly references: ScorerReferences;
  /** The same scorers, with this reference for the similarity of every questionnaire; null: as measured. */
  comparedWith(reference: QuantileTable | null): PhaseScorers;
  /** The percentile of a raw score in the frozen reference of its phase: for personality, of its questionnaire. */
  readonly percentile: {
    personality(instrument: string, raw: number): number;
    biological(raw: number): number;
  };
}

interface CalibrationFaceSeen {
  readonly sex: Sex;
  readonly embedding: Float32Array;
}

/** The references that the scorers compare with. */
export interface ScorerReferences {
  prior: VisualPrior;
  /** Faces by id, with sex and description, of the calibration pack of an instrument version. */
  calibrationFaces: (instrumentVersion: string) => ReadonlyMap<string, CalibrationFaceSeen>;
  /** The reference of a version of the questionnaire; null when it has none. */
  similarityReference: (instrument: string) => QuantileTable | null;
  hla: HlaReference;
}

export function createScorers(references: ScorerReferences): PhaseScorers {
  const { prior, similarityReference, hla } = references;
  const distribution = referenceDistribution(methodVersionOf(hla));
  const percentile = {
    personality(instrument: string, raw: number) {
      const reference = similarityReference(instrument);
      return reference === null ? raw : percentileOf(reference, raw);
    },
    biological: (raw: number) => hlaPercentile(raw, distribution),
  };
  return {
    references,
    percentile,
    comparedWith: (reference) => createScorers({ ...references, similarityReference: () => reference }),
    snapshots: (uow, people, hlaMethod = methodVersionOf(hla)) =>
      readSnapshots(uow, people, { ...references, hlaMethod }),
    visual({ visual }, a, b) {
      const viewer = visual.get(a);
      const shown = visual.get(b);
      return viewer && shown
        ? directedVisualScore(viewer.posterior, shown.features, shown.sex, prior.reference)
        : null;
    },
    personality(snapshots, a, b) {
      const [mine, theirs] = [snapshots.personality.get(a), snapshots.personality.get(b)];
      const instrument = oneQuestionnaire([mine, theirs].flatMap((sealed) => sealed?.instrument ?? []));
      const raw = mine && theirs ? similarity(mine.traits, theirs.traits) : null;
      if (raw === null || instrument === undefined) return null;
      return { raw, percentile: percentile.personality(instrument, raw) };
    },
    biological(snapshots, a, b) {
      const [mine, theirs] = [snapshots.biological.get(a), snapshots.biological.get(b)];
      // The snapshots hold typings as the cohort's method compares them.
      const raw = mine && theirs ? compareHla(mine, theirs, hla, { names: 'as-read' }).score : null;
      return raw === null ? null : { raw, percentile: percentile.biological(raw) };
    },
  };
}

/** What percentiles of many pairs are computed from; the questionnaire is the one that all of them answered. */
export const percentileQuantiles = (
  { similarityReference, hla }: ScorerReferences,
  questionnaire: string | undefined,
): { similarity: readonly number[] | null; dissimilarity: ScoreDistribution } => ({
  similarity: questionnaire === undefined ? null : (similarityReference(questionnaire)?.quantiles ?? null),
  dissimilarity: referenceDistribution(methodVersionOf(hla)),
});

/** The scorers of a cohort: those of the study, with the reference of similarity that the cohort declared. */
export function scorersOf(
  { instruments, scorers }: { instruments: InstrumentShelf; scorers: PhaseScorers },
  cohort: Pick<Cohort, 'preregistration'>,
): PhaseScorers {
  const declared = declaredReference(instruments, cohort);
  return declared === undefined ? scorers : scorers.comparedWith(declared);
}

async function readSnapshots(
  uow: UnitOfWork,
  people: readonly Participant[],
  { prior, calibrationFaces, hla, hlaMethod }: ScorerReferences & { hlaMethod: string },
): Promise<PhaseSnapshots> {
  requireMethod(hla, hlaMethod);
  const isCurrent = hlaMethod === methodVersionOf(hla);
  const visual = new Map<UserId, { sex: Sex; features: Float64Array; posterior: Posterior }>();
  const personality = new Map<UserId, SealedTraits>();
  const biological = new Map<UserId, HlaTyping>();
  const phases = await uow.phases.ofUsers(people.map(({ userId }) => userId));
  const descriptions = new Set<DescriptionVersion>();
  for (const { userId, sex } of people) {
    const description = await uow.visual.description(userId);
    const begun = phases.get(userId)?.get('visual');
    if (description && sex && begun) {
      descriptions.add(descriptionVersionIn(begun.instrumentVersion));
      descriptions.add(descriptionVersionIn(description.analyserVersion));
      refuseMixture(descriptions);
      const ratings = await uow.visual.ratings(userId);
      const features = faceFeatures(prior, description.embedding, sex);
      const faces = calibrationFaces(begun.instrumentVersion);
      visual.set(userId, { sex, features, posterior: tasteOf(ratings, prior, faces) });
    }
    const sealed = await uow.personality.sealed(userId);
    if (sealed) personality.set(userId, sealed);
    const typing = await uow.biology.typing(userId);
    if (typing) biological.set(userId, isCurrent ? bringUp(parseTyping(typing), hla) : parseTyping(typing));
  }
  return { visual, personality, biological };
}

/** @throws HarmoniaError `preregistration-mismatch` for a method that cannot be had with the reference in use */
export function requireMethod(hla: HlaReference, method: string): void {
  if (methodVersionsOf(hla).includes(method)) return;
  throw new HarmoniaError(
    'preregistration-mismatch',
    `the cohort declared the HLA method ${method}, which cannot be had with the reference in use (${hla.release})`,
  );
}

/**
 * What is known of a participant's taste after their ratings.
 * @throws HarmoniaError `pack-invalid` when a rated face is not among the faces of the pack
 */
export function tasteOf(
  ratings: readonly CalibrationRating[],
  prior: VisualPrior,
  faces: ReadonlyMap<string, CalibrationFaceSeen>,
): Posterior {
  const featuresOf = facesRated(prior, faces);
  return fitPosterior(
    prior.raters,
    ratings.map(({ faceId, rating }) => ({ features: featuresOf(faceId), rating: rating as Swipe })),
  );
}

/**
 * Gives the features of the faces of a pack, computed once each.
 * @throws HarmoniaError `pack-invalid` when called for a face that is not among them
 */
export function facesRated(
  prior: VisualPrior,
  faces: ReadonlyMap<string, CalibrationFaceSeen>,
): (faceId: string) => Float64Array {
  const known = new Map<string, Float64Array>();
  return (faceId) => {
    const face = faces.get(faceId);
    // Without the rating the posterior would move towards the mean of all raters, and the error would not be seen.
    if (!face) throw new HarmoniaError('pack-invalid', `the pack has no face ${faceId}, which was rated`);
    const features = known.get(faceId) ?? faceFeatures(prior, face.embedding, face.sex);
    known.set(faceId, features);
    return features;
  };
}

/**
 * Numbers of two versions of the description differ for the same face, so their scores cannot be compared.
 * @throws HarmoniaError `preregistration-mismatch`
 */
export function refuseMixture(descriptions: ReadonlySet<DescriptionVersion>): void {
  if (descriptions.size < 2) return;
  const versions = [...descriptions].sort().join(' and ');
  throw new HarmoniaError(
    'preregistration-mismatch',
    `faces of one cohort are described with versions ${versions} of the description`,
  );
}
