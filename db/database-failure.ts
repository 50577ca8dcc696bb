import { ConnectionAcquireTimeoutError, ConnectionError, BaseError as SequelizeError } from 'sequelize';
import { type ErrorCode, HarmoniaError } from '../foundation/errors.ts';

/** A classified error of the database, without its text: the text may quote statements, parameters and rows. */
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
  '23503': ['conflict', 'the row refers to a row that does not exist'],
  '23502': ['bad-request', 'a value is missing'],
  '23514': ['bad-request', 'a value is outside what its column allows'],
  '53100': ['database-unavailable', 'the disk of the database is full'],
  '57014': ['database-refused', 'a statement took too long'],
  HM001: ['phase-sealed', 'the row is sealed and cannot be changed'],
  HM002: ['phase-closed', 'the previous phase is not sealed'],
  HM003: ['forbidden', 'the audit log is append-only'],
  HM004: ['cohort-state', 'the cohort is frozen'],
};

const rerunnable = new Set(['40001', '40P01']);
const lostCodes =
  /^(08...|57P0[123]|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN)$/;
const lostMessages =
  /connection terminated|not queryable|client was closed|timeout expired|connection ended unexpectedly/i;

// Not instanceof Error: socket errors are made by Node itself, and in jest's environment `Error` is another class.
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
    return unavailable('the transaction conflicted with another one', { retry: true, lost: false });
  // Not run again: the caller has waited long enough, and the server may still be executing the statement.
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
  // SQLSTATE class 42 is a mistake in the statement. Its text names tables and columns, but no value.
  const text = sqlState.startsWith('42') ? `: ${original.message ?? ''}` : '';
  const message = `the database refused with ${sqlState || (original.name ?? 'an error')}${text}`;
  // Classes 53 (resources), 58 (system) and 25 (a server that only reads) are the server's state; any other one is
  // about this statement and would come again.
  const isDown = /^(53|58|25)/.test(sqlState);
  return { code: isDown ? 'database-unavailable' : 'database-refused', message, retry: false, lost: false };
}

/**
 * Why something failed in a library that uses the database, for the log. The message of an error may quote statements,
 * so an error that is none of the database's is told by its code or name and by the place that threw it.
 */
export function reasonForLog(error: unknown): string {
  const known = withoutSql(error);
  const {
    code,
    name = 'unknown',
    stack = '',
  } = (error ?? {}) as { code?: string; name?: string; stack?: string };
  if (known instanceof HarmoniaError)
    return code === undefined || error === known ? known.message : `${known.message} (${code})`;
  const [, place] = /^ {4}at (.*)$/m.exec(stack) ?? [];
  return [code ?? name, place?.replace(/\(?(?:file:)?\/\S*\/node_modules\//, '(')]
    .filter(Boolean)
    .join(' at ');
}

const failures = new WeakMap<HarmoniaError, Failure>();

/** True for an error that only PostgreSQL or Sequelize can have thrown, wherever it is caught. */
const isUnmistakable = (error: unknown): boolean =>
  error instanceof SequelizeError ||
  (hasMessage(error) && 'severity' in error && /^[0-9A-Z]{5}$/.test((error as PgError).code ?? ''));

/** True also for an error of the connection. It looks like any network error, so it must come from a database call. */
const isLikely = (error: unknown): boolean =>
  isUnmistakable(error) ||
  (hasMessage(error) &&
    (lostCodes.test((error as PgError).code ?? '') ||
      error.message === 'Query read timeout' ||
      lostMessages.test(error.message)));

/**
 * Turns an error of the database into a HarmoniaError that carries no SQL and no values; passes any other error
 * through. Refusals of the schema itself keep their meaning: `conflict`, `phase-sealed`, `phase-closed`.
 * `anywhere` is for errors of code that may also have used other services: their network errors are passed through.
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

/** Wraps every method of a store, so that each error of the database passes through `withoutSql`. */
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
