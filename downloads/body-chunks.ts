import { DownloadError } from './download-error.ts';

/**
 * The chunks of an answer's body as they come.
 * @throws DownloadError when the connection is cut, when nothing comes for `patienceMs`, and when the program stops
 */
export async function* bodyChunks(
  { body }: Response,
  { signal, patienceMs }: { signal: AbortSignal; patienceMs: number },
): AsyncGenerator<Uint8Array> {
  if (!body) throw new DownloadError('the server sends nothing', true);
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await next(reader, signal, patienceMs);
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
  patienceMs: number,
): Promise<Awaited<ReturnType<typeof reader.read>>> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DownloadError('the server fell silent', true)), patienceMs);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    // The request's own signal also ends the body.
    throw new DownloadError(signal.aborted ? 'the program stops' : 'the connection was cut', true, error);
  } finally {
    clearTimeout(timer);
  }
}
