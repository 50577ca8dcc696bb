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
  quantilesOf,
  scoreRow,
  type ScoreTally,
  summariesOf,
} from '../validation/score-tally.ts';
import { idsOf, type PreparedPeople } from './read-scoring-tables.ts';
import {
  createRowScorer,
  type GrowingList,
  type KeptOfThread,
  type PairList,
  type RowScorer,
} from './score-rows.ts';
import { type KeptPairs, type ScoringTables, sharedBytes } from './scoring-tables.ts';
import { type ScoringThreads, startScoringThreads } from './scoring-threads.ts';
import type { PlannedRows, RowsTask } from './scoring-work.ts';
import { createSmallestTable, smallestOf } from './smallest.ts';
import { facesAtOnce } from '../visual/face-pairs.ts';

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
    const kept = Array.from({ length: threads.threads }, () => keptOf(tables)) as [
      KeptOfThread,
      ...KeptOfThread[],
    ];
    const every = tables.keep.every ? growingList(mostEligiblePairs(tables.eligibility)) : undefined;
    const { pairs, loopCpuSeconds } = await scoreBlocks({ tables, kept, every }, threads, onProgress);
    const list = await threads.gather({ tables, kept, every });
    const isWhole = pairs <= bestKept * tables.people && tables.keep.every;
    const plan = await threads.plan({
      ids: idsOf(prepared),
      pairs: list,
      options: options.plan,
      withPropensities: !isWhole,
    });
    const [{ tally }] = kept;
    return {
      pairs,
      plan,
      kept: isWhole ? everyRow(tables.people, list) : keptRows(tables, kept[0], plan),
      details: createRowScorer(tables).details,
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

const keptOf = ({ people, languages, keep }: ScoringTables): KeptOfThread => ({
  best: createSmallestTable(people, keep.best, sharedBytes),
  drawn: createSmallestTable(people, keep.drawn, sharedBytes),
  sample: createSmallestTable(10, keep.sampled, sharedBytes),
  tally: createScoreTally(people, 2 + languages.length, sharedBytes),
});

const growingList = (most: number): GrowingList => ({
  filled: new Int32Array(sharedBytes(4)),
  low: new Int32Array(sharedBytes(4 * most)),
  high: new Int32Array(sharedBytes(4 * most)),
  mutual: new Float64Array(sharedBytes(8 * most)),
});

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
  work: Pick<RowsTask, 'tables' | 'kept' | 'every'>,
  threads: ScoringThreads,
  onProgress: (share: number) => void,
): Promise<{ pairs: number; loopCpuSeconds: number }> {
  const { people } = work.tables;
  const taken = new Int32Array(sharedBytes(4));
  const all = (people * (people - 1)) / 2;
  const most = Math.max(1, Math.min(all / (4 * threads.threads), pairsInBlock));
  let [next, done, pairs, microseconds] = [0, 0, 0, 0];
  // Each thread has one block waiting while it scores another.
  const feed = async (): Promise<void> => {
    while (next < people) {
      const first = next;
      // Later rows have fewer pairs.
      const rows = facesAtOnce * Math.max(1, Math.ceil(most / Math.max(1, people - first) / facesAtOnce));
      next += rows;
      const count = Math.min(rows, people - first);
      const block = await threads.scoreRows({ ...work, taken, first, rows: count });
      pairs += block.pairs;
      microseconds += block.cpuMicroseconds;
      done += count * (people - first - (count + 1) / 2);
      onProgress(all === 0 ? 1 : done / all);
    }
  };
  await Promise.all(Array.from({ length: threads.threads > 1 ? 2 * threads.threads : 1 }, feed));
  return { pairs, loopCpuSeconds: microseconds / 1e6 };
}

function spreadOf(tables: ScoringTables, tally: ScoreTally): ScoreSpread {
  return {
    summaries: summariesOf(tally),
    byLanguage: languagesOf(tally, [null, 'different', ...tables.languages]),
  };
}

/** Both directions of every pair, by viewer. */
function* everyRow(people: number, { count, low, high }: PairList): Generator<KeptRow[]> {
  const partners = Array.from({ length: people }, (): number[] => []);
  for (let at = 0; at < count; at++) {
    partners[low[at]!]!.push(high[at]!);
    partners[high[at]!]!.push(low[at]!);
  }
  // Threads add pairs to the list in any order.
  for (const [viewer, others] of partners.entries())
    yield others.sort((one, other) => one - other).map((shown): KeptRow => [viewer, shown, 'every']);
}

/** The planned pairs of each viewer, their best ones and those of the sample, each once. */
function* keptRows(
  { people }: ScoringTables,
  { best, sample }: KeptOfThread,
  { viewers, shown }: PlannedRows,
): Generator<KeptRow[]> {
  const planned = Array.from({ length: people }, (): number[] => []);
  viewers.forEach((viewer, at) => planned[viewer]!.push(shown[at]!));
  const sampled = Array.from({ length: people }, (): number[] => []);
  for (let tenth = 0; tenth < 10; tenth++)
    for (const pair of smallestOf(sample, tenth)) {
      const [low, high] = [Math.floor(pair / people), pair % people];
      sampled[low]!.push(high);
      sampled[high]!.push(low);
    }
  for (let viewer = 0; viewer < people; viewer++) {
    const ofViewer = new Map<number, KeptRow[2]>();
    for (const other of sampled[viewer]!) ofViewer.set(other, 'sample');
    for (const other of smallestOf(best, viewer)) ofViewer.set(other, 'best');
    for (const other of planned[viewer]!) ofViewer.set(other, 'planned');
    yield [...ofViewer].map(([other, kind]): KeptRow => [viewer, other, kind]);
  }
}
