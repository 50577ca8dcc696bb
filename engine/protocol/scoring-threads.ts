import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import {
  createScoringTasks,
  type GatherTask,
  type GenesTask,
  type PlannedRows,
  type PlanTask,
  type RowsResult,
  type RowsTask,
  type ScoringWork,
} from './scoring-work.ts';
import type { PairList } from './score-rows.ts';

/** Up to so many people the pairs are scored by the calling thread: starting another takes longer. */
const fewPeople = 200;
const mostThreads = 4;

/** Threads that score, or the calling one; to be closed by the caller. */
export interface ScoringThreads extends ScoringWork {
  readonly threads: number;
  close(): Promise<void>;
}

/** Starts as many threads as are useful for so many people. A failure of one fails its task. */
export function startScoringThreads(people: number): ScoringThreads {
  return people <= fewPeople ? thisThread() : otherThreads(Math.min(mostThreads, availableParallelism()));
}

/** Between two tasks updates are handled. */
const afterOthers = async <T>(work: () => T): Promise<T> => {
  await setImmediate();
  return work();
};

function thisThread(): ScoringThreads {
  const tasks = createScoringTasks();
  return {
    threads: 1,
    compareGenes: (task) => afterOthers(() => tasks.compareGenes(task)),
    scoreRows: (task) => afterOthers(() => tasks.scoreRows(task)),
    gather: (task) => afterOthers(() => tasks.gather(task)),
    plan: (task) => afterOthers(() => tasks.planRows(task)),
    close: async () => undefined,
  };
}

function otherThreads(threads: number): ScoringThreads {
  const pool = new Piscina<GenesTask | RowsTask | GatherTask | PlanTask, unknown>({
    filename: fileURLToPath(new URL('scoring-thread.ts', import.meta.url)),
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
  });
  return {
    threads,
    compareGenes: (task) => pool.run(task, { name: 'compareGenes' }) as Promise<Float64Array[]>,
    scoreRows: (task) => pool.run(task, { name: 'scoreRows' }) as Promise<RowsResult>,
    gather: (task) => pool.run(task, { name: 'gather' }) as Promise<PairList>,
    plan: (task) => pool.run(task, { name: 'planRows' }) as Promise<PlannedRows>,
    close: () => pool.destroy(),
  };
}
