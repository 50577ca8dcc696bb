import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { HarmoniaError } from '../../foundation/errors.ts';
import { createSemaphore } from '../../foundation/semaphore.ts';
import { type DescriptionVersion, newestDescription } from './description-version.ts';
import type { FaceAnalysis } from './face.ts';
import { checkNetworks } from './face-self-check.ts';
import type { FaceTask, FaceTaskResult } from './face-worker.ts';
import { networkPixels } from './photo.ts';

/** Finds and describes faces in worker threads, so that the event loop is not blocked. */
export interface FaceAnalyser {
  readonly backend: 'tfjs-node' | 'wasm';
  /**
   * Describes faces with the given version of the description, or else with the newest.
   * @throws HarmoniaError photo-unreadable, too-many-requests when the queue is full, job-failed when the worker
   * failed twice (it is replaced after each failure)
   */
  analyse(photo: Uint8Array, description?: DescriptionVersion): Promise<FaceAnalysis>;
  /**
   * Resolves while the networks work. After a photo on which they failed twice they are tried on a drawing: one photo
   * may be at fault. @throws HarmoniaError job-failed when they fail on the drawing too
   */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface FaceAnalyserOptions {
  /** Threads, each with its own networks (about 150 MB). Default: 1, or 2 from four cores on. */
  readonly workers?: number;
  /** Per attempt; the first one of a worker includes loading its networks. */
  readonly timeoutMs?: number;
  /** A worker without a photo for so long ends, and frees what its networks hold; the next photo waits for a new one. */
  readonly idleMs?: number;
  /** Photos that may wait. */
  readonly queueLimit?: number;
  /** A worker whose networks hold more than this is replaced. */
  readonly memoryLimitBytes?: number;
  /** Folder of the networks' files; default: that of the package @vladmandic/human. */
  readonly modelsFolder?: string;
  /** The worker's module; tests replace it by one that fails. */
  readonly workerFile?: string;
}

/**
 * Starts the workers and checks that the networks answer as expected.
 * @throws HarmoniaError model-unavailable
 */
export async function createFaceAnalyser(options: FaceAnalyserOptions = {}): Promise<FaceAnalyser> {
  const workers = options.workers ?? (availableParallelism() >= 4 ? 2 : 1);
  const timeoutMs = options.timeoutMs ?? 30_000;
  const queueLimit = options.queueLimit ?? 64;
  const memoryLimitBytes = options.memoryLimitBytes ?? 640 * 2 ** 20;
  const start = (): Piscina<FaceTask, FaceTaskResult> => startPool(workers, options);
  let pool = start();
  const retiring = new Set<Promise<void>>();

  // WebAssembly's memory never shrinks, and V8's limits do not include it. Only the end of a thread frees it.
  const replacePool = (): void => {
    const old = pool;
    pool = start();
    const closing: Promise<void> = old.close().finally(() => retiring.delete(closing));
    retiring.add(closing);
  };
  const attempt = async (task: FaceTask): Promise<FaceTaskResult> => {
    const used = pool;
    const result = await used.run(task, { name: 'analyseFaces', signal: AbortSignal.timeout(timeoutMs) });
    if (result.memoryBytes > memoryLimitBytes && used === pool) replacePool();
    return result;
  };
  // Photos wait here and not in the pool: a photo is decoded, and its time limit starts, only when a worker is free.
  const queue = createSemaphore(workers, queueLimit);
  let isInDoubt = false;
  let checking: Promise<void> | undefined;
  const analyse = (photo: Uint8Array, description = newestDescription): Promise<FaceTaskResult> =>
    queue.run(async () => {
      const task = { ...(await networkPixels(photo)), description };
      try {
        return await attempt(task).catch(() => attempt(task));
      } catch (error) {
        isInDoubt = true;
        throw new HarmoniaError('job-failed', 'the face worker failed twice on a photo', { cause: error });
      }
    });
  const checkAgain = async (): Promise<void> => {
    await checkNetworks(analyse);
    isInDoubt = false;
  };
  const close = async (): Promise<void> => {
    await Promise.all([pool.destroy(), ...retiring]);
  };

  try {
    const checks = await Promise.all(Array.from({ length: workers }, () => checkNetworks(analyse)));
    return {
      backend: checks[0]!.backend,
      analyse: async (photo, description) => (await analyse(photo, description)).analysis,
      async check() {
        if (isInDoubt) await (checking ??= checkAgain().finally(() => (checking = undefined)));
      },
      close,
    };
  } catch (error) {
    await close();
    throw new HarmoniaError(
      'model-unavailable',
      `the face networks do not answer as expected: ${firstReason(error)}`,
      { cause: error },
    );
  }
}

/** The message of the innermost cause. At start no photo has been read, so the message cannot contain a part of one. */
function firstReason(error: unknown): string {
  let first = error;
  while (first instanceof Error && first.cause !== undefined) first = first.cause;
  return first instanceof Error ? first.message : String(first);
}

function startPool(
  workers: number,
  { workerFile, modelsFolder, idleMs = 30_000 }: FaceAnalyserOptions,
): Piscina<FaceTask, FaceTaskResult> {
  return new Piscina<FaceTask, FaceTaskResult>({
    filename: workerFile ?? fileURLToPath(new URL('face-worker.ts', import.meta.url)),
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: idleMs,
    concurrentTasksPerWorker: 1,
    workerData: { modelsFolder },
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
}
