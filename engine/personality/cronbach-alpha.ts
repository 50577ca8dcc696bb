import { createRandom } from '../../foundation/random.ts';
import type { Sin } from '../ports/phases.ts';
import type { Instrument } from './instrument.ts';
import { keyed } from './score-answers.ts';
import { sins } from './sins.ts';

/** Internal consistency of one trait among the people who answered all of its items. */
export interface Reliability {
  /** Null when fewer than ten people answered all items, or when the sums of all people are equal. */
  alpha: number | null;
  /** 95 % percentile bootstrap over people. */
  interval: readonly [low: number, high: number] | null;
  people: number;
}

const minimumPeople = 10;

/**
 * Cronbach's alpha of each trait (Cronbach 1951, eq. 2) after reversing, with a seeded bootstrap interval.
 * @param records answers of one person each: item id → 1–5
 */
export function cronbachAlpha(
  instrument: Instrument,
  records: readonly ReadonlyMap<string, number>[],
  options: { seed?: string; resamples?: number } = {},
): Record<Sin, Reliability> {
  const { seed = 'alpha', resamples = 1000 } = options;
  return Object.fromEntries(
    sins.map((sin) => {
      const items = instrument.items.filter((item) => item.sin === sin);
      const complete = records
        .filter((answers) => items.every(({ id }) => answers.has(id)))
        .map((answers) => items.map((item) => keyed(item, answers.get(item.id)!)));
      return [sin, reliabilityOf(complete, `${seed}:${sin}`, resamples)];
    }),
  ) as Record<Sin, Reliability>;
}

function reliabilityOf(rows: readonly number[][], seed: string, resamples: number): Reliability {
  const people = rows.length;
  const alpha = people < minimumPeople ? null : alphaOf(rows);
  if (alpha === null) return { alpha, interval: null, people };
  const random = createRandom(seed);
  const draws: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = alphaOf(Array.from(rows, () => rows[random.integer(people)]!));
    // Alpha is undefined for a resample of people with equal sums. Such a resample is left out of the interval.
    if (drawn !== null) draws.push(drawn);
  }
  draws.sort((a, b) => a - b);
  const at = (share: number): number => draws[Math.round(share * (draws.length - 1))]!;
  return { alpha, interval: draws.length === 0 ? null : [at(0.025), at(0.975)], people };
}

/**
 * Alpha of rows of answers in the direction of the trait, one row for each person; null when all sums are equal.
 */
export function alphaOf(rows: readonly (readonly number[])[]): number | null {
  const items = rows[0]!.length;
  const perItem = Array.from({ length: items }, () => ({ sum: 0, squares: 0 }));
  const total = { sum: 0, squares: 0 };
  for (const row of rows) {
    let rowSum = 0;
    for (let item = 0; item < items; item++) {
      const value = row[item]!;
      perItem[item]!.sum += value;
      perItem[item]!.squares += value * value;
      rowSum += value;
    }
    total.sum += rowSum;
    total.squares += rowSum * rowSum;
  }
  // Answers are whole numbers, so these sums and their differences are exact, and equal sums give a variance of 0.
  const varianceOf = ({ sum, squares }: { sum: number; squares: number }): number =>
    (rows.length * squares - sum * sum) / (rows.length * (rows.length - 1));
  const totalVariance = varianceOf(total);
  if (totalVariance === 0) return null;
  const itemVariance = perItem.reduce((variance, moments) => variance + varianceOf(moments), 0);
  return (items / (items - 1)) * (1 - itemVariance / totalVariance);
}
