/** The youngest and the oldest age that a participant may have or seek. */
export const adultAge = 18;
export const oldestAge = 99;

/** Why a birth year is refused; undefined when it is accepted. */
export function birthYearProblem(
  year: number,
  now: Date,
): { problem: 'birth-year-invalid' | 'birth-year-minor' } | undefined {
  const thisYear = now.getUTCFullYear();
  if (!Number.isInteger(year) || year < thisYear - oldestAge - 1 || year > thisYear)
    return { problem: 'birth-year-invalid' };
  // Only the year is known: a participant who turns 18 later this year is still 17, so this year counts as too young.
  return thisYear - year <= adultAge - 1 ? { problem: 'birth-year-minor' } : undefined;
}

/** True for an age that may be sought, from `minimum` on. */
export const isSoughtAge = (age: number, minimum = adultAge): boolean =>
  Number.isInteger(age) && age >= minimum && age <= oldestAge;

/** The longest name, in characters. */
export const longestName = 60;

/** The name as it is stored, or why it is refused. */
export function readDisplayName(
  text: string,
): { name: string } | { problem: 'name-invalid' } | { problem: 'name-long'; length: number } {
  const name = withoutDirection(text);
  const { length } = [...name];
  if (!/[\p{L}\p{N}\p{S}]/u.test(name) || /[\p{Cc}\p{Cs}\p{Co}]/u.test(name))
    return { problem: 'name-invalid' };
  return length > longestName ? { problem: 'name-long', length } : { name };
}

/**
 * Removes invisible characters and those that set the writing direction (a right-to-left name needs none): they would
 * also turn the text that stands after the name in a sentence.
 */
const withoutDirection = (text: string): string =>
  text
    .replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
