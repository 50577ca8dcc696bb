import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { type Sequelize, Transaction } from 'sequelize';
import type { Clock } from '../foundation/clock.ts';
import type { JobOutbox } from '../engine/ports/unit-of-work.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { ErasureLedger } from './erasure-ledger.ts';
import type { KeyedDigest } from './crypto/keyed-digest.ts';
import type { SealedFields } from './crypto/sealed-field.ts';
import { failureOf, withoutSql } from './database-failure.ts';
import type { Models } from './models/models.ts';
import { guardStatements } from './statement-guard.ts';

/** What a store works with: one open transaction, and the means that all stores share. */
export interface TransactionScope {
  transaction: Transaction;
  models: Models;
  /** A statement on the transaction's own connection. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs just before the commit, in the order of registration; for what must hold a lock briefly. */
  beforeCommit(work: () => Promise<void>): void;
  fields: SealedFields;
  digest: KeyedDigest;
  /** Undefined where nobody may be erased. */
  erasures: ErasureLedger | undefined;
  clock: Clock;
  jobs: JobOutbox;
}

/** Runs one attempt's work; gets a fresh scope each time. */
export type TransactionBody<T> = (open: {
  transaction: Transaction;
  client: ClientBase;
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

/** Gives the connection back, or destroys one that is lost: a ROLLBACK on a frozen socket would wait again. */
async function abandon(open: OpenTransaction, lost: boolean): Promise<void> {
  open.finished = 'rollback';
  if (!lost) {
    try {
      await open.connection.query('ROLLBACK');
      open.cleanup();
      return;
    } catch {
      // The connection went away meanwhile.
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
    // Nobody knows whether a commit whose answer is lost took place, so it is not run again here.
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

/** Begins by hand: Sequelize sends a ROLLBACK after a BEGIN that got no answer, and waits for it as long again. */
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

async function attempt<T>(sequelize: Sequelize, body: TransactionBody<T>): Promise<T> {
  const transaction = await begin(sequelize);
  const open = transaction as unknown as OpenTransaction;
  const last: (() => Promise<void>)[] = [];
  const guard = guardStatements(open.connection);
  let result: T;
  try {
    result = await body({ transaction, client: open.connection, beforeCommit: (work) => last.push(work) });
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
  onRetry: (attempts: number, reason: string) => void,
): Promise<T> {
  const start = Date.now();
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt(sequelize, body);
    } catch (error) {
      if (!failureOf(error).retry || attempts === ATTEMPTS || Date.now() - start > RETRY_WITHIN_MS)
        throw error;
      onRetry(attempts, (error as Error).message);
      // A random wait, so that two transactions that met do not meet again.
      await delay(attempts * (failureOf(error).lost ? 100 : 10) * (0.5 + Math.random()));
    }
  }
}
