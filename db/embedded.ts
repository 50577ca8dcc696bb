import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { HarmoniaError } from '../foundation/errors.ts';
import { isAlive } from '../foundation/process-lock.ts';
import type { DatabaseLog } from './database-log.ts';
import { prepareBinaries } from './embedded/binaries.ts';
import { type Cluster, EMBEDDED_NAME, prepareCluster } from './embedded/cluster.ts';
import { folderClients, withFolderLock } from './embedded/folder-lock.ts';
import { ORDINARY_ROLE, ordinaryPassword, useOrdinaryRole } from './embedded/ordinary-role.ts';
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
  /** Connection string of the database `harmonia` as its owner, an ordinary role; it carries the password. */
  url: string;
  /** The same as the superuser: for tests, which make databases. */
  superuserUrl: string;
  /** True when the server ran already: another process uses it, or the process that started it was killed. */
  adopted: boolean;
  /** Stops the server unless another process still uses it; leaves no process and no lock behind. */
  stop(): Promise<void>;
}

interface Options {
  folder: string;
  durable?: boolean;
  log?: DatabaseLog | undefined;
}

interface Running {
  url: string;
  superuserUrl: string;
  adopted: boolean;
  postmaster: Postmaster;
}

const ATTEMPTS = 3;
/** How often this process looks whether the server still runs. */
const WATCH_MS = 500;

const urlOf = (port: number, user: string, password: string, database: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

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

/** Checks with the stored password that the server uses this cluster's folder, and hands its database to its role. */
async function openDatabase(
  cluster: Cluster,
  { port }: Postmaster,
): Promise<Pick<Running, 'url' | 'superuserUrl'>> {
  const superuserUrl = urlOf(port, EMBEDDED_NAME, cluster.password, EMBEDDED_NAME);
  const ask = (): Promise<Record<string, unknown> | undefined> => query(superuserUrl, 'SHOW data_directory');
  const answer = await ask().catch(async (error: unknown) => {
    if ((error as { code?: string }).code !== '3D000') throw error;
    await query(urlOf(port, EMBEDDED_NAME, cluster.password, 'postgres'), `CREATE DATABASE ${EMBEDDED_NAME}`);
    return ask();
  });
  if (answer?.['data_directory'] !== cluster.serverPath)
    throw new HarmoniaError(
      'database-unavailable',
      `the PostgreSQL on port ${port} uses another folder than ${cluster.path}`,
    );
  const password = ordinaryPassword(cluster.password);
  await useOrdinaryRole(superuserUrl, { database: EMBEDDED_NAME, password });
  return { url: urlOf(port, ORDINARY_ROLE, password, EMBEDDED_NAME), superuserUrl };
}

/** With a port only that one is used: connections are opened by the address of the server before. */
async function startOrAdopt(folder: string, durable: boolean, port?: number): Promise<Running> {
  const user = chooseServerUser(join(folder, 'cluster'));
  const binaries = prepareBinaries(folder, user);
  const cluster = prepareCluster(folder, { binaries, user, durable });
  const logPath = join(folder, 'server.log');
  for (let attempt = 1; ; attempt++) {
    try {
      const running = await findPostmaster(cluster);
      const postmaster =
        running ?? (await launchPostmaster(cluster, { binaries, user, durable, logPath, port }));
      return { ...(await openDatabase(cluster, postmaster)), adopted: running !== undefined, postmaster };
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
 * The server listens on a free port of 127.0.0.1 and stops with the last process that uses it. When the server dies, it
 * is started again on the same port. After kill -9 of the process the next start adopts the running server; after kill
 * -9 of both PostgreSQL recovers the data. `durable: false` gives up crash safety, for tests.
 * @throws HarmoniaError `volume-not-writable` or `database-unavailable`
 */
export async function startEmbedded({
  folder: given,
  durable = true,
  log,
}: Options): Promise<EmbeddedServer> {
  try {
    mkdirSync(given, { recursive: true });
    accessSync(given, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new HarmoniaError('volume-not-writable', `DATA_DIR: ${given} is not writable`, { cause });
  }
  const folder = realpathSync(given);
  const clients = folderClients(folder);
  const { url, superuserUrl, adopted, postmaster } = await withFolderLock(folder, async () => {
    const server = await startOrAdopt(folder, durable);
    clients.join();
    return server;
  });
  const watch = watchPostmaster(postmaster, {
    restart: () =>
      withFolderLock(folder, async () => (await startOrAdopt(folder, durable, postmaster.port)).postmaster),
    log,
  });
  const stopOnExit = (): void => {
    if (clients.leave()) signalStop(watch.current());
  };
  process.once('exit', stopOnExit);
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await watch.stop();
    await withFolderLock(folder, async () => {
      process.off('exit', stopOnExit);
      if (clients.leave()) await stopPostmaster(watch.current());
    });
  };
  return { url, superuserUrl, adopted, stop: () => (stopping ??= stop()) };
}

/** Starts the server again when it has died. What fails is tried again, and logged when it begins and when it ends. */
function watchPostmaster(
  first: Postmaster,
  { restart, log }: { restart: () => Promise<Postmaster>; log: DatabaseLog | undefined },
): { current(): Postmaster; stop(): Promise<void> } {
  let current = first;
  let reported = false;
  let restarting: Promise<void> | undefined;
  const again = async (): Promise<void> => {
    if (!reported)
      log?.error(
        { event: 'database.died', reason: 'its process has ended' },
        'the embedded PostgreSQL has ended and is started again',
      );
    reported = true;
    try {
      current = await restart();
      reported = false;
      log?.warn(
        { event: 'database.restarted', reason: 'its process had ended' },
        'the embedded PostgreSQL runs again',
      );
    } catch {
      // Tried again at the next look, until this process stops.
    } finally {
      restarting = undefined;
    }
  };
  const timer = setInterval(() => {
    if (!isAlive(current.identity)) restarting ??= again();
  }, WATCH_MS);
  timer.unref();
  return {
    current: () => current,
    async stop() {
      clearInterval(timer);
      await restarting;
    },
  };
}
