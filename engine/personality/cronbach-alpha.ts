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

function alphaOf(rows: readonly number[][]): number | null {
  const itemCount = rows[0]!.length;
  let itemVariance = 0;
  for (let item = 0; item < itemCount; item++) itemVariance += varianceOf(rows.map((row) => row[item]!));
  const totalVariance = varianceOf(rows.map((row) => row.reduce((sum, value) => sum + value, 0)));
  return totalVariance === 0 ? null : (itemCount / (itemCount - 1)) * (1 - itemVariance / totalVariance);
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
