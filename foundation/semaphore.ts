import { HarmoniaError } from './errors.ts';

/** Limits how many pieces of work run at once, where each needs something scarce: a connection, a core, a worker. */
export interface Semaphore {
  /**
   * Waits for a permit, in the order of the calls, and runs the work. The permit is free again when the work has
   * ended, also when it failed. Throws too-many-requests when `waitingAtMost` calls wait already.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A counting semaphore with `count` permits. Any number of calls may wait, or at most `waitingAtMost`. */
export function createSemaphore(count: number, waitingAtMost = Number.POSITIVE_INFINITY): Semaphore {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run(work) {
      if (free > 0) free -= 1;
      else if (waiting.length >= waitingAtMost)
        throw new HarmoniaError('too-many-requests', `${waitingAtMost} calls wait already`);
      else await new Promise<void>((proceed) => waiting.push(proceed));
      try {
        return await work();
      } finally {
        // The permit passes to the first waiting call directly. If it became free in between, a new call could take it.
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
