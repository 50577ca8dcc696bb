/** Tries until it holds, for two seconds or as long as is said. */
export async function soon(check: () => Promise<void> | void, patienceMs = 2000): Promise<void> {
  for (const end = Date.now() + patienceMs; ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
