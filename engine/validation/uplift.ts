import type { Figure } from './dyadic-interval.ts';

/** Share of would-meet where the score is in its top fifth, against pairs drawn from the whole range. */
export interface Uplift {
  top: number;
  topAnswers: number;
  range: number;
  rangeAnswers: number;
  /** top − range, 95 %. */
  difference: Figure;
  /** top / range; null where no answer of a range pair is a yes. */
  ratio: number | null;
}
