/** How many of a list of ascending numbers are below a number, and up to it. */
export interface Ranks {
  below(value: number): number;
  upTo(value: number): number;
}

const bucketCount = 2048;

/**
 * Ranks by look-up instead of by search: equal ranges of the numbers know where their first one stands, and few steps from there
 * give the exact rank. They are made once for a list, which must not change.
 */
export function ranksIn(ascending: readonly number[]): Ranks {
  const known = ranksKnown.get(ascending) ?? createRanks(ascending);
  ranksKnown.set(ascending, known);
  return known;
}

const ranksKnown = new WeakMap<readonly number[], Ranks>();

function createRanks(ascending: readonly number[]): Ranks {
  const distinct = Float64Array.from(new Set(ascending));
  const count = distinct.length;
  /** How many numbers of the list are smaller than each distinct one, and their total. */
  const before = new Int32Array(count + 1).fill(ascending.length);
  let at = count;
  for (let place = ascending.length - 1; place >= 0; place--) {
    if (at === count || ascending[place] !== distinct[at]) at--;
    before[at] = place;
  }
  const [low, high] = [distinct[0]!, distinct[count - 1]!];
  const scale = high > low ? bucketCount / (high - low) : 0;
  const starts = new Int32Array(bucketCount + 1);
  for (let bucket = 0, next = 0; bucket <= bucketCount; bucket++) {
    while (next < count - 1 && (distinct[next]! - low) * scale < bucket) next++;
    starts[bucket] = next;
  }
  const startOf = (value: number): number => starts[((value - low) * scale) | 0]!;
  return {
    below(value) {
      if (!(value > low)) return 0;
      if (value > high) return ascending.length;
      let place = startOf(value);
      while (place > 0 && distinct[place - 1]! >= value) place--;
      while (distinct[place]! < value) place++;
      return before[place]!;
    },
    upTo(value) {
      if (!(value >= low)) return 0;
      if (value >= high) return ascending.length;
      let place = startOf(value);
      while (place > 0 && distinct[place - 1]! > value) place--;
      while (distinct[place]! <= value) place++;
      return before[place]!;
    },
  };
}

/** The percentile of scores in equally spaced ascending quantiles, as `percentileOf` defines it, for many scores. */
export function createPercentiles(quantiles: readonly number[]): (score: number) => number {
  const ranks = ranksIn(quantiles);
  const step = 100 / (quantiles.length - 1);
  return (score) => {
    const below = ranks.below(score);
    const upTo = ranks.upTo(score);
    if (upTo > below) return ((below + upTo - 1) / 2) * step;
    if (below === 0) return 0;
    if (below === quantiles.length) return 100;
    const low = quantiles[below - 1]!;
    const high = quantiles[below]!;
    return (below - 1 + (score - low) / (high - low)) * step;
  };
}
