import { mergeTally } from '../validation/score-tally.ts';
import {
  createRowScorer,
  type GrowingList,
  type KeptOfThread,
  numberOf,
  type PairList,
} from './score-rows.ts';
import { type ScoringTables, sharedBytes } from './scoring-tables.ts';
import { mergeSmallest, smallestOf } from './smallest.ts';

/**
 * Puts what all threads kept into what the first one kept.
 * @returns the pairs that the plan sees: every one, or the best partners of each person and those drawn
 */
export function gatherKept({
  tables,
  kept,
  every,
}: {
  tables: ScoringTables;
  kept: readonly KeptOfThread[];
  every: GrowingList | undefined;
}): PairList {
  const [first, ...others] = kept as readonly [KeptOfThread, ...KeptOfThread[]];
  for (const { best, drawn, sample, tally } of others) {
    mergeSmallest(first.best, best);
    mergeSmallest(first.drawn, drawn);
    mergeSmallest(first.sample, sample);
    mergeTally(first.tally, tally);
  }
  return every ? { ...every, count: every.filled[0]! } : sparseList(tables, first);
}

function sparseList(tables: ScoringTables, { best, drawn }: KeptOfThread): PairList {
  const { people } = tables;
  const keys = new Float64Array(people * (best.limit + drawn.limit));
  let count = 0;
  for (const table of [best, drawn])
    for (let row = 0; row < people; row++)
      for (const other of smallestOf(table, row))
        keys[count++] = Math.min(row, other) * people + Math.max(row, other);
  const sorted = keys.subarray(0, count).sort();
  const distinct = sorted.filter((key, at) => at === 0 || key !== sorted[at - 1]);
  const list = {
    count: distinct.length,
    low: new Int32Array(sharedBytes(4 * distinct.length)),
    high: new Int32Array(sharedBytes(4 * distinct.length)),
    mutual: new Float64Array(sharedBytes(8 * distinct.length)),
  };
  distinct.forEach((key, at) => {
    list.low[at] = Math.floor(key / people);
    list.high[at] = key % people;
  });
  const { details } = createRowScorer(tables);
  for (let from = 0; from < list.count; from += detailsAtOnce) {
    const end = Math.min(list.count, from + detailsAtOnce);
    const numbers = details(list.low.subarray(from, end), list.high.subarray(from, end));
    for (let at = from; at < end; at++) list.mutual[at] = numberOf(numbers, at - from, 'mutual');
  }
  return list;
}

/** Pairs whose eight numbers are in memory together. */
const detailsAtOnce = 100_000;
