import type { Phase, Sin } from '../ports/phases.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import { traitDistances } from '../personality/similarity.ts';
import { sins, type TraitScores } from '../personality/sins.ts';

/** Returns the sentence of a locale key with its arguments; the caller chooses the language. */
export type Translate = (key: string, args?: Record<string, string | number>) => string;

/** The phases in the order in which a report lists them. */
export const reportPhases = ['visual', 'personality', 'biological'] as const satisfies readonly Phase[];

/** The data of one participant in one phase. */
export interface PhaseBasis {
  /** Faces rated, statements answered, genes typed. */
  collected: number;
  of: number;
  /** Names the instrument, pack or reference; null for a phase that was never measured. */
  version: string | null;
}

/**
 * How near two participants' traits are, in three steps. A report says no more about the other's questionnaire, so
 * that a reader cannot compute the other's traits from their own.
 */
export type Closeness = 'close' | 'between' | 'apart';

/** One participant who was shown to the reader. */
export interface ReportMatch {
  /** The name shown in the chat; any text. */
  label: string;
  /** Predicted mutual willingness to meet, 0–100. */
  mutual: number;
  /** The weights of the phases present as a share of all weights, 0–1. */
  coverage: number;
  /** Compatibility of the pair, the same for both: percentiles 0–100, null for a missing phase. */
  phases: Readonly<Record<Phase, number | null>>;
  /**
   * Personality similarity as measured, 0–100, of which `phases.personality` is the percentile, if there is a reference.
   */
  similarity?: number | null;
  /** Mean similarity of the reference; null or absent where there is none at hand. */
  similarityMean?: number | null;
  closeness: Readonly<Record<Sin, Closeness | null>>;
  /** What the reader answered before seeing any score. */
  answer: { wtm: number | null; wouldMeet: boolean | null };
}

/** The content of a participant's report. The only numbers about one person are the reader's own traits. */
export interface ReportModel {
  locale: 'en' | 'es' | 'ru';
  study: string;
  /** The reader's pseudonym. */
  code: string;
  date: Date;
  basis: Readonly<Record<Phase, PhaseBasis>>;
  /** False when the questionnaire has no reference: the score of the phase is then similarity as measured. */
  personalityPercentile: boolean;
  weights: PhaseWeights;
  /** The reader's own traits, 0–1. */
  traits: TraitScores;
  matches: readonly ReportMatch[];
  /** The number of people whose scores are left out until the follow-up is over (invariant 6b); usually absent. */
  withheld?: number;
  /** Hash of the pre-registration made when the cohort was frozen. */
  preregistrationHash: string | null;
}

/** The matches from the strongest prediction to the weakest; equal ones keep their order. */
export const byPrediction = (model: ReportModel): ReportMatch[] =>
  model.matches.toSorted((one, other) => other.mutual - one.mutual);

/** Borders of the steps on the 0–1 scale of a trait: 0.15 is about two thirds of an answer category. */
const closeBelow = 0.15;
const apartFrom = 0.35;

/** How near two people's traits are; null where either has no value. */
export function closenessOf(mine: TraitScores, theirs: TraitScores): Record<Sin, Closeness | null> {
  const distances = traitDistances(mine, theirs);
  return Object.fromEntries(sins.map((sin) => [sin, stepOf(distances[sin])])) as Record<
    Sin,
    Closeness | null
  >;
}

function stepOf(distance: number | null): Closeness | null {
  if (distance === null) return null;
  if (distance < closeBelow) return 'close';
  return distance < apartFrom ? 'between' : 'apart';
}

/** The weight of a phase as a share of all weights, 0–1. */
export function weightShare(weights: PhaseWeights, phase: Phase): number {
  const total = reportPhases.reduce((sum, name) => sum + weights[name], 0);
  return weights[phase] / total;
}
