import type { Phase } from '../ports/phases.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import type { TraitScores } from '../personality/sins.ts';

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
 * One participant who was shown to the reader. Of the other's questionnaire a report holds one figure about the pair and
 * nothing for each trait: with their own traits a reader could compute the other's, and the consent text says that
 * others never see the answers.
 */
export interface ReportMatch {
  /** The name shown in the chat; any text. */
  label: string;
  /** Null for a participant who did not agree that age and photo stand in reports. */
  age: number | null;
  /** The photo it was shown with, in the file storage; null as for `age`, and when there is none. */
  photoPath: string | null;
  /** The place among the profiles that the reader answered about, from 1. */
  place: number;
  /** Predicted mutual willingness to meet, 0–100. */
  mutual: number;
  /** Where it would lie five times of six, measured again; 0–100, `mutual` within. */
  band: readonly [low: number, high: number];
  /** How far each phase moved `mutual` from 50, in points; null for a missing phase. */
  moved: Readonly<Record<Phase, number | null>>;
  /** The weights of the phases present as a share of all weights, 0–1. */
  coverage: number;
  /** Compatibility of the pair, the same for both: percentiles 0–100, null for a missing phase. */
  phases: Readonly<Record<Phase, number | null>>;
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
  weights: PhaseWeights;
  /** False when the questionnaire has no reference: the score of the phase is then similarity as measured. */
  personalityPercentile: boolean;
  /** True when HLA types were compared by the names of alleles, without a release of IPD-IMGT/HLA. */
  hlaByNameOnly: boolean;
  /** The reader's own traits, 0–1. */
  traits: TraitScores;
  matches: readonly ReportMatch[];
  /** The number of people whose scores are left out until the follow-up is over (invariant 6b); usually absent. */
  withheld?: number;
  /** Hash of the pre-registration made when the cohort was frozen. */
  preregistrationHash: string | null;
}

/** Small pictures of the matches, JPEG, by `ReportMatch.photoPath`. A match whose photo is gone has none. */
export type ReportPhotos = ReadonlyMap<string, Buffer>;

/** The matches from the strongest prediction to the weakest; equal ones keep their order. */
export const byPrediction = (model: ReportModel): ReportMatch[] =>
  model.matches.toSorted((one, other) => other.mutual - one.mutual);

/** The weight of a phase as a share of all weights, 0–1. */
export function weightShare(weights: PhaseWeights, phase: Phase): number {
  const total = reportPhases.reduce((sum, name) => sum + weights[name], 0);
  return weights[phase] / total;
}

/** On which side of the middle of the scale the whole band lies; `open` when it lies on both. */
export const leaningOf = ({ band: [low, high] }: Pick<ReportMatch, 'band'>): 'yes' | 'no' | 'open' =>
  low > 50 ? 'yes' : high < 50 ? 'no' : 'open';

/**
 * The largest groups of matches whose bands all overlap: within one of them the prediction cannot tell who fits better.
 * A match may be in several groups; one that stands apart from all is in none.
 * @returns indexes into `matches`
 */
export function inseparable(matches: readonly Pick<ReportMatch, 'band'>[]): number[][] {
  // Bands that all overlap have a point in common, and the lower end of one of them is such a point.
  const groups = matches.map(({ band: [point] }) =>
    matches.flatMap(({ band: [low, high] }, index) => (low <= point && point <= high ? [index] : [])),
  );
  const isWithin = (group: readonly number[], other: readonly number[]): boolean =>
    group.every((index) => other.includes(index));
  return groups.filter(
    (group, at) =>
      group.length > 1 &&
      !groups.some(
        (other, place) =>
          isWithin(group, other) &&
          (other.length > group.length || (other.length === group.length && place < at)),
      ),
  );
}
