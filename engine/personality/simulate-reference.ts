import { createRandom, type Random } from '../../foundation/random.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { quantileTableOf } from '../quantile-table.ts';
import { alphaOf } from './cronbach-alpha.ts';
import type { Instrument } from './instrument.ts';
import type { SimilarityReference } from './reference.ts';
import { keyed, scoreAnswers } from './score-answers.ts';
import { similarity } from './similarity.ts';
import { sins } from './sins.ts';

/** The assumed population. It is not measured, and is used until answers of participants replace it. */
const model = {
  people: 4000,
  pairs: 50_000,
  /** Mean of a trait on its 0–1 scale. */
  traitMean: 0.45,
  /** Standard deviation of a trait's score between people, before answers are cut at the ends of the scale. */
  scoreSd: 0.26,
  /** Correlation between any two true traits. It is positive: some people agree more with the statements of every trait. */
  traitCorrelation: 0.4,
} as const;

/** Reliabilities of the seven scores unless others are chosen: those of scales of six items are usually within. */
export const usualReliability = [0.57, 0.77] as const;

export interface ReferenceChoices {
  /** The name of the reference, which is also the seed of the simulation. */
  version: string;
  /** Lowest and highest reliability of the seven scores. */
  reliability?: readonly [low: number, high: number];
}

/**
 * Simulates people who answer the instrument item by item, pairs them at random and tabulates their similarity.
 *
 * Reliability is the share of a score's variance that is due to the person, measured as Cronbach's alpha of the
 * simulated answers. A trait of reliability r has the true standard deviation `scoreSd` × √r, and an answer scatters
 * around it as widely as is needed for an alpha of r. The seven traits have reliabilities in equal steps; which trait
 * has which does not matter to similarity.
 * @throws HarmoniaError `bad-request` unless 0 < low ≤ high < 0.95
 */
export function simulateReference(
  instrument: Instrument,
  { version, reliability = usualReliability }: ReferenceChoices,
): SimilarityReference {
  const [low, high] = reliability;
  if (!(low > 0 && low <= high && high < 0.95))
    throw new HarmoniaError(
      'bad-request',
      'reliabilities are two numbers above 0 and below 0.95, the lower first',
    );
  const population = simulateAnswers(instrument, { version, reliability }).map(
    (answers) => scoreAnswers(instrument, answers).traits,
  );
  const { people, pairs, traitMean, scoreSd, traitCorrelation } = model;
  const random = createRandom(`${version}:pairs`);
  const sample = Array.from({ length: pairs }, () => {
    const first = random.integer(people);
    const second = (first + 1 + random.integer(people - 1)) % people;
    return similarity(population[first]!, population[second]!)!;
  });
  const table = quantileTableOf(sample, {
    version,
    provenance:
      `Simulated, not measured: ${people} invented people answered ${instrument.version} item by item ` +
      `(mean of a trait ${traitMean}, SD of a score ${scoreSd} before the ends of the scale cut it, correlation between ` +
      `true traits ${traitCorrelation}, Cronbach's alpha of the seven traits from ${low} to ${high} in equal steps), ` +
      `${pairs} random pairs, seed ${version}. A percentile says where a pair stands among invented pairs, not among ` +
      'real ones.',
  });
  return { instrument: instrument.version, ...table };
}

/** The answers of the invented people, item id → 1–5, with the reliabilities asked for. */
export function simulateAnswers(
  instrument: Instrument,
  { version, reliability = usualReliability }: ReferenceChoices,
): Map<string, number>[] {
  const random = createRandom(version);
  const shared = Array.from({ length: model.people }, () => random.normal());
  const people = shared.map(() => new Map<string, number>());
  const [low, high] = reliability;
  for (const [index, sin] of sins.entries()) {
    const items = instrument.items.filter((item) => item.sin === sin);
    const draws = drawTrait(random, shared, items.length);
    const rows = answersOfReliability(draws, low + ((high - low) * index) / (sins.length - 1));
    for (const [person, answers] of people.entries())
      for (const [place, item] of items.entries()) answers.set(item.id, keyed(item, rows[person]![place]!));
  }
  return people;
}

/** Standard normal numbers of one person for one trait: the trait, and the scatter of each answer around it. */
interface Draw {
  trait: number;
  scatter: readonly number[];
}

function drawTrait(random: Random, shared: readonly number[], items: number): Draw[] {
  const { traitCorrelation } = model;
  return shared.map((general) => ({
    trait: Math.sqrt(traitCorrelation) * general + Math.sqrt(1 - traitCorrelation) * random.normal(),
    scatter: Array.from({ length: items }, () => random.normal()),
  }));
}

/** Answers in the direction of the trait. Halves an interval of the scatter until their alpha is as asked. */
function answersOfReliability(draws: readonly Draw[], reliability: number): number[][] {
  const { traitMean, scoreSd } = model;
  const trueSd = scoreSd * Math.sqrt(reliability);
  const answersWith = (answerSd: number): number[][] =>
    draws.map(({ trait, scatter }) => {
      const expected = 1 + 4 * (traitMean + trueSd * trait);
      return scatter.map((deviate) => answerNearest(expected + 4 * answerSd * deviate));
    });
  // The numbers drawn stay the same, so alpha falls as answers scatter more widely.
  let [narrow, wide] = [0, 2];
  for (let halving = 0; halving < 12; halving++) {
    const middle = (narrow + wide) / 2;
    if ((alphaOf(answersWith(middle)) ?? 0) > reliability) narrow = middle;
    else wide = middle;
  }
  return answersWith(wide);
}

/** The answer from 1 to 5 that is nearest. */
function answerNearest(level: number): number {
  if (level < 1.5) return 1;
  return level >= 4.5 ? 5 : Math.round(level);
}
