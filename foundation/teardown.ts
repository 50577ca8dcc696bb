/**
 * A list of opened parts, with the function that closes each. It replaces `await using` and AsyncDisposableStack, which
 * Node 22 does not have.
 */
export interface Teardown {
  /** Registers the function that closes a part which was just opened. */
  defer(close: () => unknown): void;
  /**
   * Closes every part once, the last one first, and each even when another fails.
   * @throws the one error, or an AggregateError of all of them.
   */
  close(): Promise<void>;
}

/** An empty teardown. */
export function createTeardown(): Teardown {
  const parts: (() => unknown)[] = [];
  return {
    defer: (close) => void parts.push(close),
    async close() {
      const errors: unknown[] = [];
      for (let part = parts.pop(); part; part = parts.pop()) {
        try {
          await part();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length === 1) throw errors[0];
      if (errors.length > 1) throw new AggregateError(errors, 'several parts could not be closed');
    },
  };
}

/**
 * Runs work that opens parts, and closes them when it has ended.
 * @throws what the work threw, or else what closing threw.
 */
export async function withTeardown<T>(work: (opened: Teardown) => Promise<T>): Promise<T> {
  const opened = createTeardown();
  const [outcome] = await Promise.allSettled([work(opened)]);
  const [closed] = await Promise.allSettled([opened.close()]);
  if (outcome.status === 'rejected') throw outcome.reason;
  if (closed.status === 'rejected') throw closed.reason;
  return outcome.value;
}
