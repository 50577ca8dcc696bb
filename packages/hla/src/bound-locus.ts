import type { Metric } from './compare-locus.ts';
import { differenceShare, intersects } from './compare-locus.ts';
import type { GrooveId } from './reference/reference.ts';
import type { Slot, Variant } from './slot.ts';

/** Work allowed for the exact bounds of one pair of possibilities, in comparisons of grooves. */
const exactBudget = 20_000;

/** Pairs of possibilities looked at one by one; beyond, they are bounded together. */
const pairBudget = 100;

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Bounds of a gene's term over every resolution of both typings. Exact while the possibilities are few; beyond
 * that each of the four combinations is bounded by itself, which can only widen the interval. Two XX codes are
 * never multiplied out.
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
  const slots = variants.flatMap((variant) => [...variant.slots]);
  const grooves = [...new Set(slots.flatMap((slot) => [...slot.grooves]))].sort((a, b) => a - b);
  const slot: Slot = {
    grooves,
    likely: grooves,
    open: [...new Set(slots.flatMap((each) => [...each.open]))],
    unlisted: slots.some(({ unlisted }) => unlisted),
    novel: false,
    low: true,
  };
  return { slots: [slot, slot], weight: 1 };
}

function boundPair(one: Variant, other: Variant, metric: Metric): Bounds {
  const unlisted = [...one.slots, ...other.slots].some((slot) => slot.unlisted);
  if (!unlisted) {
    const [a, b] = [cost(one, other), cost(other, one)];
    if (Math.min(a, b) <= exactBudget)
      return a <= b ? exactBounds(one, other, metric) : exactBounds(other, one, metric);
  }
  const share = 1 / (one.slots.length * other.slots.length);
  let [low, high] = [0, 0];
  for (const x of one.slots) {
    for (const y of other.slots) {
      const cell = boundCell(x, y, metric);
      low += share * cell.low;
      high += share * cell.high;
    }
  }
  return { low, high };
}

/** Comparisons needed when the copies of `fixed` are enumerated together. */
function cost(fixed: Variant, free: Variant): number {
  const combinations = fixed.slots.reduce((product, { grooves }) => product * grooves.length, 1);
  return combinations * fixed.slots.length * free.slots.reduce((sum, { grooves }) => sum + grooves.length, 0);
}

/** With the copies of one person fixed, those of the other are independent: each takes its own best and worst. */
function exactBounds(fixed: Variant, free: Variant, metric: Metric): Bounds {
  let [low, high] = [1, 0];
  const [first, second] = fixed.slots;
  for (const a of first.grooves) {
    for (const b of second?.grooves ?? [a]) {
      let [lowSum, highSum] = [0, 0];
      for (const { grooves } of free.slots) {
        const [least, most] = range(grooves, a, b, metric);
        lowSum += least;
        highSum += most;
      }
      low = Math.min(low, lowSum / free.slots.length);
      high = Math.max(high, highSum / free.slots.length);
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

function boundCell(x: Slot, y: Slot, metric: Metric): Bounds {
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
