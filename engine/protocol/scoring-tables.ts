import type { ComparedGene, ScoreDistribution } from '../biological/index.ts';
import type { EligibilityTable } from '../compatibility/eligible-pairs.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import type { TraitTable } from '../personality/trait-pairs.ts';
import type { FaceTable } from '../visual/face-pairs.ts';

/**
 * All that the pairs of a cohort are scored with, prepared once a person: a row for each, in the order of ids. Plain data in shared
 * memory, so that threads read the same arrays.
 */
export interface ScoringTables {
  readonly people: number;
  readonly eligibility: EligibilityTable;
  readonly faces: FaceTable;
  readonly traits: TraitTable;
  /** Encoded typings, nine integers a person. */
  readonly typings: Int32Array;
  readonly genes: readonly ComparedGene[];
  /** Quantiles of the reference of similarity; null when it counts as measured. */
  readonly similarity: readonly number[] | null;
  readonly dissimilarity: ScoreDistribution;
  readonly weights: PhaseWeights;
  /** 1 for people who agree to research use. */
  readonly agreed: Uint8Array;
  /** Place in `languages` of the language in which a person read the statements; -1 where it is not known or not one. */
  readonly languageOf: Int8Array;
  readonly languages: readonly string[];
  /** Orders pairs with equal scores. */
  readonly ties: Uint32Array;
  readonly keep: KeptPairs;
}

/** Which of the scored pairs are kept. */
export interface KeptPairs {
  /** The best partners of a person. */
  readonly best: number;
  /** Pairs of the sample in each tenth of the scale of mutual scores. */
  readonly sampled: number;
  /** Partners drawn from all of a person's, for the plan of a cohort whose pairs are too many for it. */
  readonly drawn: number;
  /** True when the plan is to see every pair. */
  readonly every: boolean;
}

/** Memory that threads share. */
export const sharedBytes = (length: number): ArrayBufferLike => new SharedArrayBuffer(length);
