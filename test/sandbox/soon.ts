import { patience } from '../support/patience.ts';

/** Waits at most 5 s until `isSo` returns true. */
export async function soon(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + patience(5000);
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`never came true: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
