import { afterAll } from '@jest/globals';

interface Closable {
  close(): Promise<void>;
}

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());

/**
 * Closes when the test file ends, the newest first, and at the latest then: `close` is called even if the file has
 * called it. What a hook was still opening when it ran out of time is closed too, as soon as it is open, and so does not
 * run beside the next file.
 */
export function closeAfterFile<Opening extends Closable | Promise<Closable>>(opening: Opening): Opening {
  opened.defer(async () => {
    const result = await Promise.resolve(opening).catch(() => undefined);
    await result?.close();
  });
  return opening;
}
