/** A limited number of places for work that needs something scarce, such as database connections. */
export interface Slots {
  /** Waits for a place, works, and gives it back whatever came of it. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Whoever finds no place waits in line. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async run(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((proceed) => waiting.push(proceed));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
