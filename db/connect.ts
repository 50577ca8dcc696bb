import pg from 'pg';
import { QueryTypes, Sequelize } from 'sequelize';
import { type Clock, createClock } from '../foundation/clock.ts';
import type { Transactions, UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { Meter } from '../foundation/meter.ts';
import type { CipherKeys } from './crypto/cipher-keys.ts';
import { createFernet } from './crypto/fernet.ts';
import { checkKeys, compareKeys } from './crypto/key-check.ts';
import { createKeyedDigest, type KeyedDigest } from './crypto/keyed-digest.ts';
import { createSealedFields, type SealedFields } from './crypto/sealed-field.ts';
import { withoutSql } from './database-failure.ts';
import type { DatabaseLog } from './database-log.ts';
import { paddingOf } from './encrypted-columns.ts';
import { createErasureLedger } from './erasure-ledger.ts';
import { eraseAgain } from './erase-again.ts';
import { checkKeyDigests, compareKeyDigests, keyDigestsOf, provePepper } from './key-digests.ts';
import { createJobSender, installQueues } from './job-sender.ts';
import { missingMigrations, runMigrations } from './migrations/run-migrations.ts';
import { createModels } from './models/models.ts';
import { deleteExpired } from './delete-expired.ts';
import { type KeyRotation, rotateKeys } from './rotate-keys.ts';
import { openClient } from './open-client.ts';
import { runTransaction, type TransactionScope } from './transaction.ts';
import { createUnitOfWork } from './unit-of-work.ts';

export interface PoolStatistics {
  size: number;
  idle: number;
  busy: number;
  waiting: number;
}

/**
 * A connected database. Errors of the database are HarmoniaErrors without SQL. A call whose database does not answer
 * fails after about five seconds.
 */
export interface Database extends Transactions {
  /**
   * Brings the schema and the job queues up to date, checks that the keys fit the data (`key-mismatch`), deletes
   * expired rows, and repeats the erasures that a restored backup has undone. Runs at each start, before updates are
   * handled.
   */
  migrate(): Promise<void>;
  /** Resolves when the database answers, otherwise throws `database-unavailable`. */
  ping(): Promise<void>;
  /** Resolves when every migration of this program is applied. @throws HarmoniaError `database-unavailable` */
  checkSchema(): Promise<void>;
  /** Resolves when the keys fit the stored check values. @throws HarmoniaError `key-mismatch` */
  checkKeys(): Promise<void>;
  /** A stored password was found to fit: stores the check value of PASSWORD_PEPPER, if there is none. */
  passwordFitted(): Promise<void>;
  pool(): PoolStatistics;
  /** The keyed digest of this database, for values that are stored or compared with stored digests. */
  readonly digest: KeyedDigest;
  /** Encrypts every ciphertext with the first key, in batches. It can be interrupted and run again: rotate-keys.ts. */
  rotateKeys(): Promise<KeyRotation>;
  /** A transaction with SQL in place of the unit of work, for operations on whole tables. */
  withScope<T>(work: (scope: TransactionScope) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  url: string;
  keys: CipherKeys;
  /** Default 10. */
  poolSize?: number;
  clock?: Clock;
  log?: DatabaseLog;
  meter?: Meter | undefined;
  applicationName?: string;
  /** Folder of the erasure ledger, outside the database. Without it an erasure is refused with `config-invalid`. */
  erasures?: string;
}

const CONNECT_MS = 3000;
const ACQUIRE_MS = 4000;
const STATEMENT_MS = 4000;
/** Longer than the server's own STATEMENT_MS, so that this limit ends only a wait for a server that does not answer. */
const ANSWER_MS = 4500;
const IDLE_IN_TRANSACTION_MS = 30_000;
const MIGRATION_MS = 120_000;

const TIMESTAMP_OID = 1114;

/** The specification's TIMESTAMP columns hold UTC. By default the driver reads them as local time. */
function readTimestampsAsUtc(): void {
  pg.types.setTypeParser(TIMESTAMP_OID, (text: string) => new Date(`${text.replace(' ', 'T')}Z`));
}

function createSequelize({ url, poolSize = 10, applicationName = 'harmonia' }: ConnectionOptions): Sequelize {
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new HarmoniaError('config-invalid', 'the database address must begin with postgres://');
  const known = {
    // 14 or later is required. Without this option Sequelize opens a connection to ask for the version.
    databaseVersion: '14.0.0',
  };
  return new Sequelize(url, {
    ...known,
    dialect: 'postgres',
    dialectModule: driverFor(url),
    logging: false,
    timezone: '+00:00',
    define: { timestamps: false, underscored: true },
    pool: { max: poolSize, min: 0, acquire: ACQUIRE_MS, idle: 30_000 },
    dialectOptions: {
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    },
    hooks: {
      // As statements and not at the login, where a pooler refuses parameters that it does not know.
      afterConnect: async (connection) => {
        await (connection as pg.Client).query(
          `SET statement_timeout = ${STATEMENT_MS}; SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
        );
      },
    },
  });
}

/** The driver, with connections that are opened by the whole address: Sequelize itself leaves out sockets and TLS. */
const driverFor = (url: string): object =>
  Object.create(pg, {
    Client: {
      value: class extends pg.Client {
        constructor(settings: pg.ClientConfig) {
          super({ ...settings, connectionString: url });
        }
      },
    },
  }) as object;

/** Migrates on a connection of its own, because a migration may take longer than the pool's statement timeout. */
async function migrateSchema(url: string): Promise<string[]> {
  const client = await openClient(url, { applicationName: 'harmonia migrations', timeoutMs: MIGRATION_MS });
  try {
    return await runMigrations(client);
  } finally {
    await client.end();
  }
}

interface PoolLike {
  size: number;
  available: number;
  using: number;
  waiting: number;
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw withoutSql(error);
  }
}

/** Connects lazily: the first statement opens the first connection. */
export function connectDatabase(options: ConnectionOptions): Database {
  const { url, keys, clock = createClock(), log } = options;
  readTimestampsAsUtc();
  const sequelize = createSequelize(options);
  const models = createModels(sequelize);
  const fernet = createFernet(keys.fernetKeys);
  const fields: SealedFields = createSealedFields(fernet, paddingOf);
  const digest = createKeyedDigest(keys);
  const keyDigests = keyDigestsOf(keys, digest);
  const erasures = options.erasures === undefined ? undefined : createErasureLedger(options.erasures, digest);
  const sender = createJobSender({ url, log });

  const withScope = <T>(work: (scope: TransactionScope) => Promise<T>): Promise<T> =>
    runTransaction(
      sequelize,
      ({ transaction, client, known, beforeCommit }) =>
        work({
          transaction,
          models,
          known,
          query: <Row extends object>(text: string, values: readonly unknown[] = []) =>
            guarded(async () => (await client.query<Row>(text, [...values])).rows),
          beforeCommit,
          fields,
          digest,
          erasures,
          clock,
          jobs: sender.inTransaction(client),
        }),
      {
        onRetry: (attempts, reason) =>
          log?.warn({ event: 'database.retry', attempts, reason }, 'transaction runs again'),
        meter: options.meter,
      },
    );

  // Checks that run at once share one statement: on a server that does not answer each would hold a connection.
  let pinging: Promise<void> | undefined;
  const ping = (): Promise<void> =>
    (pinging ??= guarded(async () => {
      await sequelize.query('SELECT 1');
    }).finally(() => (pinging = undefined)));
  /** Rows read outside a transaction, after the server has answered. */
  const look = async <Row extends object>(text: string): Promise<Row[]> => {
    await ping();
    return sequelize.query<Row>(text, { type: QueryTypes.SELECT });
  };

  return {
    transact: <T>(work: (uow: UnitOfWork) => Promise<T>) =>
      withScope((scope) => work(createUnitOfWork(scope))),
    withScope,
    digest,
    rotateKeys: () => rotateKeys(withScope, fernet, keyDigests),
    passwordFitted: () => withScope((scope) => provePepper(scope, keyDigests)),
    migrate: () =>
      guarded(async () => {
        const applied = await migrateSchema(url);
        if (applied.length > 0)
          log?.info({ event: 'database.migrated', count: applied.length }, 'schema migrated');
        await installQueues(url);
        await sender.start();
        await withScope(async (scope) => {
          await checkKeys(scope, fernet);
          await checkKeyDigests(scope, keyDigests);
          await deleteExpired(scope);
          const again = await eraseAgain(scope);
          if (again > 0)
            log?.warn(
              { event: 'erasure.repeated', count: again, reason: 'the erasure ledger lists them' },
              'rows of erased participants were in the database and have been erased again',
            );
        });
      }),
    ping,
    checkSchema: () =>
      guarded(async () => {
        const rows = await look<{ name: string }>('SELECT name FROM migrations');
        const missing = missingMigrations(rows.map(({ name }) => name));
        if (missing.length > 0)
          throw new HarmoniaError('database-unavailable', `the schema lacks ${missing.join(', ')}`);
      }),
    checkKeys: () =>
      guarded(async () => {
        await compareKeys({ query: look }, fernet);
        await compareKeyDigests({ query: look }, keyDigests);
      }),
    pool() {
      const { size, available, using, waiting } = (
        sequelize as unknown as { connectionManager: { pool: PoolLike } }
      ).connectionManager.pool;
      return { size, idle: available, busy: using, waiting };
    },
    close: () =>
      guarded(async () => {
        await sender.stop();
        await sequelize.close();
      }),
  };
}
