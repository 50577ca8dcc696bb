import { smallestCell } from './small-cell.ts';

/**
 * Cuts rows that are ordered by score into bins of about equally many. Equal scores are never split; few rows give fewer bins
 * and not smaller ones.
 * @returns where each bin ends in the order, exclusive
 */
export function scoreBins(xs: ArrayLike<number>, order: ArrayLike<number>, bins: number): number[] {
  const rows = order.length;
  const count = Math.max(1, Math.min(bins, Math.floor(rows / smallestCell)));
  const ends: number[] = [];
  for (let first = 0; first < rows;) {
    const left = Math.max(1, count - ends.length);
    let end = left === 1 ? rows : first + Math.round((rows - first) / left);
    while (end < rows && xs[order[end]!] === xs[order[end - 1]!]) end += 1;
    ends.push(end);
    first = end;
  }
  return ends;
}

/** The bin of each row, from 0 for the lowest scores. */
export function binOfEach(xs: ArrayLike<number>, order: ArrayLike<number>, bins: number): Int32Array {
  const result = new Int32Array(xs.length);
  let first = 0;
  scoreBins(xs, order, bins).forEach((end, bin) => {
    for (; first < end; first++) result[order[first]!] = bin;
  });
  return result;
}
