import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { isAlive, processIdentity } from '../../foundation/process-lock.ts';
import type { ServerUser } from './server-user.ts';

/** A running server process. */
export interface Postmaster {
  pid: number;
  /** See `processIdentity`: differs from that of a later process with the same pid. */
  identity: string;
  port: number;
}

const POLL_MS = 10;
const READY_MS = 60_000;
const STOP_MS = 10_000;
const LOG_LIMIT_BYTES = 5_000_000;

/** Settings for a small pilot. Error details are not logged, because they quote the values of rows. */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  deadlock_timeout: '200ms',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** For throw-away clusters of tests. */
const volatileSettings: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

interface PidFile {
  pid: number;
  port: number;
  status: string;
}

function readPidFile(cluster: Cluster): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster.path, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

/** False when the process with this pid is another cluster's server or another program, by its working directory. */
function mayServe(pid: number, cluster: Cluster): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster.path;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/**
 * Finds the running server of this cluster and waits until it accepts connections. A server that is stopping is waited
 * for until it has ended. Undefined when no server runs. A pid file whose pid belongs to another program is removed,
 * because PostgreSQL would take that program for a running server and refuse to start.
 */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | undefined> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    const file = readPidFile(cluster);
    if (file === undefined) return undefined;
    const identity = processIdentity(file.pid);
    if (identity === undefined) return undefined;
    if (!mayServe(file.pid, cluster)) {
      rmSync(join(cluster.path, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (file.status === 'ready') return { pid: file.pid, identity, port: file.port };
    await delay(POLL_MS);
  }
  throw new HarmoniaError('database-unavailable', 'the embedded PostgreSQL did not become ready in a minute');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600);
}

/** Starts the server on this port of 127.0.0.1, or on a free one; rejects when it exits before it is ready. */
export async function launchPostmaster(
  cluster: Cluster,
  {
    binaries,
    user,
    durable,
    logPath,
    port: wanted,
  }: { binaries: Binaries; user: ServerUser; durable: boolean; logPath: string; port?: number | undefined },
): Promise<Postmaster> {
  const port = wanted ?? (await freePort());
  const all = { ...settings, ...(durable ? {} : volatileSettings), port: String(port) };
  const log = openLog(logPath);
  // Detached: ctrl-C in a terminal signals the whole process group, and the server must run until the program has
  // finished its work.
  const child = spawn(
    binaries.postgres,
    ['-D', cluster.serverPath, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...user,
      cwd: cluster.path,
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    },
  );
  closeSync(log);
  child.unref();
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `exit ${code ?? signal}`));

  const deadline = Date.now() + READY_MS;
  while (ended === undefined && Date.now() < deadline) {
    const file = readPidFile(cluster);
    if (file?.pid === child.pid && file?.status === 'ready') {
      const identity = processIdentity(file.pid);
      if (identity !== undefined) return { pid: file.pid, identity, port };
    }
    await delay(POLL_MS);
  }
  if (ended === undefined) child.kill('SIGQUIT');
  throw new HarmoniaError(
    'database-unavailable',
    `the embedded PostgreSQL did not start (${ended ?? 'not ready in a minute'}): see ${logPath}`,
  );
}

/** Asks for a fast shutdown without waiting, as the process exits. */
export function signalStop({ pid, identity }: Postmaster, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended since the check.
  }
}

/** Fast shutdown. After ten seconds the server is stopped without a checkpoint and recovers at its next start. */
export async function stopPostmaster(postmaster: Postmaster): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    signalStop(postmaster, signal);
    const deadline = Date.now() + STOP_MS;
    while (Date.now() < deadline) {
      if (!isAlive(postmaster.identity)) return;
      await delay(POLL_MS);
    }
  }
  throw new HarmoniaError(
    'database-unavailable',
    `the embedded PostgreSQL (pid ${postmaster.pid}) did not stop within ${(2 * STOP_MS) / 1000} seconds`,
  );
}
