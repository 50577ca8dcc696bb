/**
 * Work that a turn needs and that takes too long for its transaction, such as hashing a password: it would hold a
 * connection and one of the few updates that are handled at once. `after` throws it, the transaction is rolled back, the
 * intake does the work, and handles the update once more with the result.
 */
class SlowWork extends Error {
  readonly key: string;
  readonly work: () => Promise<unknown>;
  constructor(key: string, work: () => Promise<unknown>) {
    super('an update needs the result of slow work');
    this.name = 'SlowWork';
    this.key = key;
    this.work = work;
  }
}

/** The results of slow work that an update had to wait for, by key; kept until the update is handled. */
export type SlowResults = ReadonlyMap<string, unknown>;

/**
 * The result of `work`, when it was done for this update under this key.
 * @throws SlowWork otherwise
 */
export function resultOf<T>(done: SlowResults, key: string, work: () => Promise<T>): T {
  if (!done.has(key)) throw new SlowWork(key, work);
  return done.get(key) as T;
}

/** An update checks one password or hashes one. More pieces of slow work are a fault of a dialog. */
const mostPerUpdate = 4;

/** Runs an attempt, and once more for each piece of slow work that it needs, which is done in between. */
export async function withSlowWork<T>(attempt: (done: SlowResults) => Promise<T>): Promise<T> {
  const done = new Map<string, unknown>();
  for (;;) {
    try {
      return await attempt(done);
    } catch (error) {
      if (!(error instanceof SlowWork) || done.size === mostPerUpdate) throw error;
      done.set(error.key, await error.work());
    }
  }
}
