import type { Phase, Sin } from '../ports/phases.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import { traitDistances } from '../personality/similarity.ts';
import { sins, type TraitScores } from '../personality/sins.ts';

/** Turns a key and its arguments into a sentence; the caller brings the language. */
export type Translate = (key: string, args?: Record<string, string | number>) => string;

/** The phases in the order in which they are told. */
export const reportPhases = ['visual', 'personality', 'biological'] as const satisfies readonly Phase[];

/** What was collected of one person in one phase. */
export interface PhaseBasis {
  /** Faces rated, statements answered, genes typed. */
  collected: number;
  of: number;
  /** Names the instrument, pack or reference; null for a phase that was never measured. */
  version: string | null;
}

/**
 * How near two answers are, in three steps. It is all that a report tells of another person's questionnaire, so that
 * nobody can compute it from their own.
 */
export type Closeness = 'close' | 'between' | 'apart';

/** One person who was shown, as the reader knows them. */
export interface ReportMatch {
  /** The name shown in the chat; any text. */
  label: string;
  /** Predicted mutual willingness to meet, 0–100. */
  mutual: number;
  /** Share of all weight that was backed by data, 0–1. */
  coverage: number;
  /** Compatibility of the pair, the same for both: percentiles 0–100, null for a missing phase. */
  phases: Readonly<Record<Phase, number | null>>;
  /** Personality similarity as measured, 0–100, of which `phases.personality` is the percentile. */
  similarity?: number | null;
  closeness: Readonly<Record<Sin, Closeness | null>>;
  /** What the reader answered before seeing any score. */
  answer: { wtm: number | null; wouldMeet: boolean | null };
}

/** Everything a participant's report says. It holds no number about a person but the reader's own traits. */
export interface ReportModel {
  locale: 'en' | 'es' | 'ru';
  study: string;
  /** The reader's pseudonym. */
  code: string;
  date: Date;
  basis: Readonly<Record<Phase, PhaseBasis>>;
  weights: PhaseWeights;
  /** The reader's own traits, 0–1. */
  traits: TraitScores;
  matches: readonly ReportMatch[];
  /** Hash of what was declared when the cohort was frozen. */
  preregistrationHash: string | null;
}

/** The matches from the strongest prediction to the weakest; equal ones keep their order. */
export const byPrediction = (model: ReportModel): ReportMatch[] =>
  model.matches.toSorted((one, other) => other.mutual - one.mutual);

/** Steps on the 0–1 scale of a trait: 0.15 is about two thirds of an answer category. */
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

/** The part of a phase in all weight, 0–1. */
export function weightShare(weights: PhaseWeights, phase: Phase): number {
  const total = reportPhases.reduce((sum, name) => sum + weights[name], 0);
  return weights[phase] / total;
}
