import { isLocus, type Locus } from './locus.ts';
import { byNumber, reduceName } from './reduce.ts';
import type { HlaName } from './name.ts';
import { levelOfReduced, type ReductionLevel } from './reduction-level.ts';
import type { HlaReference } from './reference/reference.ts';
import type { LocusTable, Protein, ReducedText } from './reference/locus-table.ts';
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
): ReducedText | undefined {
  if (!isReleaseReference(reference)) return undefined;
  const star = text.indexOf('*');
  const gene = text.slice(0, star);
  if (star < 1 || !isLocus(gene)) return undefined;
  const table = reference.table(gene);
  if (table === undefined) return undefined;
  const source: Source = { gene, table, level, reference };
  if (!text.includes('/') && !text.includes('+'))
    return reducedName(text.slice(star + 1), source) ?? undefined;
  const copies = text.split('+');
  if (copies.length > 2) return undefined;
  const written: string[] = [];
  for (const copy of copies) {
    const list = reducedList(copy, source);
    if (list === undefined) return undefined;
    written.push(list);
  }
  return { output: written.sort(byNumber).join('+'), level, order: 0 };
}

interface Source {
  readonly gene: Locus;
  readonly table: LocusTable;
  readonly level: ReductionLevel;
  readonly reference: ReleaseReference;
}

/** The alternatives of one copy, reduced, sorted and without repetitions. */
function reducedList(copy: string, source: Source): string | undefined {
  const prefix = `${source.gene}*`;
  const found: ReducedText[] = [];
  for (let at = 0; at <= copy.length;) {
    const slash = copy.indexOf('/', at);
    const end = slash === -1 ? copy.length : slash;
    if (found.length === longestList || !copy.startsWith(prefix, at)) return undefined;
    const reduced = reducedName(copy.slice(at + prefix.length, end), source);
    // Several antigens of one allele are parted by slashes too.
    if (reduced === null || (source.level === 'S' && reduced.output.includes('/'))) return undefined;
    found.push(reduced);
    at = end + 1;
  }
  // Antigens are written with brackets, which only the longer comparison orders.
  if (source.level === 'S') return [...new Set(found.map(({ output }) => output))].sort(byNumber).join('/');
  found.sort((one, other) => one.order - other.order || byFields(one.output, other.output));
  return found
    .map(({ output }) => output)
    .filter((output, at) => output !== found[at - 1]?.output)
    .join('/');
}

/**
 * What one plain name reduces to, given its fields; null for a text that the general reader has to read. A plain name is an
 * allele of the release, or what several begin with, exactly as the release writes it. The answer is kept beside the name
 * in the table.
 */
function reducedName(fields: string, { gene, table, level, reference }: Source): ReducedText | null {
  const entry = table.entries.get(fields);
  if (entry === undefined) return null;
  const before = entry.reduced?.[level];
  if (before !== undefined) return before;
  // A name all of whose alleles carry a suffix gets it, and an allele without a sequence is warned of: both are not plain.
  const isPlain = entry.suffixes.has('') && !entry.protein.grooveUnknown;
  const own = isPlain ? ofProtein(entry.protein, level) : undefined;
  const output = !isPlain
    ? undefined
    : own === undefined
      ? generally({ kind: 'allele', locus: gene, fields: fields.split(':') }, level, reference)
      : `${gene}*${own}`;
  const reduced =
    output === undefined ? null : { output, level: levelOfReduced(output, level), order: orderOf(output) };
  (entry.reduced ??= {})[level] = reduced;
  return reduced;
}

/** A number by which names of one gene are ordered as far as their first three fields go; a missing field comes first. */
function orderOf(text: string): number {
  let [order, field, fields] = [0, 0, 0];
  for (let at = text.indexOf('*') + 1; at <= text.length && fields < 3; at++) {
    if (isDigit(text, at)) field = field * 10 + text.charCodeAt(at) - zero;
    else {
      order = order * 10_000 + field;
      field = 0;
      fields++;
      if (text.charCodeAt(at) !== colon) break;
    }
  }
  return order * 10_000 ** (3 - fields);
}

/** What `reduceName` finds for a name without suffix when that follows from its protein alone; undefined when it does not. */
function ofProtein({ fields, pGroup, pGroupNamed }: Protein, level: ReductionLevel): string | undefined {
  if (level === 'U2') return fields;
  if (level === 'lgx') return pGroupNamed === false ? fields : pGroup;
  if (level !== 'P' || pGroup === undefined || pGroupNamed === undefined) return undefined;
  return pGroupNamed ? `${pGroup}P` : fields;
}

function generally(name: HlaName, level: ReductionLevel, reference: ReleaseReference): string | undefined {
  const read = reduceName(name, level, reference);
  return read.ok && read.warnings.length === 0 && read.value.length > 0 ? read.value.join('/') : undefined;
}

/** The order of `byNumber` for different texts of one gene made of fields and letters, several times as fast. */
function byFields(one: string, other: string): number {
  if (one === other) return 0;
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
