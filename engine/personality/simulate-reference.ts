import { createRandom } from '../../foundation/random.ts';
import { quantileTableOf, type QuantileTable } from '../quantile-table.ts';
import type { Instrument } from './instrument.ts';
import { scoreAnswers } from './score-answers.ts';
import { similarity } from './similarity.ts';
import { sins, type TraitScores } from './sins.ts';

/** The assumed population. It is not measured, and is used until answers of participants replace it. */
export const referenceModel = {
  seed: 'piip-reference-1',
  people: 4000,
  pairs: 50_000,
  /** Mean of a trait on its 0–1 scale. */
  traitMean: 0.45,
  /** Standard deviation of the true trait between people. */
  traitSd: 0.21,
  /** Correlation between any two traits. It is positive: some people agree more with the statements of every trait. */
  traitCorrelation: 0.3,
  /** Standard deviation of one answer around the true trait, before rounding to 1–5. */
  itemSd: 0.22,
} as const;

/**
 * Simulates people who answer the instrument item by item, pairs them at random and tabulates their similarity.
 * The model's numbers were chosen so that similarity has a mean of about 72 and a standard deviation of about 8.
 */
export function simulateReference(instrument: Instrument): QuantileTable {
  const { seed, people, pairs, traitMean, traitSd, traitCorrelation, itemSd } = referenceModel;
  const random = createRandom(seed);
  const population: TraitScores[] = Array.from({ length: people }, () => {
    const shared = random.normal();
    const answers = new Map<string, number>();
    for (const sin of sins) {
      const own = Math.sqrt(traitCorrelation) * shared + Math.sqrt(1 - traitCorrelation) * random.normal();
      const trait = traitMean + traitSd * own;
      for (const item of instrument.items) {
        if (item.sin !== sin) continue;
        const value = Math.min(5, Math.max(1, Math.round(1 + 4 * (trait + itemSd * random.normal()))));
        answers.set(item.id, item.reversed ? 6 - value : value);
      }
    }
    return scoreAnswers(instrument, answers).traits;
  });
  const sample = Array.from({ length: pairs }, () => {
    const first = random.integer(people);
    const second = (first + 1 + random.integer(people - 1)) % people;
    return similarity(population[first]!, population[second]!)!;
  });
  return quantileTableOf(sample, {
    version: 'piip-reference-1',
    provenance:
      `Simulated, not measured: ${people} invented people answered ${instrument.version} item by item ` +
      `(trait mean ${traitMean}, SD ${traitSd}, correlation between traits ${traitCorrelation}, answer SD ${itemSd}), ` +
      `${pairs} random pairs, seed ${seed}. The numbers were chosen to give a mean of about 72 and an SD of about 8. ` +
      'A percentile says where a pair stands among invented pairs, not among real ones.',
  });
}
