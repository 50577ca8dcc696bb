import { commonFields } from './common-alleles.ts';
import type { Genotype } from './gl-string.ts';
import type { Locus, ScoredLocus } from './locus.ts';
import { scoredLoci } from './locus.ts';
import type { HlaName } from './name.ts';
import type { HlaTyping } from './typing.ts';
import { createTyping } from './typing.ts';

/** A source of random numbers; one that repeats for a seed gives the same typings again. */
export interface RandomSource {
  /** A number in [0, 1). */
  next(): number;
}

/**
 * An invented typing of the scored genes at two fields: both copies of each gene drawn from common names, earlier ones more often.
 * For demonstrations and tests; the frequencies are those of no population.
 */
export function syntheticTyping(random: RandomSource): HlaTyping {
  const genotypes = new Map<Locus, readonly Genotype[]>(
    scoredLoci.map((locus) => [locus, [{ first: [draw(random, locus)], second: [draw(random, locus)] }]]),
  );
  return createTyping({ genotypes }, {});
}

function draw(random: RandomSource, locus: ScoredLocus): HlaName {
  const names = commonFields(locus);
  const index = Math.floor(names.length * random.next() ** 1.5);
  return { kind: 'allele', locus, fields: (names[index] ?? '').split(':') };
}
