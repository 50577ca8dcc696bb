import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type ConnectionOptions, connectDatabase, type Database } from '../../db/connect.ts';
import { generateFernetKey } from '../../db/crypto/fernet.ts';

/** Set by global-setup: a server on which databases may be created, and the name of the migrated one to copy. */
export const TEST_SERVER = 'HARMONIA_TEST_SERVER';
export const TEST_TEMPLATE = 'HARMONIA_TEST_TEMPLATE';

/** A migrated database of its own. */
export interface TestDatabase {
  database: Database;
  url: string;
  /** Closes the connection and drops the database. */
  close(): Promise<void>;
}

/** The address of another database on the same server. */
export function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** One statement on the server's own connection. */
export async function onServer(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export function testServer(): string {
  const server = process.env[TEST_SERVER];
  if (server === undefined) throw new Error('run through jest: global-setup starts the server');
  return server;
}

/**
 * Makes a database for a test file from the migrated template, in about a quarter of a second; call it in beforeAll
 * and `close` in afterAll. Keys are random unless given.
 */
export async function createTestDatabase(options: Partial<ConnectionOptions> = {}): Promise<TestDatabase> {
  const server = testServer();
  const name = `harmonia_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${process.env[TEST_TEMPLATE]}`);
  const url = withDatabase(server, name);
  const erasures = await mkdtemp(join(tmpdir(), 'harmonia-erasures-'));
  const database = connectDatabase({
    url,
    keys: { fernetKeys: [generateFernetKey()] },
    poolSize: 5,
    erasures,
    ...options,
  });
  return {
    database,
    url,
    async close() {
      await database.close();
      await rm(erasures, { recursive: true, force: true });
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
