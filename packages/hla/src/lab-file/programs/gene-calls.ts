import type { Finding, FindingCode, Reading } from '../../finding.ts';
import { accept, finding, refuse } from '../../finding.ts';
import { type Genotype, glLimits } from '../../gl-string.ts';
import { readGene } from '../../gene.ts';
import { type Locus, mayBeAbsent } from '../../locus.ts';
import type { HlaName } from '../../name.ts';
import { readName } from '../../read-name.ts';
import type { RowDraft } from '../draft.ts';
import { addStatement, noteGene, noteWarnings } from '../draft.ts';
import { errorAt, toProblem } from '../row.ts';

/** What a program says of one copy of a gene. */
export type CopyCall =
  /** Possible alleles, as written. */
  | { readonly kind: 'alleles'; readonly texts: readonly string[] }
  /** The program writes a homozygous gene once: this copy is the other one again. */
  | { readonly kind: 'same' }
  /** Nothing is written, and the program does not say why. */
  | { readonly kind: 'blank' }
  /** The program made no call, or says that its call is not to be used. */
  | { readonly kind: 'no-call' };

export const noCall: CopyCall = { kind: 'no-call' };
export const blankCopy: CopyCall = { kind: 'blank' };
export const sameCopy: CopyCall = { kind: 'same' };

/** Alleles of one copy, parted as the program does; a copy without any is blank. */
export function allelesOf(text: string, separator: RegExp): CopyCall {
  const texts = text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return texts.length === 0 ? blankCopy : { kind: 'alleles', texts: [...new Set(texts)] };
}

/** The possible genotypes of one gene, and what the program says about how sure it is. */
export interface GeneCall {
  /** As the program writes it: `A`, `HLA-A`, `HLA_A`. */
  readonly gene: string;
  readonly pairs: readonly (readonly [CopyCall, CopyCall])[];
  readonly row: number;
  readonly column?: string;
  /** Warnings that go with the call. */
  readonly notes?: readonly FindingCode[];
  /** How many copies the file names, where that is not two: more than two are refused. */
  readonly copies?: number;
}

/** True for the name of a gene that typing programs report: an HLA gene or pseudogene, MIC, TAP, HFE or KIR. */
export const isGene = (text: string): boolean => readGene(text) !== undefined;

/** Adds a gene to a sample. Of a gene that is not kept only the name is read, and it is noted. */
export function addGeneCall(draft: RowDraft, call: GeneCall): void {
  const gene = readGene(call.gene);
  const place = { row: call.row, ...(call.column === undefined ? {} : { column: call.column }) };
  if (gene?.kind !== 'classical' || !draft.loci.has(gene.locus)) {
    noteGene(draft, gene, call.gene, place);
    return;
  }
  const { locus } = gene;
  const here = { ...place, locus };
  if ((call.copies ?? 2) > 2) {
    draft.problems.push(errorAt('gl-too-many-copies', here));
    return;
  }
  const warnings = (call.notes ?? []).map((code) => finding(code));
  const genotypes: Genotype[] = [];
  for (const pair of call.pairs) {
    const read = readPair(pair, locus, warnings);
    if (!read.ok) {
      draft.problems.push(toProblem(read.error, 'error', here));
      return;
    }
    if (read.value !== undefined) genotypes.push(read.value);
  }
  if (genotypes.length > glLimits.genotypes) {
    draft.problems.push(errorAt('too-ambiguous', here));
    return;
  }
  noteWarnings(draft, warnings, here);
  if (genotypes.length === 0) return;
  addStatement(draft, locus, genotypes, rawOf(call).slice(0, glLimits.characters), place);
}

/** The text of a call as the program wrote it, copies parted by a plus, pairs by a bar. */
const rawOf = ({ pairs }: GeneCall): string =>
  pairs
    .map((pair) =>
      pair
        .map((copy) =>
          copy.kind === 'alleles' ? copy.texts.join('/') : copy.kind === 'no-call' ? 'no call' : '-',
        )
        .join('+'),
    )
    .join('|');

/** One pair as a genotype, undefined when neither copy was called. Warnings are collected. */
function readPair(
  [one, two]: readonly [CopyCall, CopyCall],
  locus: Locus,
  warnings: Finding[],
): Reading<Genotype | undefined> {
  const [given, other] = one.kind === 'alleles' ? [one, two] : [two, one];
  if (given.kind !== 'alleles') return accept(undefined);
  const first = readNames(given.texts, locus, warnings);
  if (!first.ok) return first;
  switch (other.kind) {
    case 'alleles': {
      const second = readNames(other.texts, locus, warnings);
      return second.ok ? accept({ first: first.value, second: second.value }) : second;
    }
    case 'same':
      // Of DRB3, DRB4 and DRB5 a person may have one copy, which these programs write like two equal ones.
      if (mayBeAbsent(locus)) return accept({ first: first.value });
      warnings.push(finding('homozygous-once'));
      return accept({ first: first.value, second: first.value });
    case 'blank':
      return accept({ first: first.value });
    case 'no-call':
      warnings.push(finding('no-call'));
      return accept({ first: first.value, second: [{ kind: 'unknown', locus }] });
  }
}

function readNames(texts: readonly string[], locus: Locus, warnings: Finding[]): Reading<readonly HlaName[]> {
  if (texts.length > glLimits.alternatives) return refuse('too-ambiguous');
  const names: HlaName[] = [];
  for (const text of texts) {
    const read = readName(text, { locus });
    if (!read.ok) return read;
    warnings.push(...read.warnings);
    if (read.value.kind !== 'other') names.push(read.value);
  }
  return accept(names);
}
