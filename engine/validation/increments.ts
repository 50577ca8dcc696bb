import type { Figure } from './dyadic-interval.ts';
import type { Told } from './told.ts';

/** How much one more kind of evidence adds to the AUC for would-meet, on the same answers. */
export interface Increment {
  /** What is added; the first step compares personal taste with consensus. */
  added: 'taste' | 'personality' | 'biology';
  /** AUC without and with it, and the difference, whose interval is that of paired AUCs. */
  without: Told<number>;
  with: Told<number>;
  difference: Told<Figure>;
}

/** AUC of a phase for an outcome that it should have nothing to do with. */
export interface NegativeControl {
  score: 'personality' | 'biological';
  /** Which pairs: all, or those of two people who share this. */
  within: 'all' | 'language' | 'age-band' | 'language-and-age-band';
  auc: Told<Figure>;
}
