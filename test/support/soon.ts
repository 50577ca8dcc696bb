import { patience } from './patience.ts';

/** Tries until it holds, for ten seconds unless told otherwise. */
export async function soon(check: () => Promise<void> | void, patienceMs = 10_000): Promise<void> {
  for (const end = Date.now() + patience(patienceMs); ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
