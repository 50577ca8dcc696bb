import type { Brier } from './brier.ts';
import type { CalibrationBin } from './calibration.ts';
import type { Figure } from './dyadic-interval.ts';
import type { ExposureFigures } from './exposure-figures.ts';
import type { FairnessFigures } from './fairness.ts';
import type { FollowUpFigures } from './follow-up-figures.ts';
import type { Increment, NegativeControl } from './increments.ts';
import type { PermutationTest } from './permutation.ts';
import type { Cell } from './small-cell.ts';
import type { SocialRelations } from './social-relations.ts';
import type { StudyRow } from './study-row.ts';
import type { Told } from './told.ts';
import type { Uplift } from './uplift.ts';

/** One score against willingness before meeting. */
export interface ScoreFigures {
  /** Against would-meet, all viewers together: a comparison between people. */
  auc: Told<Figure>;
  /** Against would-meet, within viewers. */
  withinRaterAuc: Told<Figure>;
  /** Against WtM. */
  spearman: Told<Figure>;
  /** Against WtM, without what belongs to the viewer or to the shown person. */
  doubleCentred: Told<Figure>;
  /** Of the pooled AUC. */
  permutation: Told<PermutationTest>;
  brier: Told<Brier>;
  /** Share of would-meet by fifths of the score; empty for `consensus`, and without answers. */
  calibration: Cell<CalibrationBin>[];
  uplift: Told<Uplift>;
}

/**
 * All outcome-dependent figures of one cohort, as the desk, its plots, the export's totals and the cohort's report show them.
 * Plain JSON; a figure that does not exist is null with its reason.
 */
export interface StudyFigures {
  /** Different people in any role. */
  people: number;
  /** Different people who answered. */
  viewers: number;
  /** Rows with WtM or would-meet. */
  answers: number;
  /** Shares of yes among all would-meet answers, and the mean of WtM. */
  wouldMeetRate: Told<number>;
  wtmMean: Told<number>;
  /** The boundary in z that every interval of `scores`, `mutualYes`, `increments` and `controls` was made with; 1.96 is 95 %. */
  z: number;
  /** By name of the score. */
  scores: Record<string, ScoreFigures>;
  /** AUC of `mutual` for would-meet on both sides; its unit is the pair. */
  mutualYes: Told<Figure>;
  /** Of WtM; ± is half a 95 % interval. */
  srm: Told<SocialRelations & { plusMinus: number }>;
  /** consensus → + personal taste → + personality → + biology, each step on the answers that have both scores. */
  increments: Increment[];
  /** Personality and biology, which willingness before meeting should not depend on. */
  controls: NegativeControl[];
  exposure: Told<ExposureFigures>;
  /** Places for profiles that no eligible pair could fill; as the caller gave it. */
  unmetCapacity: number | null;
  fairness: FairnessFigures;
  followUp: FollowUpFigures;
}

export interface StudyFiguresOptions {
  /** Names of the scores; by default those that any row has. */
  scores?: readonly string[];
  /** Of the permutations. */
  seed: string;
  /** How many permutations a score is given; 0 leaves the test out. Default 999. */
  permutations?: number;
  /** Boundary of this look, a side; default 1.96. */
  z?: number;
  /** Of the phases in the fused score, for the increments. Default 40, 30 and 30. */
  weights?: Readonly<Record<'visual' | 'personality' | 'biological', number>>;
  unmetCapacity?: number | null;
  /** All people of the plan, so that those who were never shown count in the exposure; default those in the rows. */
  everyone?: readonly { person: string; sex: string | null }[];
}

export type { StudyRow };
