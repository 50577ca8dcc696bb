import { builtinReference, type HlaReference, type ReleaseReference } from '../biological/index.ts';
import type { ExposureOptions } from '../compatibility/assignment.ts';
import { mostEligiblePairs } from '../compatibility/eligible-pairs.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import { tieSalts } from '../compatibility/pair-graph.ts';
import type { ScoreSpread } from './score-spread.ts';
import { percentileQuantiles, type ScorerReferences } from './scorers.ts';
import type { ScoreQuantile } from '../ports/scoring.ts';
import { distributedScores } from '../validation/score-distribution.ts';
import {
  createScoreTally,
  languagesOf,
  mergeTallies,
  quantilesOf,
  scoreRow,
  type ScoreTally,
  summariesOf,
} from '../validation/score-tally.ts';
import { idsOf, type PreparedPeople } from './read-scoring-tables.ts';
import { createRowScorer, numberOf, type PairList, type RowBlock, type RowScorer } from './score-rows.ts';
import { type KeptPairs, type ScoringTables, sharedBytes } from './scoring-tables.ts';
import { type ScoringThreads, startScoringThreads } from './scoring-threads.ts';
import type { PlannedRows } from './scoring-work.ts';

/** How scores are made and planned with. */
export interface ScoringOptions {
  references: ScorerReferences;
  weights: PhaseWeights;
  plan: ExposureOptions;
}

/** A kept pair, by rows: the first person looks at the second. */
export type KeptRow = [viewer: number, shown: number, kind: 'every' | 'planned' | 'best' | 'sample'];

/** A cohort that is scored and planned, and nothing of it stored yet. */
export interface ScoredPeople {
  pairs: number;
  plan: PlannedRows;
  /** The pairs that are kept, by viewer. */
  kept: Iterable<KeptRow[]>;
  details: RowScorer['details'];
  quantiles: ScoreQuantile[];
  /** Null where every pair is kept. */
  spread: ScoreSpread | null;
  /** Seconds of processor time of the loop over pairs. */
  loopCpuSeconds: number;
}

/** Each person's best pairs that are kept; of a cohort with no more pairs than that all are. */
const bestKept = 50;
/** Pairs of the sample in each tenth of the scale. */
const sampledKept = 200;
/** Up to so many pairs the plan sees them all, in 16 bytes each. Beyond, it sees the best of each person and some drawn ones. */
const planPairs = 4_000_000;
const drawnForPlan = 16;
/** Pairs that are scored in one block: about a tenth of a second. */
const pairsInBlock = 400_000;

/**
 * Scores all pairs of prepared people in blocks, in other threads unless they are few, and plans who is shown to whom. Memory grows with
 * the number of people, beyond `planPairs`.
 * @param onProgress is told the share of people whose pairs are scored
 * @throws HarmoniaError `phase-incomplete` when a pair has no phase that counts
 */
export async function scorePeople(
  prepared: PreparedPeople,
  options: ScoringOptions,
  onProgress: (share: number) => void = () => undefined,
): Promise<ScoredPeople> {
  const threads = startScoringThreads(prepared.candidates.length);
  try {
    const tables = await tablesOf(prepared, options, threads);
    const tallies = Array.from({ length: threads.threads }, () =>
      createScoreTally(tables.people, 2 + tables.languages.length, sharedBytes),
    ) as [ScoreTally, ...ScoreTally[]];
    const { blocks, loopCpuSeconds } = await scoreBlocks(tables, tallies, threads, onProgress);
    const { details } = createRowScorer(tables);
    const list = tables.keep.every
      ? joinLists(blocks.map(({ every }) => every!))
      : sparseList(tables, blocks, details);
    const pairs = blocks.reduce((sum, block) => sum + block.pairs, 0);
    const isWhole = pairs <= bestKept * tables.people && tables.keep.every;
    const plan = await threads.plan({
      ids: idsOf(prepared),
      pairs: list,
      options: options.plan,
      withPropensities: !isWhole,
    });
    const tally = mergeTallies(tallies);
    return {
      pairs,
      plan,
      kept: isWhole ? everyRow(tables.people, list) : keptRows(tables, blocks, plan),
      details,
      quantiles: distributedScores.flatMap((phase) =>
        quantilesOf(tally, scoreRow[phase]).map((quantile) => ({ phase, ...quantile })),
      ),
      spread: isWhole ? null : spreadOf(tables, tally),
      loopCpuSeconds,
    };
  } finally {
    await threads.close();
  }
}

