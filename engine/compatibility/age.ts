const adult = 18;

/**
 * Age in whole years, from the year of birth alone. In the course of a year a person has two ages, of which this is the
 * younger. It is never under 18, since every participant confirmed to be at least 18.
 */
export const ageOf = (birthYear: number, now: Date): number =>
  Math.max(adult, now.getUTCFullYear() - birthYear - 1);
