import { bringUp } from './bring-up.ts';
import { compareLocus, type ComparisonOptions } from './compare.ts';
import { createMetric, type Metric } from './compare-locus.ts';
import { type Variant, variantsOf } from './genotype-copy.ts';
import { type ScoredLocus, scoredLoci } from './locus.ts';
import type { HlaReference } from './reference/reference.ts';
import { genotypesOf, type HlaTyping, type LocusTyping } from './typing.ts';

/**
 * A typing as nine small integers, three for each of A, B and DRB1: the positions of both grooves in the gene's matrix of terms,
 * and the number of its genotypes among those of all typings. A gene that is not fully resolved has no grooves: its first integer is
 * -1 minus its row among such genes. A gene without an expressed copy has the number -1.
 */
export type EncodedTyping = Int32Array;

/** Integers of one gene in an encoded typing. */
const width = 3;

/** What the pairs of one gene are scored with: plain data, which another thread can be given. */
export interface GeneTables {
  readonly locus: ScoredLocus;
  /** Terms of all pairs of grooves, row by row. */
  readonly size: number;
  readonly terms: Float64Array;
  /** Canonical text of each genotype list that was encoded. */
  readonly texts: readonly string[];
  /** Numbers of the genotype lists that are not fully resolved. */
  readonly open: readonly number[];
}

/** Encodes typings, and collects what their pairs are scored with. */
export interface PairEncoder {
  /** The typing as integers; the tables grow by what is new in it. */
  encode(typing: HlaTyping): EncodedTyping;
  /** The tables of A, B and DRB1 for all typings encoded so far. */
  tables(): GeneTables[];
}

interface Gene {
  readonly locus: ScoredLocus;
  readonly metric: Metric;
  readonly numbers: Map<string, readonly [number, number, number]>;
  readonly texts: string[];
  readonly open: number[];
  readonly positions: Map<number, number>;
  readonly grooves: number[];
  size: number;
  terms: Float64Array;
}

const firstSize = 64;

/** An encoder with its own matrices, which grow with the number of different grooves. */
export function createPairEncoder(
  reference: HlaReference,
  { names = 'current' }: Pick<ComparisonOptions, 'names'> = {},
): PairEncoder {
  const genes = scoredLoci.map((locus): Gene => ({
    locus,
    metric: createMetric(locus, reference),
    numbers: new Map(),
    texts: [],
    open: [],
    positions: new Map(),
    grooves: [],
    size: firstSize,
    terms: new Float64Array(firstSize * firstSize),
  }));
  return {
    encode(typing) {
      const { loci } = names === 'current' ? bringUp(typing, reference) : typing;
      const encoded = new Int32Array(width * genes.length);
      genes.forEach((gene, at) => encoded.set(numbersOf(gene, loci[gene.locus], reference), width * at));
      return encoded;
    },
    tables: () => genes.map(({ locus, size, terms, texts, open }) => ({ locus, size, terms, texts, open })),
  };
}

const missing = [-1, -1, -1] as const;

function numbersOf(
  gene: Gene,
  entry: LocusTyping | undefined,
  reference: HlaReference,
): readonly [number, number, number] {
  if (entry === undefined) return missing;
  const known = gene.numbers.get(entry.glString);
  if (known !== undefined) return known;
  const numbers = newNumbers(gene, entry, reference);
  gene.numbers.set(entry.glString, numbers);
  return numbers;
}

function newNumbers(
  gene: Gene,
  entry: LocusTyping,
  reference: HlaReference,
): readonly [number, number, number] {
  const variants = variantsOfGene(entry, gene.locus, reference);
  if (variants.length === 0) return missing;
  const number = gene.texts.push(entry.glString) - 1;
  const [variant] = variants;
  const isResolved =
    variants.length === 1 &&
    variant!.copies.every(
      ({ grooves, unlisted, open, low, novel }) =>
        grooves.length === 1 && !unlisted && open.length === 0 && !low && !novel,
    );
  if (!isResolved) return [-gene.open.push(number), -1, number];
  const [first, second = first] = variant!.copies;
  return [positionOf(gene, first.grooves[0]!), positionOf(gene, second.grooves[0]!), number];
}

const variantsOfGene = (entry: LocusTyping, locus: ScoredLocus, reference: HlaReference) =>
  variantsOf(genotypesOf({ version: 1, loci: { [locus]: entry } }, locus), reference, 'homozygous');

function positionOf(gene: Gene, groove: number): number {
  const known = gene.positions.get(groove);
  if (known !== undefined) return known;
  const position = gene.grooves.push(groove) - 1;
  if (position >= gene.size) grow(gene);
  gene.positions.set(groove, position);
  for (const [other, each] of gene.grooves.entries()) {
    const term = gene.metric.term(groove, each);
    gene.terms[position * gene.size + other] = term;
    gene.terms[other * gene.size + position] = term;
  }
  return position;
}

