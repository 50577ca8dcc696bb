import type { Locus } from './locus.ts';

/** A*92xx and B*95xx carried on A*02xx and B*15xx when two digits had run out. */
const rollovers: Readonly<Record<string, { first: string; hundred: string }>> = {
  'A*92': { first: '02', hundred: '1' },
  'B*95': { first: '15', hundred: '1' },
};

/**
 * Splits the digits of a name from before April 2010 into fields; undefined when their number fits no such name.
 * Five digits are an older form still, with one digit for the synonymous field.
 */
export function splitVersionTwo(locus: Locus, digits: string): string[] | undefined {
  if (![4, 5, 6, 8].includes(digits.length)) return undefined;
  const pairs =
    (digits.length === 5 ? `${digits.slice(0, 4)}0${digits.slice(4)}` : digits).match(/\d{2}/g) ?? [];
  const rollover = rollovers[`${locus}*${pairs[0]}`];
  if (rollover === undefined) return pairs;
  return [rollover.first, `${rollover.hundred}${pairs[1]}`, ...pairs.slice(2)];
}

/** The name of today by rule, suffix included (`01010102N` -> `01:01:01:02N`); undefined when no rule applies. */
export function versionTwoFields(locus: Locus, name: string): string | undefined {
  const [, digits = '', suffix = ''] = /^(\d+)([A-Z]?)$/.exec(name) ?? [];
  const fields = splitVersionTwo(locus, digits);
  return fields === undefined ? undefined : fields.join(':') + suffix;
}
