import { createHlaPercentiles, scoreEncoded } from '../biological/index.ts';
import { eligibleRows } from '../compatibility/eligible-pairs.ts';
import { createFuser } from '../compatibility/fusion.ts';
import { tieOf } from '../compatibility/pair-graph.ts';
import { mutualScore } from '../compatibility/reciprocity.ts';
import { similarityOf } from '../personality/trait-pairs.ts';
import { createPercentiles } from '../quantile-ranks.ts';
import { type ScoreTally, scoreRow, tallyGroup, tallyScore } from '../validation/score-tally.ts';
import { createFacePairs, faceScore, facesAtOnce } from '../visual/face-pairs.ts';
import { type ScoreNumber, scoreNumbers } from '../ports/scoring.ts';
import { createSmallest } from './smallest.ts';
import type { ScoringTables } from './scoring-tables.ts';

/** Pairs by the rows of both people. */
export interface PairList {
  count: number;
  low: Int32Array;
  high: Int32Array;
  mutual: Float64Array;
}

/** What is kept of the pairs of some people with all others. */
export interface RowBlock {
  first: number;
  rows: number;
  /** Eligible pairs with a person of a later row. */
  pairs: number;
  /** The best partners of each row, best first, `keep.best` places a row; -1 behind the last. */
  best: Int32Array;
  /** Partners drawn from all of a row's, `keep.drawn` places a row; -1 behind the last. */
  drawn: Int32Array;
  /** Of the pairs with a later row, in each tenth of the scale, the `keep.sampled` that the seed draws, and their draws. */
  sample: { low: Int32Array; high: Int32Array; draw: Uint32Array }[];
  /** Every pair with a later row, where the plan is to see them all. */
  every: PairList | undefined;
}

/** Scores the pairs of a cohort, block by block. */
export interface RowScorer {
  /**
   * Scores some people with all others, counts the scores and keeps what is asked for.
   * @throws HarmoniaError `phase-incomplete` when a pair has no phase that counts
   */
  rows(first: number, rows: number, tally: ScoreTally): RowBlock;
  /** All scores of pairs, the first for the second: `scoreNumbers` for each. */
  details(viewers: Int32Array, shown: Int32Array): Float64Array;
}

/** One number of the pair at this place of `details`. */
export const numberOf = (details: Float64Array, at: number, name: ScoreNumber): number =>
  details[scoreNumbers.length * at + scoreNumbers.indexOf(name)]!;

