import { DownloadError } from './download-error.ts';

/**
 * Yields the chunks of a response body as they arrive.
 * @throws DownloadError when the connection is cut, when no byte arrives for `timeoutMs`, and when the program stops
 */
export async function* bodyChunks(
  { body }: Response,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): AsyncGenerator<Uint8Array> {
  if (!body) throw new DownloadError('the server sends nothing', true);
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await next(reader, signal, timeoutMs);
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function next(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Awaited<ReturnType<typeof reader.read>>> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DownloadError('the server stopped sending', true)), timeoutMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    // An abort of the request's signal ends its body with an error too.
    throw new DownloadError(signal.aborted ? 'the program stops' : 'the connection was cut', true, error);
  } finally {
    clearTimeout(timer);
  }
}
