import type { Figure } from './dyadic-interval.ts';
import type { Cell } from './small-cell.ts';
import type { Told } from './told.ts';

/** What the fused directed score does for one group of people. */
export interface FairnessGroup {
  group: string;
  answers: number;
  /** Different people of the group. */
  people: number;
  /** Pooled AUC for would-meet. */
  auc: Told<Figure>;
  meanScore: number;
  /** Mean of answer − calibrated chance (see Brier): above 0 the group is underrated. */
  residual: Told<Figure>;
}

/** By group of those who answer, and by group of those who are shown. */
export interface FairnessDimension {
  by: 'sex' | 'age-band' | 'language';
  viewers: Told<Cell<FairnessGroup>[]>;
  shown: Told<Cell<FairnessGroup>[]>;
}

export type FairnessFigures = FairnessDimension[];
