import { glLimits } from './gl-string.ts';
import { isFirstField, isLocus, loci, type Locus } from './locus.ts';
import type { Nomenclature } from './normalise.ts';
import type { NormalisedText } from './normalised-text.ts';
import { sortNames } from './order-names.ts';
import { readName } from './read-name.ts';
import { levelOfReduced, type ReductionLevel } from './reduction-level.ts';
import { type Answer, type Answers, noAnswer } from './reference/answers.ts';
import type { LocusTable } from './reference/locus-table.ts';
import { noRow } from './reference/name-index.ts';
import { numberOfName } from './reference/name-number.ts';
import type { HlaReference } from './reference/reference.ts';
import { isReleaseReference } from './reference/release-reference.ts';

/** The gene that the first name of a text belongs to, and what its names reduce to. */
interface Gene {
  readonly locus: Locus;
  readonly table: LocusTable;
  readonly answers: Answers;
  /** `HLA-` where the names have it. */
  readonly prefix: '' | 'HLA-';
}

/**
 * What one name of the release reduces to, given exactly as the release writes it, with or without `HLA-`; undefined for
 * any other text. The outcome is that of the general reader, which worked it out when the table was built.
 */
export function reduceListedName(
  text: string,
  level: ReductionLevel,
  reference: HlaReference,
): NormalisedText | undefined {
  const gene = geneOf(text, level, reference);
  if (gene === undefined) return undefined;
  const place = placeOf(text, lengthOfStart(gene), text.length, gene);
  if (place === noAnswer) return undefined;
  const answer = gene.answers.answers[place]!;
  return {
    input: text,
    ok: true,
    output: gene.prefix === '' ? answer.output : withPrefix(answer),
    level: answer.level,
    warnings: answer.warnings,
  };
}

/**
 * What the same names reduce to in a GL string: possible alleles (`/`) of one or two copies (`+`) of several genes (`^`).
 * Undefined for every other text, and where a name needs more than its answer.
 */
export function reduceListedNames(
  text: string,
  level: ReductionLevel,
  reference: HlaReference,
): NormalisedText | undefined {
  const found: Found = { names: 0, warnings: [] };
  const output = text.includes('^')
    ? reduceGenes(text.split('^'), level, reference, found)
    : reduceGene(text, geneOf(text, level, reference), found);
  if (output === undefined) return undefined;
  return { input: text, ok: true, output: output === '' ? null : output, level, warnings: found.warnings };
}

/** The blocks of several genes, reduced and in the order of their genes. */
function reduceGenes(
  texts: readonly string[],
  level: ReductionLevel,
  reference: HlaReference,
  found: Found,
): string | undefined {
  const blocks = new Map<Locus, string>();
  const prefixes = new Set<string>();
  for (const text of texts) {
    const gene = geneOf(text, level, reference);
    const block = reduceGene(text, gene, found);
    if (gene === undefined || block === undefined || blocks.has(gene.locus)) return undefined;
    blocks.set(gene.locus, block);
    prefixes.add(gene.prefix);
  }
  if (prefixes.size > 1) return undefined;
  const written = loci.filter((locus) => (blocks.get(locus) ?? '') !== '');
  return written.map((locus) => blocks.get(locus)).join('^');
}

/** The copies of one gene, reduced and in order. */
function reduceGene(text: string, gene: Gene | undefined, found: Found): string | undefined {
  if (gene === undefined) return undefined;
  const copies = text.split('+');
  if (copies.length > 2) return undefined;
  const written: string[] = [];
  for (const copy of copies) {
    const list = reduceList(copy, gene, found);
    if (list === undefined) return undefined;
    if (list !== '') written.push(list);
  }
  return sortNames(written).join('+');
}

/**
 * What a multiple-allele code reduces to whose members are second fields that the release has; undefined for every other
 * text, and where a member needs more than its answer.
 */
export function reduceListedCode(
  text: string,
  level: ReductionLevel,
  { reference, macs }: Nomenclature & { reference: HlaReference },
): NormalisedText | undefined {
  const gene = macs === undefined ? undefined : geneOf(text, level, reference);
  const read = gene === undefined ? undefined : readName(text);
  if (gene === undefined || read?.ok !== true || read.value.kind !== 'mac' || read.warnings.length > 0)
    return undefined;
  const { first, code } = read.value;
  const members = macs?.expansionOf(code);
  if (members === undefined || members.includes(':') || !isFirstField(gene.locus, first)) return undefined;
  const start = `${gene.prefix}${gene.locus}*${first}:`;
  const found: Found = { names: 0, warnings: [] };
  const output = reduceList(start + members.replaceAll('/', `/${start}`), gene, found);
  if (output === undefined || output === '' || found.warnings.length > 0) return undefined;
  return { input: text, ok: true, output, level: levelOfReduced(output, level), warnings: found.warnings };
}

/** What was met in the lists of one text. */
interface Found {
  names: number;
  warnings: Answer['warnings'];
}

/** The alternatives of one copy, reduced, sorted and without repetitions. */
function reduceList(copy: string, gene: Gene, found: Found): string | undefined {
  const start = `${gene.prefix}${gene.locus}*`;
  const places: number[] = [];
  for (let at = 0; at <= copy.length;) {
    const slash = copy.indexOf('/', at);
    const end = slash === -1 ? copy.length : slash;
    // A longer text is read by the general reader, which knows the limits.
    if (++found.names > glLimits.alternatives || !copy.startsWith(start, at)) return undefined;
    const place = placeOf(copy, at + start.length, end, gene);
    if (place === noAnswer) return undefined;
    places.push(place);
    at = end + 1;
  }
  if (places.length > 1) places.sort((one, other) => one - other);
  const outputs: string[] = [];
  let isMerged = false;
  for (let at = 0; at < places.length; at++) {
    if (places[at] === places[at - 1]) continue;
    const { output, isList, warnings } = gene.answers.answers[places[at]!]!;
    // An allele of which no antigen is known is left out of a list; all other warnings need the general reader.
    if (warnings.length === 1 && warnings[0]!.code === 'antigen-undetermined') found.warnings = warnings;
    else if (output === null || warnings.length > 0) return undefined;
    else if (isList) for (const each of output.split('/')) outputs.push(gene.prefix + each);
    else outputs.push(gene.prefix + output);
    isMerged ||= isList;
  }
  // Answers are in order, but what several of one name's groups are among those of other names is not.
  return (isMerged ? sortNames([...new Set(outputs)]) : outputs).join('/');
}

function geneOf(text: string, level: ReductionLevel, reference: HlaReference): Gene | undefined {
  if (!isReleaseReference(reference)) return undefined;
  const prefix = text.startsWith('HLA-') ? 'HLA-' : '';
  const locus = text.slice(prefix.length, text.indexOf('*'));
  const table = isLocus(locus) ? reference.table(locus) : undefined;
  const answers = table?.answers(level);
  return answers === undefined ? undefined : { locus: locus as Locus, table: table!, answers, prefix };
}

const lengthOfStart = ({ prefix, locus }: Gene): number => prefix.length + locus.length + 1;

/** Place of the answer to the name whose fields stand in a text from `from` to before `to`. */
function placeOf(text: string, from: number, to: number, { table, answers }: Gene): number {
  const row = table.names.rowOf(numberOfName(text, from, to));
  return row === noRow ? noAnswer : answers.places[row]!;
}

const withPrefix = ({ output, isList }: Answer): string | null =>
  output === null
    ? null
    : isList
      ? output
          .split('/')
          .map((text) => `HLA-${text}`)
          .join('/')
      : `HLA-${output}`;
