import type { Figure } from './dyadic-interval.ts';
import type { Told } from './told.ts';

/** Fewer answers than this carry no test. */
export const fewestFollowUps = 100;

/** What introduced people answered later, judged by each score. */
export interface FollowUpFigures {
  answers: number;
  /** True under 100 answers: intervals, and no test. */
  exploratory: boolean;
  /** Shares of yes, and means. */
  metRate: Told<number>;
  wouldRate: Told<number>;
  againMean: Told<number>;
  alikeMean: Told<number>;
  /** By name of the score. */
  scores: Record<string, FollowUpScore>;
}

export interface FollowUpScore {
  /** AUC for having met and for "would". */
  met: Told<Figure>;
  would: Told<Figure>;
  /** Spearman's rho with how much the viewer would like to meet again, and with how alike they felt. */
  again: Told<Figure>;
  alike: Told<Figure>;
}
