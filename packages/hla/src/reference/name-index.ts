import type { ExpressionSuffix } from '../name.ts';
import { numberOfMember, numberOfName, numberSteps, suffixes, suffixOfNumber } from './name-number.ts';

/** Names of a gene in ascending order: each allele of the release, and its beginnings of two and more fields. */
export interface NameIndex {
  readonly numbers: Float64Array;
  /** Index of the protein of each name. */
  readonly proteins: Int32Array;
  /** Row of a name by its number (`numberOfName`); `noRow` for one that the release does not have. */
  rowOf(number: number): number;
  /** Suffixes of the alleles that a name covers; the empty text is an allele without one. */
  suffixesAt(row: number): ReadonlySet<ExpressionSuffix | ''>;
}

export const noRow = -1;

/** Indexes the names of a gene, given the lines of its proteins (`LocusDocument.proteins`) in any order. */
export function indexNames(lines: readonly string[]): NameIndex {
  const alleles = readAlleles(lines);
  const numbers: number[] = [];
  const proteins: number[] = [];
  /** A bit for each suffix. */
  const masks: number[] = [];
  const add = (number: number, protein: number): number => {
    proteins.push(protein);
    masks.push(0);
    return numbers.push(number) - 1;
  };
  // Rows of the last allele's beginnings of two, three and four fields, which the next one may share.
  const beginnings = [noRow, noRow, noRow];
  const steps = [numberSteps.second, numberSteps.third, numberSteps.fourth];
  for (let at = 0; at < alleles.numbers.length; at++) {
    const number = alleles.numbers[at]!;
    const protein = alleles.proteins[at]!;
    const bit = 1 << suffixOfNumber(number);
    let row = noRow;
    for (let depth = 0; depth < steps.length; depth++) {
      const beginning = number - (number % steps[depth]!);
      if (numbers[beginnings[depth]!] === beginning) row = beginnings[depth]!;
      // A name of two fields is its own beginning of three and of four.
      else if (numbers[row] !== beginning) row = add(beginning, protein);
      beginnings[depth] = row;
      masks[row]! |= bit;
    }
    if (numbers[row] !== number) masks[add(number, protein)] = bit;
  }
  return createIndex(new Float64Array(numbers), new Int32Array(proteins), new Uint8Array(masks));
}

function createIndex(numbers: Float64Array, proteins: Int32Array, masks: Uint8Array): NameIndex {
  // At least half of the slots stay empty, so that a name is found or missed at the first slots that are looked at.
  const bits = Math.ceil(Math.log2(numbers.length + 1)) + 1;
  const slots = new Int32Array(2 ** bits).fill(noRow);
  for (let row = 0; row < numbers.length; row++) {
    let slot = slotOf(numbers[row]!, bits);
    while (slots[slot] !== noRow) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = row;
  }
  /** Thousands of names have one of a few sets. */
  const sets: ReadonlySet<ExpressionSuffix | ''>[] = [];
  return {
    numbers,
    proteins,
    rowOf(number) {
      let slot = slotOf(number, bits);
      while (slots[slot] !== noRow && numbers[slots[slot]!] !== number)
        slot = (slot + 1) & (slots.length - 1);
      return slots[slot]!;
    },
    suffixesAt: (row) =>
      (sets[masks[row]!] ??= new Set(suffixes.filter((_, at) => (masks[row]! & (1 << at)) !== 0).sort())),
  };
}

/** The slot at which the search for a number begins: bits of its product with a constant that spreads them (Knuth 1973, 6.4). */
const slotOf = (number: number, bits: number): number => Math.imul(number | 0, 0x9e3779b1) >>> (32 - bits);

/** The alleles of the proteins by number, and the protein of each. */
interface Alleles {
  readonly numbers: readonly number[];
  readonly proteins: readonly number[];
}

/** Releases list nearly all alleles in the order of their numbers. */
function readAlleles(lines: readonly string[]): Alleles {
  const numbers: number[] = [];
  const proteins: number[] = [];
  let isSorted = true;
  for (let protein = 0; protein < lines.length; protein++) {
    const line = lines[protein]!;
    const fields = numberOfName(line, 0, line.indexOf('|'));
    for (let at = line.lastIndexOf('|') + 1; at <= line.length;) {
      const comma = line.indexOf(',', at);
      const end = comma === -1 ? line.length : comma;
      const number = numberOfMember(fields, line, at, end);
      isSorted &&= numbers.length === 0 || number > numbers[numbers.length - 1]!;
      numbers.push(number);
      proteins.push(protein);
      at = end + 1;
    }
  }
  if (isSorted) return { numbers, proteins };
  const order = numbers.map((_, at) => at).sort((one, other) => numbers[one]! - numbers[other]!);
  return { numbers: order.map((at) => numbers[at]!), proteins: order.map((at) => proteins[at]!) };
}
