/** A failed download. The message is for operators and holds no address, because an address may contain a token. */
export class DownloadError extends Error {
  /** True when the same request may succeed later. */
  readonly transient: boolean;

  constructor(message: string, transient: boolean, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'DownloadError';
    this.transient = transient;
  }
}

/**
 * Turns an error of the file system into a DownloadError that only an operator can resolve; returns other errors as is.
 */
export function fromFileSystem(error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DownloadError('the disk is full', false, error);
  return syscall === undefined
    ? error
    : new DownloadError(`the file cannot be written (${code ?? 'unknown reason'})`, false, error);
}
