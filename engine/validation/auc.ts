/** A predicted score and the answer. */
export interface Judged {
  score: number;
  yes: boolean;
}

/**
 * Area under the ROC curve: the probability that a random yes scores above a random no, ties counting half. .5 is chance.
 * Null without at least one yes and one no.
 */
export function aucOf(rows: readonly Judged[]): number | null {
  const ranks = midranks(rows.map(({ score }) => score));
  let positives = 0;
  let rankSum = 0;
  rows.forEach(({ yes }, index) => {
    if (!yes) return;
    positives += 1;
    rankSum += ranks[index]!;
  });
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** The places of the values from the lowest to the highest. */
export const risingOrder = (values: ArrayLike<number>): Uint32Array =>
  Uint32Array.from({ length: values.length }, (_, index) => index).sort((x, y) => values[x]! - values[y]!);

/** Ranks from 1; equal values share the mean of their ranks. */
export function midranks(
  values: ArrayLike<number>,
  order: ArrayLike<number> = risingOrder(values),
): number[] {
  const ranks = new Array<number>(values.length);
  for (let first = 0; first < order.length;) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last += 1;
    for (let place = first; place <= last; place++) ranks[order[place]!] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return ranks;
}
