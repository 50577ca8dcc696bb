import type { Metric } from './compare-locus.ts';
import { differenceShare, intersects } from './compare-locus.ts';
import type { GrooveId } from './reference/reference.ts';
import type { GenotypeCopy, Variant } from './genotype-copy.ts';

/** Work allowed for the exact bounds of one pair of possibilities, in comparisons of grooves. */
const exactBudget = 20_000;

/** Up to this many pairs of possibilities are bounded one by one; more are pooled and bounded together. */
const pairBudget = 100;

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Bounds of a gene's term over every resolution of both typings. Exact while the possibilities are few; beyond
 * that each of the four combinations is bounded by itself, which can only widen the interval. The
 * members of two XX codes are never enumerated as pairs.
 */
export function boundTerms(mine: readonly Variant[], yours: readonly Variant[], metric: Metric): Bounds {
  const [ones, others] =
    mine.length * yours.length <= pairBudget ? [mine, yours] : [[pooled(mine)], [pooled(yours)]];
  let [low, high] = [1, 0];
  for (const one of ones) {
    for (const other of others) {
      const bounds = boundPair(one, other, metric);
      low = Math.min(low, bounds.low);
      high = Math.max(high, bounds.high);
    }
  }
  return { low, high };
}

/** One possibility that contains all the given ones. */
function pooled(variants: readonly Variant[]): Variant {
  const copies = variants.flatMap((variant) => [...variant.copies]);
  const grooves = [...new Set(copies.flatMap((copy) => [...copy.grooves]))].sort((a, b) => a - b);
  const copy: GenotypeCopy = {
    grooves,
    likely: grooves,
    open: [...new Set(copies.flatMap((each) => [...each.open]))],
    unlisted: copies.some(({ unlisted }) => unlisted),
    novel: false,
    low: true,
  };
  return { copies: [copy, copy], weight: 1 };
}

function boundPair(one: Variant, other: Variant, metric: Metric): Bounds {
  const unlisted = [...one.copies, ...other.copies].some((copy) => copy.unlisted);
  if (!unlisted) {
    const [a, b] = [cost(one, other), cost(other, one)];
    if (Math.min(a, b) <= exactBudget)
      return a <= b ? exactBounds(one, other, metric) : exactBounds(other, one, metric);
  }
  const share = 1 / (one.copies.length * other.copies.length);
  let [low, high] = [0, 0];
  for (const x of one.copies) {
    for (const y of other.copies) {
      const cell = boundCell(x, y, metric);
      low += share * cell.low;
      high += share * cell.high;
    }
  }
  return { low, high };
}

/** Comparisons needed when the copies of `fixed` are enumerated together. */
function cost(fixed: Variant, free: Variant): number {
  const combinations = fixed.copies.reduce((product, { grooves }) => product * grooves.length, 1);
  return (
    combinations * fixed.copies.length * free.copies.reduce((sum, { grooves }) => sum + grooves.length, 0)
  );
}

/** With the copies of one person fixed, those of the other are independent, so the extremes of each are found alone. */
function exactBounds(fixed: Variant, free: Variant, metric: Metric): Bounds {
  let [low, high] = [1, 0];
  const [first, second] = fixed.copies;
  for (const a of first.grooves) {
    for (const b of second?.grooves ?? [a]) {
      let [lowSum, highSum] = [0, 0];
      for (const { grooves } of free.copies) {
        const [least, most] = range(grooves, a, b, metric);
        lowSum += least;
        highSum += most;
      }
      low = Math.min(low, lowSum / free.copies.length);
      high = Math.max(high, highSum / free.copies.length);
    }
  }
  return { low, high };
}

function range(grooves: readonly GrooveId[], a: GrooveId, b: GrooveId, metric: Metric): [number, number] {
  let [least, most] = [1, 0];
  for (const groove of grooves) {
    const term = (metric.term(groove, a) + metric.term(groove, b)) / 2;
    if (term < least) least = term;
    if (term > most) most = term;
  }
  return [least, most];
}

function boundCell(x: GenotypeCopy, y: GenotypeCopy, metric: Metric): Bounds {
  if (x.unlisted || y.unlisted) return { low: 0, high: 1 };
  const meet = intersects(x, y);
  if (x.grooves.length * y.grooves.length <= exactBudget) {
    let [low, high] = [1, 0];
    for (const one of x.grooves) {
      const [least, most] = rangeOf(y.grooves, one, metric);
      low = Math.min(low, least);
      high = Math.max(high, most);
    }
    return { low: meet ? 0 : low, high };
  }
  return { low: meet ? 0 : differenceShare, high: 1 };
}

const rangeOf = (grooves: readonly GrooveId[], one: GrooveId, metric: Metric): [number, number] =>
  range(grooves, one, one, metric);
