/** How evenly people are shown. */
export interface ExposureFigures {
  /** Gini coefficient of how often each person was shown, 0–1. */
  gini: number;
  /** The least that is possible when each sex is shown as often in all as it was; more than 0 where the sexes are unequal. */
  lowest: number;
  people: number;
  /** People who were shown to no one. */
  neverShown: number;
}
