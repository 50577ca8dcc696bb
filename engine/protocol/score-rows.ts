import { createEncodedRow, createHlaPercentiles, scoreEncoded } from '../biological/index.ts';
import { eligibleRows } from '../compatibility/eligible-pairs.ts';
import { createFuser } from '../compatibility/fusion.ts';
import { tieOf } from '../compatibility/pair-graph.ts';
import { mutualScore } from '../compatibility/reciprocity.ts';
import { similarityOf } from '../personality/trait-pairs.ts';
import { createPercentiles } from '../quantile-ranks.ts';
import { type ScoreTally, scoreRow, tallyGroup, tallyScore } from '../validation/score-tally.ts';
import { createFacePairs, faceScore, facesAtOnce } from '../visual/face-pairs.ts';
import { type ScoreNumber, scoreNumbers } from '../ports/scoring.ts';
import { addSmallest, type SmallestTable } from './smallest.ts';
import type { ScoringTables } from './scoring-tables.ts';

/** Pairs by the rows of both people. */
export interface PairList {
  readonly count: number;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly mutual: Float64Array;
}

/** A list to which several threads add pairs; `filled` holds how many it has. */
export interface GrowingList extends Omit<PairList, 'count'> {
  readonly filled: Int32Array;
}

/** What one thread keeps of the pairs that it scores. */
export interface KeptOfThread {
  /** The best partners of each person. */
  readonly best: SmallestTable;
  /** Partners drawn from all of a person's. */
  readonly drawn: SmallestTable;
  /** In each tenth of the scale, the pairs that the seed draws, as `low * people + high`. */
  readonly sample: SmallestTable;
  readonly tally: ScoreTally;
}

/** Scores the pairs of a cohort, block by block. */
export interface RowScorer {
  /**
   * Scores some people with all of later rows, counts the scores and keeps what is asked for.
   * @param every takes each pair, where the plan is to see them all
   * @returns how many pairs were scored
   * @throws HarmoniaError `phase-incomplete` when a pair has no phase that counts
   */
  rows(first: number, rows: number, kept: KeptOfThread, every: GrowingList | undefined): number;
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

  const createTypingRows = () => Array.from({ length: facesAtOnce }, () => createEncodedRow(genes, typings));
  let rowsOfTypings: ReturnType<typeof createTypingRows> | undefined;

  function rows(
    first: number,
    count: number,
    { best, drawn, sample, tally }: KeptOfThread,
    every: GrowingList | undefined,
  ): number {
    const list = every && createPairBuffer();
    const typingRows = (rowsOfTypings ??= createTypingRows());
    let pairs = 0;

    const scorePair = (low: number, high: number, lane: number): void => {
      const forth = facePairs.forth[lane]!;
      const back = facePairs.back[lane]!;
      const personalityRaw = similarityOf(traits, low, high);
      const biologicalRaw = typingRows[lane]!.score(width * high);
      const personality = personalityOf(personalityRaw);
      const biological = biologicalOf(biologicalRaw);
      const mutual = mutualScore(
        fuser.score(forth, personality, biological),
        fuser.score(back, personality, biological),
      );
      const tie = tieOf(ties, low, high);
      addSmallest(best, low, high, -mutual, tie);
      addSmallest(best, high, low, -mutual, tie);
      const draw = tieOf(ties, high, low);
      if (keep.drawn > 0) {
        addSmallest(drawn, low, high, draw, low);
        addSmallest(drawn, high, low, draw, low);
      }
      pairs++;
      addSmallest(sample, Math.min(9, Math.floor(mutual / 10)), low * people + high, draw, low);
      if (list) addPair(list, low, high, mutual);
      if (agreed[low] !== 1 || agreed[high] !== 1) return;
      if (!Number.isNaN(forth)) tallyScore(tally, scoreRow.visual, forth, low, high);
      if (!Number.isNaN(back)) tallyScore(tally, scoreRow.visual, back, low, high);
      tallyScore(tally, scoreRow.mutual, mutual, low, high);
      if (!Number.isNaN(personality)) {
        tallyScore(tally, scoreRow.personality, personality, low, high);
        tallyScore(tally, scoreRow['personality-raw'], personalityRaw, low, high);
        tallyGroup(tally, groupOf(low, high), personality, low, high);
      }
      if (!Number.isNaN(biological)) {
        tallyScore(tally, scoreRow.biological, biological, low, high);
        tallyScore(tally, scoreRow['biological-raw'], biologicalRaw, low, high);
      }
    };

    const end = first + count;
    for (let tile = first; tile < end; tile += facesAtOnce) {
      const lanes = Math.min(facesAtOnce, end - tile);
      facePairs.begin(tile);
      for (let lane = 0; lane < lanes; lane++) typingRows[lane]!.begin(width * (tile + lane));
      for (let other = tile + 1; other < people; other++) {
        let isScored = false;
        for (let lane = 0; lane < lanes && tile + lane < other; lane++) {
          if (!eligibleRows(eligibility, tile + lane, other)) continue;
          if (!isScored) facePairs.score(other);
          isScored = true;
          scorePair(tile + lane, other, lane);
        }
      }
    }
    if (every && list) append(every, list);
    return pairs;
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

interface PairBuffer {
  count: number;
  low: Int32Array;
  high: Int32Array;
  mutual: Float64Array;
}

const createPairBuffer = (): PairBuffer => ({
  count: 0,
  low: new Int32Array(1024),
  high: new Int32Array(1024),
  mutual: new Float64Array(1024),
});

function addPair(list: PairBuffer, low: number, high: number, mutual: number): void {
  if (list.count === list.low.length) double(list);
  list.low[list.count] = low;
  list.high[list.count] = high;
  list.mutual[list.count] = mutual;
  list.count++;
}

function double(list: PairBuffer): void {
  const length = 2 * list.count;
  const [low, high, mutual] = [new Int32Array(length), new Int32Array(length), new Float64Array(length)];
  low.set(list.low);
  high.set(list.high);
  mutual.set(list.mutual);
  Object.assign(list, { low, high, mutual });
}

/** Each thread takes places of its own; the order of pairs depends on which comes first. */
function append(to: GrowingList, { count, low, high, mutual }: PairBuffer): void {
  const at = Atomics.add(to.filled, 0, count);
  to.low.set(low.subarray(0, count), at);
  to.high.set(high.subarray(0, count), at);
  to.mutual.set(mutual.subarray(0, count), at);
}
