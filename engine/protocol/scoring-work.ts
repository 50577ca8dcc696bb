import {
  builtinReference,
  compareGene,
  createReleaseReference,
  type GeneTables,
  type HlaReference,
  type TableDocument,
} from '../biological/index.ts';
import { type ExposureOptions, planFrom } from '../compatibility/assignment.ts';
import { pairEdges } from '../compatibility/pair-graph.ts';
import type { UserId } from '../ports/participants.ts';
import { drawPropensities } from './plan-propensity.ts';
import { gatherKept } from './gather-kept.ts';
import {
  createRowScorer,
  type GrowingList,
  type KeptOfThread,
  type PairList,
  type RowScorer,
} from './score-rows.ts';
import type { ScoringTables } from './scoring-tables.ts';

/** Compares genotype lists of a gene that are not resolved with all lists of it. */
export interface GenesTask {
  gene: Pick<GeneTables, 'locus' | 'texts'>;
  numbers: readonly number[];
  /** The table of the release; null without one. */
  document: TableDocument | null;
}

/** Scores some people with all of later rows. */
export interface RowsTask {
  tables: ScoringTables;
  /** One for each thread, and how many threads have taken one. */
  kept: readonly KeptOfThread[];
  taken: Int32Array;
  every: GrowingList | undefined;
  first: number;
  rows: number;
}

/** Puts what the threads kept into what the first one kept, and lists the pairs that the plan sees. */
export interface GatherTask {
  tables: ScoringTables;
  kept: readonly KeptOfThread[];
  every: GrowingList | undefined;
}

/** Plans who is shown to whom. */
export interface PlanTask {
  ids: readonly UserId[];
  pairs: PairList;
  options: ExposureOptions;
  /** Whether to draw how likely each view of the plan was. */
  withPropensities: boolean;
}

/** A plan by the rows of its people. */
export interface PlannedRows {
  viewers: Int32Array;
  shown: Int32Array;
  positions: Int32Array;
  /** 1 for a pair that was predicted high, 0 for one of the whole range. */
  high: Uint8Array;
  propensities: Float64Array | null;
  pairs: number;
  exposureGini: number;
  /** People without an eligible partner, and people whose partners are all needed for others. */
  alone: number;
}

/** The pairs that a block scored, and the processor time that it took where the platform tells. */
export interface RowsResult {
  pairs: number;
  cpuMicroseconds: number;
}

/** The work of scoring a cohort that other threads can do. */
export interface ScoringWork {
  compareGenes(task: GenesTask): Promise<Float64Array[]>;
  scoreRows(task: RowsTask): Promise<RowsResult>;
  gather(task: GatherTask): Promise<PairList>;
  plan(task: PlanTask): Promise<PlannedRows>;
}

/** The tasks of one thread and one cohort, which prepare themselves once: a pool is started for each cohort. */
export interface ScoringTasks {
  compareGenes(task: GenesTask): Float64Array[];
  scoreRows(task: RowsTask): RowsResult;
  gather(task: GatherTask): PairList;
  planRows(task: PlanTask): PlannedRows;
}

export function createScoringTasks(): ScoringTasks {
  let reference: HlaReference | undefined;
  let prepared: { scorer: RowScorer; mine: KeptOfThread } | undefined;
  return {
    compareGenes({ gene, numbers, document }) {
      const opened = (reference ??= document ? createReleaseReference(document) : builtinReference());
      return numbers.map((number) => compareGene(gene, number, opened));
    },
    scoreRows({ tables, kept, taken, every, first, rows }) {
      prepared ??= { scorer: createRowScorer(tables), mine: kept[Atomics.add(taken, 0, 1)]! };
      const before = cpuMicroseconds();
      const pairs = prepared.scorer.rows(first, rows, prepared.mine, every);
      return { pairs, cpuMicroseconds: cpuMicroseconds() - before };
    },
    gather: gatherKept,
    planRows,
  };
}

/** Of this thread where Node tells (from 23.9 on), else the time that went by. */
function cpuMicroseconds(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
  if (!threadCpuUsage) return 1000 * performance.now();
  const { user, system } = threadCpuUsage.call(process);
  return user + system;
}

function planRows({ ids, pairs, options, withPropensities }: PlanTask): PlannedRows {
  const edges = pairEdges(ids, pairs);
  const plan = planFrom(edges, options);
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const rows = (pick: (view: (typeof plan.views)[number]) => number): Int32Array =>
    Int32Array.from(plan.views, pick);
  return {
    viewers: rows(({ viewer }) => rowOf.get(viewer)!),
    shown: rows(({ shown }) => rowOf.get(shown)!),
    positions: rows(({ position }) => position),
    high: Uint8Array.from(plan.views, ({ kind }) => (kind === 'high' ? 1 : 0)),
    propensities: withPropensities ? drawPropensities(edges, plan.views, options) : null,
    pairs: plan.pairs.length,
    exposureGini: plan.exposureGini,
    alone: plan.withoutPartner.length + plan.uncovered.length,
  };
}
