import { glLimits } from './gl-string.ts';
import { isLocus, loci, type Locus } from './locus.ts';
import type { NormalisedText } from './normalised-text.ts';
import { byNumber } from './reduce.ts';
import type { ReductionLevel } from './reduction-level.ts';
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
  const answer = gene.answers.at(place);
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
  const blocks = new Map<Locus, string>();
  const found: Found = { names: 0, warnings: [] };
  let prefix: Gene['prefix'] | undefined;
  for (const block of text.split('^')) {
    const gene = geneOf(block, level, reference);
    if (gene === undefined || blocks.has(gene.locus) || (prefix ??= gene.prefix) !== gene.prefix)
      return undefined;
    const copies = block.split('+');
    if (copies.length > 2) return undefined;
    const written: string[] = [];
    for (const copy of copies) {
      const list = reduceList(copy, gene, found);
      if (list === undefined) return undefined;
      if (list !== '') written.push(list);
    }
    blocks.set(gene.locus, written.sort(byNumber).join('+'));
  }
  const output = loci.flatMap((locus) => blocks.get(locus) ?? []).filter((block) => block !== '');
  return {
    input: text,
    ok: true,
    output: output.length === 0 ? null : output.join('^'),
    level,
    warnings: found.warnings,
  };
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
  const outputs: string[] = [];
  const sorted = Int32Array.from(places).sort();
  for (let at = 0; at < sorted.length; at++) {
    if (sorted[at] === sorted[at - 1]) continue;
    const { output, isList, warnings } = gene.answers.at(sorted[at]!);
    if (output !== null && !isList && warnings.length === 0) outputs.push(gene.prefix + output);
    // An allele of which no antigen is known is left out of a list; all other warnings need the general reader.
    else if (warnings.length === 1 && warnings[0]!.code === 'antigen-undetermined') found.warnings = warnings;
    else return undefined;
  }
  return outputs.join('/');
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
