import type { Locus } from './locus.ts';

/** A*92xx and B*95xx carried on A*02xx and B*15xx when two digits had run out. */
const rollovers: Readonly<Record<string, { first: string; hundred: string }>> = {
  'A*92': { first: '02', hundred: '1' },
  'B*95': { first: '15', hundred: '1' },
};

/** DPB1 names whose second field was not 01; in 2010 each of them got a first field of its own, from 100 on. */
const dpb1Renumbered = (
  '0102 0203 0302 0403 0502 0602 0802 0902 1002 1102 1302 1402 1502 1602 1702 1802 1902 2002 2102 2202 2302 2402 ' +
  '2502 2602 2702 2802'
).split(' ');

/**
 * Splits the digits of a name from before April 2010 into fields; undefined when their number fits no such name.
 * Five digits are an older form still, with one digit for the synonymous field.
 */
export function splitVersionTwo(locus: Locus, digits: string): string[] | undefined {
  if (![4, 5, 6, 8].includes(digits.length)) return undefined;
  const pairs =
    (digits.length === 5 ? `${digits.slice(0, 4)}0${digits.slice(4)}` : digits).match(/\d{2}/g) ?? [];
  const renumbered = locus === 'DPB1' ? dpb1Renumbered.indexOf(pairs.slice(0, 2).join('')) : -1;
  if (renumbered !== -1) return [String(100 + renumbered), '01', ...pairs.slice(2)];
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
