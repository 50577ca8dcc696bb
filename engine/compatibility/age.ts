const adult = 18;

/**
 * Age in whole years from the year of birth alone: the younger of the two possible ones, but never under the eighteen
 * that everybody confirmed.
 */
export const ageOf = (birthYear: number, now: Date): number =>
  Math.max(adult, now.getUTCFullYear() - birthYear - 1);
