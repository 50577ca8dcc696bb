/** Every error code, with the HTTP status of its answer, the level of its log line and the exit code of a process. */
const errorTable = {
  // configuration and start
  'config-invalid': { status: 500, level: 'fatal', exit: 2 },
  'volume-not-writable': { status: 500, level: 'fatal', exit: 3 },
  'database-unavailable': { status: 503, level: 'error', exit: 4 },
  'database-refused': { status: 500, level: 'error' },
  'key-mismatch': { status: 500, level: 'fatal', exit: 6 },
  'model-unavailable': { status: 503, level: 'fatal', exit: 7 },
  // requests
  'bad-request': { status: 400, level: 'info' },
  unauthorized: { status: 401, level: 'warn', exit: 5 },
  forbidden: { status: 403, level: 'warn' },
  'wrong-password': { status: 403, level: 'warn' },
  'not-found': { status: 404, level: 'info' },
  conflict: { status: 409, level: 'info' },
  'too-large': { status: 413, level: 'info' },
  'unsupported-type': { status: 415, level: 'info' },
  'too-many-requests': { status: 429, level: 'warn' },
  // the study's own rules
  'invite-unknown': { status: 404, level: 'info' },
  'invite-used': { status: 409, level: 'info' },
  'invite-expired': { status: 410, level: 'info' },
  'phase-closed': { status: 409, level: 'warn' },
  'phase-sealed': { status: 409, level: 'warn' },
  'phase-incomplete': { status: 409, level: 'warn' },
  'not-yet-visible': { status: 403, level: 'warn' },
  'consent-missing': { status: 403, level: 'warn' },
  'cohort-state': { status: 409, level: 'info' },
  'cohort-too-small': { status: 409, level: 'info' },
  'last-admin': { status: 409, level: 'info' },
  'preregistration-mismatch': { status: 409, level: 'error' },
  'questionnaires-mixed': { status: 409, level: 'error' },
  // data
  'photo-unreadable': { status: 422, level: 'info' },
  'pack-invalid': { status: 422, level: 'error' },
  'prior-invalid': { status: 422, level: 'error' },
  'dataset-invalid': { status: 422, level: 'error' },
  'instrument-invalid': { status: 422, level: 'error' },
  'reference-invalid': { status: 422, level: 'error' },
  'hla-invalid': { status: 422, level: 'info' },
  'ciphertext-invalid': { status: 500, level: 'error' },
  'job-failed': { status: 500, level: 'error' },
} as const satisfies Record<
  string,
  { status: number; level: 'fatal' | 'error' | 'warn' | 'info'; exit?: number }
>;

export type ErrorCode = keyof typeof errorTable;

/**
 * The error that this program's own code throws. The message is for operators and carries no personal data.
 * A participant or a laboratory reads another sentence, which the bot or the HTTP server looks up by the code.
 */
export class HarmoniaError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, string | number> } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'HarmoniaError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** The HTTP status of an answer that reports this code. */
export const statusOf = (code: ErrorCode): number => errorTable[code].status;

/** The level of a log line that reports this code. */
export const levelOf = (code: ErrorCode): 'fatal' | 'error' | 'warn' | 'info' => errorTable[code].level;

/** The exit code of a process that ends with this error; 1 where the table has none. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof HarmoniaError)) return 1;
  const entry = errorTable[error.code];
  return 'exit' in entry ? entry.exit : 1;
}

/** True for a HarmoniaError of the given code; without a code, for any HarmoniaError. */
export function isHarmoniaError(error: unknown, code?: ErrorCode): error is HarmoniaError {
  return error instanceof HarmoniaError && (code === undefined || error.code === code);
}
