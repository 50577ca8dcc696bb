import { isLocus } from './locus.ts';
import { byNumber, reduceName } from './reduce.ts';
import type { ReductionLevel } from './reduction-level.ts';
import type { HlaReference } from './reference/reference.ts';
import { isReleaseReference, type ReleaseReference } from './reference/release-reference.ts';

/** Longer lists are read by the general reader, which knows the limits. */
const longestList = 2000;

const colon = 58;
const zero = 48;

/**
 * What a text of plain names reduces to: names of the release as it writes them, without an expression suffix, of one gene,
 * alone or in a list (`/`) or in two copies (`+`). Undefined for every other text, and where a name needs a warning. The
 * outcome is that of the general reader; nearly all texts of a registry are of this kind.
 */
export function reducePlain(
  text: string,
  level: ReductionLevel,
  reference: HlaReference,
): string | undefined {
  if (!isReleaseReference(reference)) return undefined;
  const isList = text.includes('/');
  if (!isList && !text.includes('+')) return reducedName(text, level, reference) ?? undefined;
  const copies = text.split('+');
  if (copies.length > 2) return undefined;
  const gene = text.slice(0, text.indexOf('*') + 1);
  const written: string[] = [];
  for (const copy of copies) {
    const texts = new Set<string>();
    const names = copy.split('/');
    if (names.length > longestList) return undefined;
    for (const name of names) {
      if (!name.startsWith(gene)) return undefined;
      const reduced = reducedName(name, level, reference);
      // Several antigens of one allele are parted by slashes too.
      if (reduced === null || reduced.includes('/')) return undefined;
      texts.add(reduced);
    }
    // Antigens are written with brackets, which the shorter comparison does not order.
    const order = level === 'S' ? byNumber : byFields;
    written.push([...texts].sort(order).join('/'));
  }
  return written.length === 1 ? written[0] : written.sort(byNumber).join('+');
}

/**
 * What one plain name reduces to; null for a text that the general reader has to read. A plain name is an allele of the
 * release, or what several begin with, exactly as the release writes it. The answer is kept beside the name in the table.
 */
function reducedName(text: string, level: ReductionLevel, reference: ReleaseReference): string | null {
  const star = text.indexOf('*');
  const gene = text.slice(0, star);
  if (star < 1 || !isLocus(gene) || !isDigitsAndColons(text, star + 1)) return null;
  const entry = reference.table(gene)?.entries.get(text.slice(star + 1));
  if (entry === undefined) return null;
  const before = entry.reduced?.[level];
  if (before !== undefined) return before;
  // A name all of whose alleles carry a suffix gets it, and an allele without a sequence is warned of: both are not plain.
  const isPlain = entry.suffixes.has('') && !entry.protein.grooveUnknown;
  const name = { kind: 'allele', locus: gene, fields: text.slice(star + 1).split(':') } as const;
  const read = isPlain ? reduceName(name, level, reference) : undefined;
  const reduced =
    read?.ok === true && read.warnings.length === 0 && read.value.length > 0 ? read.value.join('/') : null;
  (entry.reduced ??= {})[level] = reduced;
  return reduced;
}

/** The order of `byNumber` for texts of one gene made of fields and letters, several times as fast. */
function byFields(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  // Back to the beginning of a number of which the first digits are equal.
  while (at > 0 && isDigit(one, at - 1)) at--;
  const [a, b] = [digitsFrom(one, at), digitsFrom(other, at)];
  if (a > at && b > at && a - at !== b - at) return a - b;
  return one < other ? -1 : 1;
}

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= zero && code < colon;
};

function digitsFrom(text: string, at: number): number {
  let end = at;
  while (end < text.length && isDigit(text, end)) end++;
  return end;
}

function isDigitsAndColons(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > colon) return false;
  }
  return true;
}
