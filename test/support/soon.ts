/** Tries until it holds, for two seconds. */
export async function soon(check: () => Promise<void> | void): Promise<void> {
  for (let tries = 40; ; tries--) {
    try {
      return await check();
    } catch (error) {
      if (tries === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
