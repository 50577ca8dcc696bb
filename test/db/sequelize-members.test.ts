import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { DataTypes, Sequelize, Transaction } from 'sequelize';
import { testServer } from '../support/test-server.ts';
import { soon } from '../support/soon.ts';

/** What db/transaction.ts, db/statement-guard.ts and db/connect.ts use beside the documented types; see ADR 14. */
interface Members {
  transaction: Transaction & {
    connection?: Connection;
    id: string;
    finished?: 'commit' | 'rollback';
    cleanup(): void;
    forceCleanup(): Promise<void>;
  };
  manager: {
    getConnection(options: { uuid: string }): Promise<Connection>;
    pool: { size: number; available: number; using: number; waiting: number };
  };
}
type Connection = pg.ClientBase & {
  uuid?: string;
  processID: number;
  connection: { stream: { destroy(): void; destroyed: boolean } };
};

let sequelize: Sequelize;
let manager: Members['manager'];
let transaction: Members['transaction'];

beforeEach(() => {
  sequelize = new Sequelize(testServer(), {
    dialect: 'postgres',
    dialectModule: pg,
    logging: false,
    pool: { max: 1, min: 0, acquire: 2000 },
  });
  ({ connectionManager: manager } = sequelize as unknown as { connectionManager: Members['manager'] });
  transaction = new Transaction(sequelize, {}) as Members['transaction'];
});
afterEach(async () => {
  // What a failed test holds would be waited for.
  if (manager.pool.using > 0) transaction.connection?.connection.stream.destroy();
  await transaction.forceCleanup().catch(() => undefined);
  await sequelize.close();
});

/** As db/transaction.ts begins. */
async function begin(): Promise<Connection> {
  const connection = await manager.getConnection({ uuid: transaction.id });
  transaction.connection = connection;
  connection.uuid = transaction.id;
  await connection.query('BEGIN');
  return connection;
}
const poolNow = () => {
  const { size, available, using, waiting } = manager.pool;
  return { size, available, using, waiting };
};
const pidOf = async (): Promise<number> => {
  const [rows] = await sequelize.query('SELECT pg_backend_pid() AS pid', { transaction });
  return (rows as { pid: number }[])[0]!.pid;
};

describe('the private members of Sequelize that transactions are driven by', () => {
  test('a new transaction has an id, no connection, and is not finished', () => {
    expect(transaction.id).toMatch(/^\S{10,}$/);
    expect(transaction.connection).toBeUndefined();
    expect(transaction.finished).toBeUndefined();
    expect(new Transaction(sequelize, {})).not.toHaveProperty('id', transaction.id);
  });

  test('getConnection takes a client of pg out of the pool, and cleanup gives it back once', async () => {
    const connection = await begin();
    expect(connection).toBeInstanceOf(pg.Client);
    expect(poolNow()).toEqual({ size: 1, available: 0, using: 1, waiting: 0 });
    await connection.query('COMMIT');
    transaction.finished = 'commit';
    transaction.cleanup();
    expect(connection.uuid).toBeUndefined();
    expect(poolNow()).toEqual({ size: 1, available: 1, using: 0, waiting: 0 });
    // Another transaction has the connection now: a second cleanup must not give it back.
    expect(await manager.getConnection({ uuid: 'another' })).toBe(connection);
    transaction.cleanup();
    expect(poolNow()).toMatchObject({ available: 0, using: 1 });
    connection.uuid = 'another';
    transaction.cleanup();
    expect(poolNow()).toMatchObject({ available: 1, using: 0 });
  });

  test('a transaction that waits for the pool is counted', async () => {
    await begin();
    const waits = manager.getConnection({ uuid: 'waits' });
    await soon(() => expect(poolNow()).toMatchObject({ using: 1, waiting: 1 }));
    await transaction.connection!.query('ROLLBACK');
    transaction.cleanup();
    transaction.connection = await waits;
    transaction.connection.uuid = transaction.id;
    transaction.cleanup();
    expect(poolNow()).toMatchObject({ using: 0, waiting: 0 });
  });

  test('statements of Sequelize and of models run on the connection of the transaction, through its query', async () => {
    const connection = await begin();
    const seen: string[] = [];
    const send = connection.query.bind(connection) as (...parameters: unknown[]) => unknown;
    connection.query = ((...parameters: unknown[]) => {
      seen.push(String(parameters[0]));
      return send(...parameters);
    }) as pg.ClientBase['query'];
    expect(await pidOf()).toBe(connection.processID);
    const row = sequelize.define(
      'row',
      { id: { type: DataTypes.INTEGER, primaryKey: true } },
      {
        tableName: 'sequelize_members',
        timestamps: false,
      },
    );
    await connection.query('CREATE TEMPORARY TABLE sequelize_members (id INT PRIMARY KEY) ON COMMIT DROP');
    await row.create({ id: 1 }, { transaction });
    const found = await row.findByPk(1, { transaction, lock: transaction.LOCK.UPDATE });
    expect(found?.get()).toEqual({ id: 1 });
    expect(seen).toEqual([
      expect.stringMatching(/^SELECT pg_backend_pid/),
      expect.stringMatching(/^CREATE TEMPORARY/),
      expect.stringMatching(/^INSERT INTO "sequelize_members"/),
      expect.stringMatching(/^SELECT .* FOR UPDATE;?$/),
    ]);
    // The method of the prototype is visible again once the one in front of it is deleted.
    Reflect.deleteProperty(connection, 'query');
    await connection.query('ROLLBACK');
    expect(seen).toHaveLength(4);
    transaction.cleanup();
  });

  test('finished, set by hand, makes Sequelize refuse further statements, a commit and a rollback', async () => {
    const connection = await begin();
    await connection.query('COMMIT');
    transaction.finished = 'commit';
    await expect(pidOf()).rejects.toThrow(/commit has been called on this transaction/);
    await expect(transaction.commit()).rejects.toThrow(/has been finished with state: commit/);
    await expect(transaction.rollback()).rejects.toThrow(/has been finished with state: commit/);
    transaction.cleanup();
  });

  test('forceCleanup takes a lost connection out of the pool, and the next one is new', async () => {
    const connection = await begin();
    const { stream } = connection.connection;
    connection.on('error', () => undefined);
    stream.destroy();
    expect(stream.destroyed).toBe(true);
    await transaction.forceCleanup().catch(() => undefined);
    expect(poolNow()).toEqual({ size: 0, available: 0, using: 0, waiting: 0 });
    transaction = new Transaction(sequelize, {}) as Members['transaction'];
    const next = await begin();
    expect(next.processID).not.toBe(connection.processID);
    await next.query('ROLLBACK');
    transaction.cleanup();
  });

  test('a COMMIT after a failed statement is answered ROLLBACK, which the command tells', async () => {
    const connection = await begin();
    await expect(connection.query('SELECT 1 / 0')).rejects.toThrow(/division by zero/);
    expect(await connection.query('COMMIT')).toMatchObject({ command: 'ROLLBACK' });
    transaction.cleanup();
  });
});
