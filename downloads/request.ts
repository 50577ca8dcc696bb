import { DownloadError } from './download-error.ts';

export interface FileRequest {
  readonly url: string;
  /** The number of bytes that are stored already: only later ones are asked for. */
  readonly at: number;
  /** The validator of the stored bytes: the server sends the whole file if it no longer holds (If-Range). */
  readonly validator?: string | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds within which the server must answer. */
  readonly timeoutMs: number;
}

/**
 * Requests a file or the rest of it. Resolves with a response of status 200, 206 or 416.
 * @throws DownloadError for any other status, for a web page, and when the server does not answer
 */
export async function requestFile(wanted: FileRequest): Promise<Response> {
  const { url, at, validator, signal, timeoutMs } = wanted;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const response = await fetch(url, {
    headers: {
      // Lengths, ranges and the hash are those of the uncompressed bytes.
      'accept-encoding': 'identity',
      ...(at > 0 && { range: `bytes=${at}-` }),
      ...(at > 0 && validator && { 'if-range': validator }),
    },
    signal: AbortSignal.any([late.signal, signal]),
  })
    .catch((error: unknown) => {
      throw unreachable(error, { stopped: signal.aborted, late: late.signal.aborted });
    })
    .finally(() => clearTimeout(timer));
  const refusal = refusalOf(response, url);
  if (!refusal) return response;
  await response.body?.cancel();
  throw refusal;
}

function refusalOf(response: Response, url: string): DownloadError | undefined {
  const { status } = response;
  if (url.startsWith('https:') && !response.url.startsWith('https:'))
    return new DownloadError('the server redirects from https to http', false);
  if (status === 416) return undefined;
  if (status !== 200 && status !== 206) {
    const transient = status === 408 || status === 425 || status === 429 || status >= 500;
    return new DownloadError(`the server answers ${status}`, transient);
  }
  return /^text\/html\b/i.test(response.headers.get('content-type') ?? '')
    ? new DownloadError('the server answers with a web page instead of a file', false)
    : undefined;
}

function unreachable(error: unknown, why: { stopped: boolean; late: boolean }): DownloadError {
  if (why.stopped) return new DownloadError('the program stops', true, error);
  if (why.late) return new DownloadError('the server does not answer', true, error);
  const { code, message } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  if (message === 'redirect count exceeded')
    return new DownloadError('the server redirects in circles', false, error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new DownloadError(`the name of the server is not known (${code})`, true, error);
  return new DownloadError(`the server cannot be reached${code ? ` (${code})` : ''}`, true, error);
}

/** The strong entity tag, or the time of the last change. A weak entity tag does not promise the same bytes. */
export function validatorOf({ headers }: Response): string | undefined {
  const etag = headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : (headers.get('last-modified') ?? undefined);
}
