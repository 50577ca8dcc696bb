import type { CohortId, Participant, Purpose, UserId } from './participants.ts';
import type { FaceDescription, SealedTraits } from './phases.ts';

/** The sealed data of one person that scores are made of. */
export interface SealedPerson {
  /** `unreadable` when it cannot be decrypted. */
  face: FaceDescription | 'unreadable' | null;
  /** The version with which the person began phase 1. */
  visualVersion: string | null;
  /** In the order in which the faces were shown. */
  ratings: { faceId: string; rating: number }[];
  traits: SealedTraits | null;
  /** As it was sealed; `unreadable` when it cannot be decrypted or does not fit its checksum. */
  typing: string | null;
  /** The language in which all statements were read; null where it is not known or not one. */
  language: Participant['locale'];
}

/** Why a pair's scores are kept. `every`: all pairs of its cohort are. */
export type KeptAs = 'every' | 'planned' | 'best' | 'sample';

/** The numbers of a pair's scores, in the order in which they are stored; NaN for a missing phase. */
export const scoreNumbers = [
  'visual',
  'personality',
  'biological',
  'personalityRaw',
  'biologicalRaw',
  'directed',
  'mutual',
  'coverage',
] as const;

export type ScoreNumber = (typeof scoreNumbers)[number];

/** Scores of directed pairs, by column. */
export interface ScoreColumns extends Record<ScoreNumber, number[]> {
  a: UserId[];
  b: UserId[];
  kind: KeptAs[];
}

/** A quantile of a score over the scored pairs of people who agreed to research use. */
export interface ScoreQuantile {
  /** A name of `distributedScores`. */
  phase: string;
  /** 0–1 */
  q: number;
  value: number;
}

/** What scoring reads and writes in sets of rows. */
export interface ScoringStore {
  /** What these people sealed; every one of them has an entry. */
  sealed(userIds: readonly UserId[]): Promise<Map<UserId, SealedPerson>>;
  /** The purposes to which each of these people consents now. */
  purposes(userIds: readonly UserId[]): Promise<Map<UserId, Set<Purpose>>>;
  /** Removes scores, plan and quantiles of a cohort. */
  clear(id: CohortId): Promise<void>;
  addScores(id: CohortId, scores: ScoreColumns): Promise<void>;
  addQuantiles(id: CohortId, quantiles: readonly ScoreQuantile[]): Promise<void>;
  /** How likely views of the plan were, 0–1; they must be in the plan. */
  savePropensities(
    id: CohortId,
    views: readonly { viewer: UserId; shown: UserId; propensity: number }[],
  ): Promise<void>;
  /** Those that were stored; views of other cohorts have none. */
  propensities(id: CohortId): Promise<{ viewer: UserId; shown: UserId; propensity: number }[]>;
}