async function tablesOf(
  prepared: PreparedPeople,
  { references, weights, plan }: ScoringOptions,
  threads: ScoringThreads,
): Promise<ScoringTables> {
  const { candidates, eligibility, genes } = prepared;
  const people = candidates.length;
  const agreed = new Uint8Array(sharedBytes(people));
  candidates.forEach(({ consents }, row) => (agreed[row] = consents.has('research') ? 1 : 0));
  const keep: KeptPairs = {
    best: bestKept,
    sampled: sampledKept,
    every: mostEligiblePairs(eligibility) <= planPairs,
    drawn: drawnForPlan,
  };
  const ties = new Uint32Array(sharedBytes(4 * people));
  ties.set(tieSalts(people, plan.seed));
  return {
    people,
    eligibility,
    faces: prepared.faces,
    traits: prepared.traits,
    typings: prepared.typings,
    genes: await Promise.all(genes.map((gene) => comparedGene(gene, references.hla, threads))),
    ...percentileQuantiles(references, prepared.questionnaire),
    weights,
    agreed,
    languageOf: prepared.languageOf,
    languages: prepared.languages,
    ties,
    keep: keep.every ? { ...keep, drawn: 0 } : keep,
  };
}

/** Genotype lists compared in one task. */
const listsAtOnce = 4;

/** Compares the genotype lists that are not resolved with all of their gene, once each. */
async function comparedGene(
  gene: PreparedPeople['genes'][number],
  hla: HlaReference,
  threads: ScoringThreads,
): Promise<ScoringTables['genes'][number]> {
  const { size, terms, locus, texts, open } = gene;
  const lists = texts.length;
  const compared = new Float64Array(sharedBytes(8 * lists * open.length));
  const document = hla === builtinReference() ? null : (hla as ReleaseReference).document;
  const tasks: Promise<void>[] = [];
  for (let first = 0; first < open.length; first += listsAtOnce) {
    const numbers = open.slice(first, first + listsAtOnce);
    tasks.push(
      threads
        .compareGenes({ gene: { locus, texts }, numbers, document })
        .then((points) => points.forEach((values, at) => compared.set(values, (first + at) * lists))),
    );
  }
  await Promise.all(tasks);
  const shared = new Float64Array(sharedBytes(8 * terms.length));
  shared.set(terms);
  return { size, terms: shared, lists, compared };
}

async function scoreBlocks(
  tables: ScoringTables,
  tallies: readonly ScoreTally[],
  threads: ScoringThreads,
  onProgress: (share: number) => void,
): Promise<{ blocks: RowBlock[]; loopCpuSeconds: number }> {
  const { people } = tables;
  const taken = new Int32Array(sharedBytes(4));
  const even = Math.ceil(people / (4 * threads.threads));
  const rows = 4 * Math.max(1, Math.ceil(Math.min(even, pairsInBlock / Math.max(1, people)) / 4));
  const blocks: RowBlock[] = [];
  let [next, done, microseconds] = [0, 0, 0];
  // Each thread has one block waiting while it scores another.
  const feed = async (): Promise<void> => {
    while (next < people) {
      const first = next;
      next += rows;
      const count = Math.min(rows, people - first);
      const { cpuMicroseconds, ...block } = await threads.scoreRows({
        tables,
        tallies,
        taken,
        first,
        rows: count,
      });
      blocks.push(block);
      microseconds += cpuMicroseconds;
      done += count;
      onProgress(done / people);
    }
  };
  await Promise.all(Array.from({ length: threads.threads > 1 ? 2 * threads.threads : 1 }, feed));
  blocks.sort((one, other) => one.first - other.first);
  return { blocks, loopCpuSeconds: microseconds / 1e6 };
}

function spreadOf(tables: ScoringTables, tally: ScoreTally): ScoreSpread {
  return {
    summaries: summariesOf(tally),
    byLanguage: languagesOf(tally, [null, 'different', ...tables.languages]),
  };
}