export function createRowScorer(tables: ScoringTables): RowScorer {
  const { people, eligibility, faces, traits, typings, genes, weights, agreed, ties, keep } = tables;
  const { languageOf } = tables;
  const fuser = createFuser(weights);
  const ofSimilarity = tables.similarity && createPercentiles(tables.similarity);
  const ofDissimilarity = createHlaPercentiles(tables.dissimilarity);
  const facePairs = createFacePairs(faces);
  const width = 9;

  const personalityOf = (raw: number): number =>
    Number.isNaN(raw) || !ofSimilarity ? raw : ofSimilarity(raw);
  const biologicalOf = (raw: number): number => (Number.isNaN(raw) ? raw : ofDissimilarity(raw));
  const dissimilarityOf = (low: number, high: number): number =>
    scoreEncoded(genes, typings, width * low, width * high);

  /** 0: of different languages, or not known; then each language. */
  const groupOf = (one: number, other: number): number => {
    const [mine, theirs] = [languageOf[one]!, languageOf[other]!];
    if (mine < 0 || theirs < 0) return 0;
    return mine === theirs ? 2 + mine : 1;
  };

  function rows(first: number, count: number, tally: ScoreTally): RowBlock {
    const best = Array.from({ length: count }, () => createSmallest(keep.best));
    const drawn = Array.from({ length: count }, () => createSmallest(keep.drawn));
    const sample = Array.from({ length: 10 }, () => createSmallest(keep.sampled));
    const every = keep.every ? createPairList() : undefined;
    let pairs = 0;

    const scorePair = (row: number, other: number, forth: number, back: number): void => {
      const isLater = other > row;
      const [low, high] = isLater ? [row, other] : [other, row];
      const personalityRaw = similarityOf(traits, low, high);
      const biologicalRaw = dissimilarityOf(low, high);
      const personality = personalityOf(personalityRaw);
      const biological = biologicalOf(biologicalRaw);
      const mutual = mutualScore(
        fuser.score(forth, personality, biological),
        fuser.score(back, personality, biological),
      );
      best[row - first]!.add(other, -mutual, tieOf(ties, low, high));
      if (keep.drawn > 0) drawn[row - first]!.add(other, tieOf(ties, high, low), low);
      const isCounted = agreed[row] === 1 && agreed[other] === 1;
      if (isCounted && !Number.isNaN(forth)) tallyScore(tally, scoreRow.visual, forth, row, other);
      if (!isLater) return;
      pairs++;
      const tenth = Math.min(9, Math.floor(mutual / 10));
      sample[tenth]!.add(low * people + high, tieOf(ties, high, low), low);
      if (every) addPair(every, low, high, mutual);
      if (!isCounted) return;
      tallyScore(tally, scoreRow.mutual, mutual, row, other);
      if (!Number.isNaN(personality)) {
        tallyScore(tally, scoreRow.personality, personality, row, other);
        tallyScore(tally, scoreRow['personality-raw'], personalityRaw, row, other);
        tallyGroup(tally, groupOf(row, other), personality, row, other);
      }
      if (!Number.isNaN(biological)) {
        tallyScore(tally, scoreRow.biological, biological, row, other);
        tallyScore(tally, scoreRow['biological-raw'], biologicalRaw, row, other);
      }
    };

    const end = first + count;
    for (let tile = first; tile < end; tile += facesAtOnce) {
      const lanes = Math.min(facesAtOnce, end - tile);
      facePairs.begin(tile);
      for (let other = 0; other < people; other++) {
        let isScored = false;
        for (let lane = 0; lane < lanes; lane++) {
          if (!eligibleRows(eligibility, tile + lane, other)) continue;
          if (!isScored) facePairs.score(other);
          isScored = true;
          scorePair(tile + lane, other, facePairs.forth[lane]!, facePairs.back[lane]!);
        }
      }
    }
    return {
      first,
      rows: count,
      pairs,
      best: placesOf(best, keep.best),
      drawn: placesOf(drawn, keep.drawn),
      sample: sample.map((smallest) => {
        const { items, keys } = smallest.sorted();
        return {
          low: Int32Array.from(items, (item) => Math.floor(item / people)),
          high: Int32Array.from(items, (item) => item % people),
          draw: Uint32Array.from(keys),
        };
      }),
      every: every && trimmed(every),
    };
  }

  function details(viewers: Int32Array, shown: Int32Array): Float64Array {
    const numbers = new Float64Array(scoreNumbers.length * viewers.length);
    for (let at = 0; at < viewers.length; at++) {
      const [viewer, other] = [viewers[at]!, shown[at]!];
      const [low, high] = [Math.min(viewer, other), Math.max(viewer, other)];
      const visual = faceScore(faces, viewer, other);
      const back = faceScore(faces, other, viewer);
      const personalityRaw = similarityOf(traits, low, high);
      const biologicalRaw = dissimilarityOf(low, high);
      const personality = personalityOf(personalityRaw);
      const biological = biologicalOf(biologicalRaw);
      const directed = fuser.score(visual, personality, biological);
      const mutual = mutualScore(directed, fuser.score(back, personality, biological));
      const coverage = fuser.coverage(visual, personality, biological);
      numbers.set(
        [visual, personality, biological, personalityRaw, biologicalRaw, directed, mutual, coverage],
        scoreNumbers.length * at,
      );
    }
    return numbers;
  }

  return { rows, details };
}

function placesOf(lists: readonly ReturnType<typeof createSmallest>[], places: number): Int32Array {
  const all = new Int32Array(lists.length * places).fill(-1);
  lists.forEach((list, at) => all.set(list.sorted().items, at * places));
  return all;
}

const createPairList = (): PairList => ({
  count: 0,
  low: new Int32Array(1024),
  high: new Int32Array(1024),
  mutual: new Float64Array(1024),
});

function addPair(list: PairList, low: number, high: number, mutual: number): void {
  if (list.count === list.low.length) resize(list, 2 * list.count);
  list.low[list.count] = low;
  list.high[list.count] = high;
  list.mutual[list.count] = mutual;
  list.count++;
}

function resize(list: PairList, length: number): void {
  const [low, high, mutual] = [new Int32Array(length), new Int32Array(length), new Float64Array(length)];
  low.set(list.low.subarray(0, length));
  high.set(list.high.subarray(0, length));
  mutual.set(list.mutual.subarray(0, length));
  Object.assign(list, { low, high, mutual });
}

function trimmed(list: PairList): PairList {
  resize(list, list.count);
  return list;
}
