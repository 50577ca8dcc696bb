import pg from 'pg';
import type { EmbeddedServer } from '../../db/embedded.ts';

/** Set by global-setup: a server on which databases may be created, and the name of the migrated one to copy. */
export const TEST_SERVER = 'HARMONIA_TEST_SERVER';
export const TEST_TEMPLATE = 'HARMONIA_TEST_TEMPLATE';

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

interface TestServer {
  embedded: EmbeddedServer;
  folder: string;
}

const key = Symbol.for('harmonia test server');
const shared = globalThis as { [key]?: TestServer };

/** Hands the server from global-setup to global-teardown, which jest loads apart but in one process. */
export function rememberServer(server: TestServer): void {
  shared[key] = server;
}

/** Undefined when the run was given a server and did not start one. */
export const rememberedServer = (): TestServer | undefined => shared[key];
