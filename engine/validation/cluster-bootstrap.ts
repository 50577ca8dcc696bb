import { createRandom } from '../../foundation/random.ts';

/**
 * 95 % percentile interval of a statistic when rows are not independent: whole people are drawn with replacement, each
 * with all of their rows. Seeded. Null for fewer than two people, and when fewer than nine in ten draws have a value.
 * @param clusterOf the person to whom a row belongs
 */
export function clusterBootstrap<Row>(
  rows: readonly Row[],
  clusterOf: (row: Row) => string,
  statistic: (rows: readonly Row[]) => number | null,
  options: { seed: string; resamples: number },
): readonly [low: number, high: number] | null {
  const clusters = [...Map.groupBy(rows, clusterOf)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, own]) => own);
  if (clusters.length < 2) return null;
  const random = createRandom(options.seed);
  const draws: number[] = [];
  for (let resample = 0; resample < options.resamples; resample++) {
    const value = statistic(clusters.flatMap(() => clusters[random.integer(clusters.length)]!));
    if (value !== null) draws.push(value);
  }
  if (draws.length < 0.9 * options.resamples) return null;
  draws.sort((a, b) => a - b);
  const at = (share: number): number => draws[Math.round(share * (draws.length - 1))]!;
  return [at(0.025), at(0.975)];
}