function grow(gene: Gene): void {
  const { size, terms } = gene;
  const larger = new Float64Array(4 * size * size);
  for (let row = 0; row < size; row++)
    larger.set(terms.subarray(row * size, (row + 1) * size), row * 2 * size);
  gene.size = 2 * size;
  gene.terms = larger;
}

/**
 * The point values, 0 to 1, of one genotype list of a gene with each of a table: what `compareHla` would compute anew for each pair
 * of typings that hold the two.
 */
export function compareGene(
  { locus, texts }: Pick<GeneTables, 'locus' | 'texts'>,
  number: number,
  reference: HlaReference,
): Float64Array {
  const variants = texts.map((text) => variantsOfText(text, locus, reference));
  return Float64Array.from(
    variants,
    (other) => compareLocus(variants[number]!, other, locus, reference).point,
  );
}

function variantsOfText(text: string, locus: ScoredLocus, reference: HlaReference) {
  let known = variantsKnown.get(reference);
  if (known === undefined) {
    known = new Map<string, readonly Variant[]>();
    variantsKnown.set(reference, known);
  }
  let variants = known.get(text);
  if (variants === undefined)
    known.set(text, (variants = variantsOfGene({ raw: text, glString: text }, locus, reference)));
  return variants;
}

/** By reference and canonical text, which begins with the gene. */
const variantsKnown = new WeakMap<HlaReference, Map<string, readonly Variant[]>>();

/** The tables of one gene with the comparisons of its open genotype lists: `open[row * lists + number]`. */
export interface ComparedGene extends Pick<GeneTables, 'size' | 'terms'> {
  readonly lists: number;
  readonly compared: Float64Array;
}

/**
 * The score of two encoded typings, 0–100, by tables; NaN with fewer than two genes that both have. The same as that of `compareHla`
 * to within 1e-9.
 * @param one where the first typing begins in `typings`
 */
export function scoreEncoded(
  genes: readonly ComparedGene[],
  typings: Int32Array,
  one: number,
  other: number,
): number {
  let [sum, present] = [0, 0];
  for (let at = 0; at < genes.length; at++) {
    const [mine, theirs] = [one + width * at, other + width * at];
    if (typings[mine + 2]! < 0 || typings[theirs + 2]! < 0) continue;
    present++;
    sum += geneTerm(genes[at]!, typings, mine, theirs);
  }
  return present < 2 ? Number.NaN : (100 * sum) / present;
}

/** The point value of one gene that both typings have. */
function geneTerm(
  { size, terms, lists, compared }: ComparedGene,
  typings: Int32Array,
  mine: number,
  theirs: number,
): number {
  const [first, second] = [typings[mine]!, typings[theirs]!];
  if (first < 0) return compared[(-1 - first) * lists + typings[theirs + 2]!]!;
  if (second < 0) return compared[(-1 - second) * lists + typings[mine + 2]!]!;
  const [x, y] = [first * size, typings[mine + 1]! * size];
  const v = typings[theirs + 1]!;
  return (terms[x + second]! + terms[x + v]! + terms[y + second]! + terms[y + v]!) / 4;
}

/** Scores one encoded typing with many: the same numbers as `scoreEncoded`. */
export interface EncodedRow {
  /** Takes the typing that begins here in `typings`. */
  begin(one: number): void;
  /** Its score with the typing that begins at `other`. */
  score(other: number): number;
}

/**
 * In many typings the same genotypes come again: a gene of one typing is compared once with each genotype list, and a pair takes a
 * look-up for each gene.
 */
export function createEncodedRow(genes: readonly ComparedGene[], typings: Int32Array): EncodedRow {
  // Where a typing with each genotype list stands, by gene.
  const examples = genes.map(({ lists }, at) => {
    const places = new Int32Array(lists);
    for (let place = width * at; place < typings.length; place += width * genes.length)
      if (typings[place + 2]! >= 0) places[typings[place + 2]!] = place;
    return places;
  });
  const values = genes.map(({ lists }) => new Float64Array(lists));
  const isTyped = new Uint8Array(genes.length);
  return {
    begin(one) {
      genes.forEach((gene, at) => {
        const mine = one + width * at;
        isTyped[at] = typings[mine + 2]! >= 0 ? 1 : 0;
        if (isTyped[at] === 0) return;
        const [places, row] = [examples[at]!, values[at]!];
        for (let list = 0; list < row.length; list++)
          row[list] = geneTerm(gene, typings, mine, places[list]!);
      });
    },
    score(other) {
      let [sum, present] = [0, 0];
      for (let at = 0; at < values.length; at++) {
        const list = typings[other + width * at + 2]!;
        if (list < 0 || isTyped[at] === 0) continue;
        present++;
        sum += values[at]![list]!;
      }
      return present < 2 ? Number.NaN : (100 * sum) / present;
    },
  };
}