const emptyList = (count: number): PairList => ({
  count,
  low: new Int32Array(sharedBytes(4 * count)),
  high: new Int32Array(sharedBytes(4 * count)),
  mutual: new Float64Array(sharedBytes(8 * count)),
});

function joinLists(lists: readonly PairList[]): PairList {
  const joined = emptyList(lists.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  for (const { count, low, high, mutual } of lists) {
    joined.low.set(low, at);
    joined.high.set(high, at);
    joined.mutual.set(mutual, at);
    at += count;
  }
  return joined;
}

/** The best partners of each person and those drawn, each pair once. */
function sparseList(
  { people }: ScoringTables,
  blocks: readonly RowBlock[],
  details: RowScorer['details'],
): PairList {
  const places = blocks.reduce((sum, { best, drawn }) => sum + best.length + drawn.length, 0);
  const keys = new Float64Array(places);
  let count = 0;
  for (const { first, rows, best, drawn } of blocks)
    for (const partners of [best, drawn]) {
      const width = partners.length / rows;
      partners.forEach((other, at) => {
        const row = first + Math.floor(at / width);
        if (other >= 0) keys[count++] = Math.min(row, other) * people + Math.max(row, other);
      });
    }
  const sorted = keys.subarray(0, count).sort();
  const distinct = sorted.filter((key, at) => at === 0 || key !== sorted[at - 1]);
  const list = emptyList(distinct.length);
  distinct.forEach((key, at) => {
    list.low[at] = Math.floor(key / people);
    list.high[at] = key % people;
  });
  const numbers = details(list.low, list.high);
  for (let at = 0; at < list.count; at++) list.mutual[at] = numberOf(numbers, at, 'mutual');
  return list;
}

/** Both directions of every pair, by viewer. */
function* everyRow(people: number, { count, low, high }: PairList): Generator<KeptRow[]> {
  const partners = Array.from({ length: people }, (): number[] => []);
  for (let at = 0; at < count; at++) {
    partners[low[at]!]!.push(high[at]!);
    partners[high[at]!]!.push(low[at]!);
  }
  for (const [viewer, others] of partners.entries())
    yield others.map((shown): KeptRow => [viewer, shown, 'every']);
}

/** The planned pairs of each viewer, their best ones and those of the sample, each once. */
function* keptRows(
  { people, keep }: ScoringTables,
  blocks: readonly RowBlock[],
  { viewers, shown }: PlannedRows,
): Generator<KeptRow[]> {
  const planned = Array.from({ length: people }, (): number[] => []);
  viewers.forEach((viewer, at) => planned[viewer]!.push(shown[at]!));
  const sampled = Array.from({ length: people }, (): number[] => []);
  for (const [low, high] of sampleOf(blocks)) {
    sampled[low]!.push(high);
    sampled[high]!.push(low);
  }
  for (const { first, rows, best } of blocks)
    for (let row = 0; row < rows; row++) {
      const viewer = first + row;
      const ofViewer = new Map<number, KeptRow[2]>();
      for (const other of sampled[viewer]!) ofViewer.set(other, 'sample');
      for (const other of best.subarray(row * keep.best, (row + 1) * keep.best))
        if (other >= 0) ofViewer.set(other, 'best');
      for (const other of planned[viewer]!) ofViewer.set(other, 'planned');
      yield [...ofViewer].map(([other, kind]): KeptRow => [viewer, other, kind]);
    }
}

/** The pairs of the sample: in each tenth those with the smallest draws of all blocks. */
function sampleOf(blocks: readonly RowBlock[]): [low: number, high: number][] {
  return Array.from({ length: 10 }, (_, tenth) => {
    const drawn = blocks.flatMap(({ sample }) => {
      const { low, high, draw } = sample[tenth]!;
      return Array.from(draw, (key, at) => ({ key, pair: [low[at]!, high[at]!] as [number, number] }));
    });
    return drawn
      .toSorted((one, other) => one.key - other.key || one.pair[0] - other.pair[0])
      .slice(0, sampledKept)
      .map(({ pair }) => pair);
  }).flat();
}
