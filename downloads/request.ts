import { DownloadError } from './download-error.ts';

export interface FileRequest {
  readonly url: string;
  /** Bytes that are there already. */
  readonly at: number;
  /** What tells that the file is still the one whose beginning is there. */
  readonly validator?: string | undefined;
  readonly signal: AbortSignal;
  /** How long the server may take to answer. */
  readonly patienceMs: number;
}

/**
 * Asks for a file, or for its rest. The answer's status is 200, 206 or 416.
 * @throws DownloadError for any other answer, for a web page, and when nobody answers
 */
export async function requestFile(wanted: FileRequest): Promise<Response> {
  const { url, at, validator, signal, patienceMs } = wanted;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patienceMs);
  const response = await fetch(url, {
    headers: {
      // The bytes themselves are counted and hashed, not a compressed form of them.
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
    const passing = status === 408 || status === 425 || status === 429 || status >= 500;
    return new DownloadError(`the server answers ${status}`, passing);
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

/** A strong entity tag, or the time of the last change; a weak tag does not promise the same bytes. */
export function validatorOf({ headers }: Response): string | undefined {
  const etag = headers.get('etag');
  return etag && !etag.startsWith('W/') ? etag : (headers.get('last-modified') ?? undefined);
}
