import type { Figure } from './dyadic-interval.ts';

/**
 * Mean squared distance of a chance and the answer. A score is a percentile and no chance, so it is calibrated: the chance of an
 * answer is the share of yes in its fifth of the score among the answers of all other viewers.
 */
export interface Brier {
  score: number;
  /** Of the share of yes among all other viewers, whatever the score. */
  ofBaseRate: number;
  /** `ofBaseRate` − `score`, with its interval: above 0 the score says more than the base rate. */
  gain: Figure;
  /** 1 − score / ofBaseRate. */
  skill: number;
}
