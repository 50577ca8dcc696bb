import {
  compareHla,
  createTyping,
  type Genotype,
  type HlaReference,
  type HlaTyping,
  type Locus,
  methodVersionOf,
  readName,
  scoredLoci,
} from '@harmonia/hla';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Random } from '../../foundation/random.ts';
import { createRandom } from '../../foundation/random.ts';
import type { ScoreDistribution } from './percentile.ts';
import { createDistribution } from './percentile.ts';

/** Haplotype frequencies of a population; `draw` picks one haplotype by frequency. */
export interface HaplotypePool {
  readonly size: number;
  draw(random: Random): readonly string[];
}

/**
 * Reads a table of haplotype frequencies: tab-separated with the header `A B DRB1 frequency`, comment lines
 * beginning with `#`. Throws `hla-invalid` naming the line.
 */
export function parseHaplotypes(text: string): HaplotypePool {
  const haplotypes: string[][] = [];
  const cumulative: number[] = [];
  let total = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#') || /^A\tB\tDRB1\t/.test(line)) continue;
    const cells = line.split('\t');
    const frequency = Number(cells[3]);
    const readable = scoredLoci.every((locus, at) => readName(cells[at] ?? '', { locus }).ok);
    if (cells.length !== 4 || !readable || !(frequency > 0))
      throw new HarmoniaError('hla-invalid', `haplotype table, line ${index + 1}`);
    total += frequency;
    haplotypes.push(cells.slice(0, 3));
    cumulative.push(total);
  }
  if (haplotypes.length === 0) throw new HarmoniaError('hla-invalid', 'the haplotype table is empty');
  return {
    size: haplotypes.length,
    draw(random) {
      const target = random.next() * total;
      const index = cumulative.findIndex((sum) => sum > target);
      return haplotypes[index === -1 ? haplotypes.length - 1 : index] ?? [];
    },
  };
}

/** A person of two haplotypes. */
export function typingOfHaplotypes(one: readonly string[], other: readonly string[]): HlaTyping {
  const genotypes = new Map<Locus, readonly Genotype[]>();
  for (const [index, locus] of scoredLoci.entries()) {
    const [first, second] = [one, other].map((haplotype) => {
      const read = readName(haplotype[index] ?? '', { locus });
      if (!read.ok || read.value.kind === 'other')
        throw new HarmoniaError('hla-invalid', 'unreadable haplotype');
      return [read.value];
    });
    genotypes.set(locus, [{ first: first ?? [], second: second ?? [] }]);
  }
  return createTyping({ genotypes }, {});
}

/** A person drawn at random from a population that mates at random. */
export const drawPerson = (pool: HaplotypePool, random: Random): HlaTyping =>
  typingOfHaplotypes(pool.draw(random), pool.draw(random));

/** Scores of unrelated pairs drawn from a population, as a distribution. Repeats for a seed. */
export function simulateDistribution(
  pool: HaplotypePool,
  reference: HlaReference,
  options: { pairs: number; seed: string },
): ScoreDistribution {
  const random = createRandom(options.seed);
  const scores: number[] = [];
  for (let pair = 0; pair < options.pairs; pair++) {
    const { score } = compareHla(drawPerson(pool, random), drawPerson(pool, random), reference);
    if (score === null) throw new HarmoniaError('hla-invalid', 'a simulated pair has no score');
    scores.push(score);
  }
  return createDistribution(methodVersionOf(reference), scores);
}
