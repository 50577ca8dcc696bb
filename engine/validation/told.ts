import type { Withheld } from './small-cell.ts';

/**
 * Why there is no figure:
 * - `too-few-people`, `protects-another-cell`: withheld
 * - `no-answers`: no row has this outcome; `no-scores`: no row with the outcome has the score
 * - `answers-equal`, `scores-equal`: nothing to compare
 * - `one-group`: all people are of one sex, age band or language, no pair shares it, or it is not known
 * - `no-range-pairs`: no pair was drawn from the whole range, so there is no random choice to compare with
 * - `not-asked`: this figure was not asked for
 * - `undefined`: the statistic does not exist for these rows for another reason
 */
export type Missing =
  | Withheld['reason']
  | 'no-answers'
  | 'no-scores'
  | 'answers-equal'
  | 'scores-equal'
  | 'one-group'
  | 'no-range-pairs'
  | 'not-asked';

/** A figure, or why there is none. A `Cell` is one too. */
export type Told<T> = { value: T; reason?: never } | { value: null; reason: Missing };

export const missing = (reason: Missing): { value: null; reason: Missing } => ({ value: null, reason });
