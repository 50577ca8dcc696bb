import { ConnectionAcquireTimeoutError, ConnectionError, BaseError as SequelizeError } from 'sequelize';
import { type ErrorCode, HarmoniaError } from '../foundation/errors.ts';

/** What kind of failure a database error is, without its text: that quotes statements, parameters and rows. */
interface Failure {
  code: ErrorCode;
  message: string;
  /** The whole transaction may be run again. */
  retry: boolean;
  /** The connection cannot be used any more. */
  lost: boolean;
}

interface PgError {
  name?: string;
  message?: string;
  code?: string;
  table?: string;
  constraint?: string;
}

const refusals: Record<string, [code: ErrorCode, message: string]> = {
  '23505': ['conflict', 'a row with this key exists already'],
  '23503': ['conflict', 'a row that is referred to does not exist'],
  '23502': ['bad-request', 'a value is missing'],
  '23514': ['bad-request', 'a value is outside what its column allows'],
  '53100': ['database-unavailable', 'the disk of the database is full'],
  '57014': ['database-unavailable', 'a statement took too long'],
  HM001: ['phase-sealed', 'what is sealed cannot be changed'],
  HM002: ['phase-closed', 'the phase before is not sealed'],
  HM003: ['forbidden', 'the audit log is append-only'],
  HM004: ['cohort-state', 'the cohort is frozen'],
};

const rerunnable = new Set(['40001', '40P01']);
const lostCodes =
  /^(08...|57P0[123]|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN)$/;
const lostMessages =
  /connection terminated|not queryable|client was closed|timeout expired|connection ended unexpectedly/i;

// Not instanceof Error: errors of sockets come from Node itself, and tests run with an Error of their own.
const hasMessage = (error: unknown): error is { message: string } =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';

function originalOf(error: unknown): PgError | undefined {
  if (error instanceof SequelizeError && 'original' in error) return error.original as PgError;
  if (hasMessage(error)) return error;
  return undefined;
}

function classify(original: PgError): Failure {
  const sqlState = original.code ?? '';
  const unavailable = (message: string, rest: { retry: boolean; lost: boolean }): Failure => ({
    code: 'database-unavailable',
    message,
    ...rest,
  });
  if (rerunnable.has(sqlState))
    return unavailable('the transaction met another one', { retry: true, lost: false });
  // Not run again: the time a caller waits is used up, and the server may still be at work.
  if (original.message === 'Query read timeout')
    return unavailable('the database does not answer', { retry: false, lost: true });
  if (lostCodes.test(sqlState) || lostMessages.test(original.message ?? ''))
    return unavailable('the connection to the database was lost', { retry: true, lost: true });
  const known = refusals[sqlState];
  const where = [original.table, original.constraint].filter(Boolean).join('.');
  if (known)
    return { code: known[0], message: `${known[1]}${where && ` (${where})`}`, retry: false, lost: false };
  if (sqlState.startsWith('22'))
    return { code: 'bad-request', message: 'a value does not fit its column', retry: false, lost: false };
  // Class 42 are mistakes in a statement; their text names tables and columns but never a value.
  const text = sqlState.startsWith('42') ? `: ${original.message ?? ''}` : '';
  return unavailable(`the database refused with ${sqlState || (original.name ?? 'an error')}${text}`, {
    retry: false,
    lost: false,
  });
}

const failures = new WeakMap<HarmoniaError, Failure>();

/** Errors that can only be PostgreSQL's or Sequelize's, wherever they are caught. */
const isUnmistakable = (error: unknown): boolean =>
  error instanceof SequelizeError ||
  (hasMessage(error) && 'severity' in error && /^[0-9A-Z]{5}$/.test((error as PgError).code ?? ''));

/** Also those of the connection, which look like anybody's network errors. */
const isLikely = (error: unknown): boolean =>
  isUnmistakable(error) ||
  (hasMessage(error) &&
    (lostCodes.test((error as PgError).code ?? '') ||
      error.message === 'Query read timeout' ||
      lostMessages.test(error.message)));

/**
 * Turns an error of the database into a HarmoniaError that carries no SQL and no values; passes any other error
 * through. Refusals of the schema itself keep their meaning: `conflict`, `phase-sealed`, `phase-closed`.
 * `anywhere`: the code that threw may have talked to others than the database.
 */
export function withoutSql(error: unknown, from: 'database' | 'anywhere' = 'database'): unknown {
  const isOurs = from === 'database' ? isLikely : isUnmistakable;
  if (error instanceof HarmoniaError || !isOurs(error)) return error;
  const pool = error instanceof ConnectionAcquireTimeoutError;
  const original = originalOf(error) ?? {};
  const failure = pool
    ? {
        code: 'database-unavailable' as const,
        message: 'all database connections are busy',
        retry: false,
        lost: false,
      }
    : classify(original);
  if (!pool && error instanceof ConnectionError && !failure.lost) Object.assign(failure, { lost: true });
  const wrapped = new HarmoniaError(failure.code, failure.message, {
    details: original.code === undefined ? {} : { sqlState: original.code },
  });
  failures.set(wrapped, failure);
  return wrapped;
}

/** Whether the whole transaction may be run again, and whether its connection is gone. */
export function failureOf(error: unknown): { retry: boolean; lost: boolean } {
  const failure = error instanceof HarmoniaError ? failures.get(error) : undefined;
  return { retry: failure?.retry ?? false, lost: failure?.lost ?? false };
}

/** Wraps every method of a store, so that nothing raw leaves it. */
export function withoutSqlIn<Store extends object>(store: Store): Store {
  const wrapped: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(store)) {
    wrapped[name] =
      typeof method === 'function'
        ? async (...parameters: unknown[]): Promise<unknown> => {
            try {
              return await (method as (...all: unknown[]) => unknown)(...parameters);
            } catch (error) {
              throw withoutSql(error);
            }
          }
        : method;
  }
  return wrapped as Store;
}
