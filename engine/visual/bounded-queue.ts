import { HarmoniaError } from '../../errors.ts';

/** Lets a few tasks run at once and a limited number wait for their turn. */
export interface BoundedQueue {
  /** @throws HarmoniaError too-many-requests when as many wait as may */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createBoundedQueue(concurrency: number, limit: number): BoundedQueue {
  const waiting: (() => void)[] = [];
  let free = concurrency;
  const enter = async (): Promise<void> => {
    if (free > 0) {
      free--;
      return;
    }
    if (waiting.length >= limit) throw new HarmoniaError('too-many-requests', `${limit} photos wait already`);
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };
  return {
    async run(task) {
      await enter();
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
