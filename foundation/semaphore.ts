import { HarmoniaError } from './errors.ts';

/** A limited number of places for work that needs something scarce: connections, cores, workers. */
export interface Semaphore {
  /**
   * Waits for a place, in line, works, and gives it back whatever came of it.
   * Throws too-many-requests when as many wait as may.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** `count` may work at once; of the others any number waits, or at most `waitingAtMost`. */
export function createSemaphore(count: number, waitingAtMost = Number.POSITIVE_INFINITY): Semaphore {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run(work) {
      if (free > 0) free -= 1;
      else if (waiting.length >= waitingAtMost)
        throw new HarmoniaError('too-many-requests', `${waitingAtMost} wait already`);
      else await new Promise<void>((proceed) => waiting.push(proceed));
      try {
        return await work();
      } finally {
        // A place goes straight to the next in line: given back in between, somebody new could take it first.
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
