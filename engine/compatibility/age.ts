const adult = 18;

/**
 * Age in whole years, from the year of birth alone. In the course of a year a person has two ages, of which this is the
 * younger. It is never under 18, since every participant confirmed to be at least 18.
 */
export const ageOf = (birthYear: number, now: Date): number =>
  Math.max(adult, now.getUTCFullYear() - birthYear - 1);

const bandStarts = [18, 25, 35, 45, 55];

/** The age band of a person, such as `25–34`, in which figures compare groups. */
export function ageBandOf(birthYear: number, now: Date): string {
  const age = ageOf(birthYear, now);
  const band = bandStarts.findLastIndex((start) => age >= start);
  const next = bandStarts[band + 1];
  return next === undefined ? `${bandStarts[band]}+` : `${bandStarts[band]}–${next - 1}`;
}
