import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { type Sequelize, Transaction } from 'sequelize';
import type { Clock } from '../foundation/clock.ts';
import type { JobOutbox } from '../engine/ports/unit-of-work.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { Meter } from '../foundation/meter.ts';
import type { ErasureLedger } from './erasure-ledger.ts';
import type { KeyedDigest } from './crypto/keyed-digest.ts';
import type { SealedFields } from './crypto/sealed-field.ts';
import { failureOf, withoutSql } from './database-failure.ts';
import { createKnownRows, type KnownRows } from './known-rows.ts';
import type { Models } from './models/models.ts';
import { guardStatements } from './statement-guard.ts';

/** One open transaction and the tools that all stores share. */
export interface TransactionScope {
  transaction: Transaction;
  models: Models;
  known: KnownRows;
  /** A statement on the transaction's own connection. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Registers work that runs just before the commit, in the order of registration, so that it holds locks briefly. */
  beforeCommit(work: () => Promise<void>): void;
  fields: SealedFields;
  digest: KeyedDigest;
  /** Undefined when no folder for it is configured; an erasure is then refused. */
  erasures: ErasureLedger | undefined;
  clock: Clock;
  jobs: JobOutbox;
}

/** The work of one attempt. Each attempt gets a new transaction. */
export type TransactionBody<T> = (open: {
  transaction: Transaction;
  client: ClientBase;
  known: KnownRows;
  beforeCommit: TransactionScope['beforeCommit'];
}) => Promise<T>;

const ATTEMPTS = 3;
/** No new attempt starts after this, so that a caller waits about five seconds at most. */
const RETRY_WITHIN_MS = 3000;

type Connection = ClientBase & { uuid?: string; connection: { stream: { destroy(): void } } };

/** What Sequelize's transaction has beside its public types. */
interface OpenTransaction {
  connection: Connection;
  id: string;
  finished?: 'commit' | 'rollback';
  cleanup(): void;
  forceCleanup(): Promise<void>;
}

/**
 * Rolls back and returns the connection to the pool. A lost connection is destroyed instead: on a socket that does not
 * answer, ROLLBACK would wait for the timeout once more.
 */
async function abandon(open: OpenTransaction, lost: boolean): Promise<void> {
  open.finished = 'rollback';
  if (!lost) {
    try {
      await open.connection.query('ROLLBACK');
      open.cleanup();
      return;
    } catch {
      // The connection was lost meanwhile and is destroyed below.
    }
  }
  open.connection.connection.stream.destroy();
  await open.forceCleanup().catch(() => undefined);
}

async function commit(open: OpenTransaction): Promise<void> {
  let command: string;
  try {
    ({ command } = await open.connection.query('COMMIT'));
  } catch (error) {
    const wrapped = withoutSql(error);
    const { lost, retry } = failureOf(wrapped);
    await abandon(open, lost);
    // Without the answer to the COMMIT it is unknown whether it took place, so the transaction is not run again.
    throw lost && retry
      ? new HarmoniaError('database-unavailable', 'the connection was lost during the commit')
      : wrapped;
  }
  open.finished = 'commit';
  open.cleanup();
  // PostgreSQL answers ROLLBACK to the COMMIT of a transaction in which a statement failed: here one that was still
  // running when the body returned.
  if (command !== 'COMMIT')
    throw new HarmoniaError('conflict', 'a statement of the transaction had failed, so nothing was written');
}

/**
 * Begins a transaction without `sequelize.transaction()`: when BEGIN gets no answer, that sends a ROLLBACK and waits
 * for the timeout once more.
 */
async function begin(sequelize: Sequelize): Promise<Transaction> {
  const transaction = new Transaction(sequelize, {});
  const open = transaction as unknown as OpenTransaction;
  const { connectionManager } = sequelize as unknown as {
    connectionManager: { getConnection(options: { uuid: string }): Promise<Connection> };
  };
  try {
    open.connection = await connectionManager.getConnection({ uuid: open.id });
  } catch (error) {
    throw withoutSql(error);
  }
  open.connection.uuid = open.id;
  try {
    await open.connection.query('BEGIN');
  } catch (error) {
    const wrapped = withoutSql(error);
    await abandon(open, failureOf(wrapped).lost);
    throw wrapped;
  }
  return transaction;
}

async function attempt<T>(sequelize: Sequelize, body: TransactionBody<T>, meter?: Meter): Promise<T> {
  const transaction = await begin(sequelize);
  const open = transaction as unknown as OpenTransaction;
  const last: (() => Promise<void>)[] = [];
  const known = createKnownRows();
  const guard = guardStatements(open.connection, { meter, onStatement: known.note });
  let result: T;
  try {
    result = await body({
      transaction,
      client: open.connection,
      known,
      beforeCommit: (work) => last.push(work),
    });
    for (const work of last) await work();
    // The body may have caught the error of a statement; nothing of the transaction can be committed then.
    if (guard.failure() !== undefined) throw withoutSql(guard.failure());
    guard.release();
  } catch (error) {
    guard.release();
    const wrapped = withoutSql(error, 'anywhere');
    await abandon(open, failureOf(wrapped).lost);
    throw wrapped;
  }
  await commit(open);
  return result;
}

/**
 * Runs the body in one transaction; retries deadlocks, serialization failures and lost connections as a whole. The
 * first statement that fails ends the transaction, also when the body catches its error: every later statement and the
 * commit fail with the same error. Where an error is expected, the body sets a savepoint and rolls back to it.
 */
export async function runTransaction<T>(
  sequelize: Sequelize,
  body: TransactionBody<T>,
  { onRetry, meter }: { onRetry: (attempts: number, reason: string) => void; meter?: Meter | undefined },
): Promise<T> {
  const start = Date.now();
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt(sequelize, body, meter);
    } catch (error) {
      if (!failureOf(error).retry || attempts === ATTEMPTS || Date.now() - start > RETRY_WITHIN_MS)
        throw error;
      onRetry(attempts, (error as Error).message);
      // The wait is random, so that two transactions that conflicted do not run at the same time again.
      await delay(attempts * (failureOf(error).lost ? 100 : 10) * (0.5 + Math.random()));
    }
  }
}
