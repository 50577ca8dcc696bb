import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { HarmoniaError } from '../foundation/errors.ts';
import { prepareBinaries } from './embedded/binaries.ts';
import { type Cluster, EMBEDDED_NAME, prepareCluster } from './embedded/cluster.ts';
import { folderClients, withFolderLock } from './embedded/folder-lock.ts';
import {
  findPostmaster,
  launchPostmaster,
  type Postmaster,
  signalStop,
  stopPostmaster,
} from './embedded/postmaster.ts';
import { chooseServerUser } from './embedded/server-user.ts';

/** A PostgreSQL server on this machine, used when DATABASE_URL is not set. */
export interface EmbeddedServer {
  /** Connection string of the database `harmonia` as its owner; it carries the password. */
  url: string;
  /** True when the server ran already: another process uses it, or the process that started it was killed. */
  adopted: boolean;
  /** Stops the server unless another process still uses it; leaves no process and no lock behind. */
  stop(): Promise<void>;
}

const ATTEMPTS = 3;

const urlOf = (port: number, password: string, database: string): string =>
  `postgres://${EMBEDDED_NAME}:${password}@127.0.0.1:${port}/${database}`;

async function query(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    query_timeout: 20_000,
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows[0];
  } finally {
    await client.end();
  }
}

/** Connects as the owner with the stored password and checks that the server uses this cluster's folder. */
async function openDatabase(cluster: Cluster, { port }: Postmaster): Promise<string> {
  const url = urlOf(port, cluster.password, EMBEDDED_NAME);
  const ask = (): Promise<Record<string, unknown> | undefined> => query(url, 'SHOW data_directory');
  const answer = await ask().catch(async (error: unknown) => {
    if ((error as { code?: string }).code !== '3D000') throw error;
    await query(urlOf(port, cluster.password, 'postgres'), `CREATE DATABASE ${EMBEDDED_NAME}`);
    return ask();
  });
  if (answer?.['data_directory'] !== cluster.serverPath)
    throw new HarmoniaError(
      'database-unavailable',
      `the PostgreSQL on port ${port} uses another folder than ${cluster.path}`,
    );
  return url;
}

async function startOrAdopt(
  folder: string,
  durable: boolean,
): Promise<{ url: string; adopted: boolean; postmaster: Postmaster }> {
  const user = chooseServerUser(join(folder, 'cluster'));
  const binaries = prepareBinaries(folder, user);
  const cluster = prepareCluster(folder, { binaries, user, durable });
  for (let attempt = 1; ; attempt++) {
    try {
      const running = await findPostmaster(cluster);
      const postmaster =
        running ??
        (await launchPostmaster(cluster, { binaries, user, durable, logPath: join(folder, 'server.log') }));
      return { url: await openDatabase(cluster, postmaster), adopted: running !== undefined, postmaster };
    } catch (cause) {
      // Another process may have taken the free port, or child processes of a killed server still hold shared memory.
      if (attempt < ATTEMPTS) {
        await delay(250 * attempt);
        continue;
      }
      if (cause instanceof HarmoniaError) throw cause;
      throw new HarmoniaError('database-unavailable', 'the embedded PostgreSQL refuses connections', {
        cause,
      });
    }
  }
}

/**
 * Starts PostgreSQL in a folder, or adopts the server that already runs there. Data stay in the folder between runs.
 * The server listens on a free port of 127.0.0.1 and stops with the last process that uses it. After kill -9 of the
 * process the next start adopts the running server; after kill -9 of both PostgreSQL recovers the data. `durable:
 * false` gives up crash safety, for tests.
 * @throws HarmoniaError `volume-not-writable` or `database-unavailable`
 */
export async function startEmbedded({
  folder: given,
  durable = true,
}: {
  folder: string;
  durable?: boolean;
}): Promise<EmbeddedServer> {
  try {
    mkdirSync(given, { recursive: true });
    accessSync(given, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new HarmoniaError('volume-not-writable', `DATA_DIR: ${given} is not writable`, { cause });
  }
  const folder = realpathSync(given);
  const clients = folderClients(folder);
  const { url, adopted, postmaster } = await withFolderLock(folder, async () => {
    const server = await startOrAdopt(folder, durable);
    clients.join();
    return server;
  });
  const stopOnExit = (): void => {
    if (clients.leave()) signalStop(postmaster);
  };
  process.once('exit', stopOnExit);
  let stopping: Promise<void> | undefined;
  return {
    url,
    adopted,
    stop: () =>
      (stopping ??= withFolderLock(folder, async () => {
        process.off('exit', stopOnExit);
        if (clients.leave()) await stopPostmaster(postmaster);
      })),
  };
}
