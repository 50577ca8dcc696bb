import type { ExpressionSuffix } from '../name.ts';

/** How many values a field can take by its place in the name, and with how many digits it is written at most. */
const places = [
  { values: 10_000, digits: 4 },
  { values: 10_000, digits: 4 },
  { values: 10_000, digits: 4 },
  { values: 1000, digits: 3 },
] as const;

/** Suffixes by their index in a number; an allele without one comes first. */
export const suffixes: readonly (ExpressionSuffix | '')[] = ['', 'N', 'L', 'S', 'C', 'A', 'Q'];

/** The smallest field by its number of digits: two are written at least, and three when two do not suffice. */
const smallest = [Infinity, Infinity, 1, 100, 1000];

/** By how much the numbers of two names differ at least when they differ in the second, third or fourth field. */
export const numberSteps = {
  second: suffixes.length * places[3].values * places[2].values,
  third: suffixes.length * places[3].values,
  fourth: suffixes.length,
} as const;

/** What `numberOfName` gives for a text that is no name. */
export const noName = -1;

const [zero, colon] = [48, 58];

/**
 * The number of a name that stands in a text without its gene, from `from` to before `to`. Names of one gene have different
 * numbers, which are in the order of the release: by first field, second, third, fourth and suffix, a name before those
 * that it begins. The number is exact: it is below 2^53. `noName` for a text that is not written as releases write names,
 * which have fields of two to four digits (three in the fourth) without needless zeros, and at most one suffix.
 */
export const numberOfName = (text: string, from: number, to: number): number =>
  addFields(0, 0, text, from, to);

/**
 * The number of a name given by that of its first two fields and the rest of its text, from `from` to before `to`: nothing,
 * a suffix, or further fields after a colon.
 */
export function numberOfMember(protein: number, text: string, from: number, to: number): number {
  const fields = protein / numberSteps.second;
  return text.charCodeAt(from) === colon && from < to
    ? addFields(fields, 2, text, from + 1, to)
    : close(fields, 2, text, from, to);
}

/** Reads fields into the number of those before, whose count is `fields`. */
function addFields(number: number, fields: number, text: string, from: number, to: number): number {
  for (let at = from; fields < places.length; at++) {
    const start = at;
    let field = 0;
    for (; at < to; at++) {
      const digit = text.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) break;
      field = field * 10 + digit;
    }
    const { values, digits } = places[fields]!;
    if (at - start > digits || field < smallest[at - start]!) return noName;
    number = number * values + field;
    fields++;
    if (at === to || text.charCodeAt(at) !== colon) return close(number, fields, text, at, to);
  }
  return noName;
}

/** Leaves room for the fields that a name does not have, and adds its suffix. */
function close(number: number, fields: number, text: string, at: number, to: number): number {
  for (let place = fields; place < places.length; place++) number *= places[place]!.values;
  number *= suffixes.length;
  if (at === to) return number;
  const suffix = suffixes.indexOf(text[at] as ExpressionSuffix);
  return suffix > 0 && at + 1 === to ? number + suffix : noName;
}

/** Index of the suffix in the number of a name. */
export const suffixOfNumber = (number: number): number => number % suffixes.length;

/** Inverse of `numberOfName`. */
export function nameOfNumber(number: number): string {
  const suffix = suffixes[suffixOfNumber(number)]!;
  let rest = Math.floor(number / suffixes.length);
  let text = '';
  for (let place = places.length - 1; place >= 0; place--) {
    const { values } = places[place]!;
    const field = rest % values;
    // A field is 0 where the name has none.
    if (field > 0) text = `${place === 0 ? '' : ':'}${field < 10 ? '0' : ''}${field}${text}`;
    rest = Math.floor(rest / values);
  }
  return text + suffix;
}
