/** A download that failed; the message is for operators and holds no address, which may carry a token. */
export class DownloadError extends Error {
  /** Whether the same request may succeed a little later. */
  readonly passing: boolean;

  constructor(message: string, passing: boolean, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'DownloadError';
    this.passing = passing;
  }
}

/** What the operating system says of a file that cannot be written, as a failure that only an operator can end. */
export function fromFileSystem(error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DownloadError('the disk is full', false, error);
  return syscall === undefined
    ? error
    : new DownloadError(`the file cannot be written (${code ?? 'unknown reason'})`, false, error);
}
