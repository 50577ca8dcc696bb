import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HarmoniaError } from '../../errors.ts';
import { isAlive, processIdentity } from './process-identity.ts';

const WAIT_MS = 60_000;
const POLL_MS = 20;

const ownIdentity = (): string => processIdentity(process.pid) ?? `${process.pid} 0`;

function readIdentity(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Removes the lock of a dead process; a lock that was renewed meanwhile is put back. */
function breakStaleLock(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readIdentity(aside) !== stale) linkSync(aside, path);
  } catch {
    // Somebody else was faster, which is as good.
  }
  rmSync(aside, { force: true });
}

/**
 * Takes the lock file unless a process that still runs holds it; the lock of a dead one is broken.
 * @returns what gives it back
 */
export function tryLock(path: string): (() => void) | undefined {
  try {
    writeFileSync(path, ownIdentity(), { flag: 'wx', mode: 0o600 });
    return () => rmSync(path, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = readIdentity(path);
  // An empty lock was made a moment ago and its owner is about to write its name.
  if (holder !== undefined && holder !== '' && !isAlive(holder)) breakStaleLock(path, holder);
  return undefined;
}

/** Runs the work while no other process starts or stops the server of this folder. */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, 'lock');
  const deadline = Date.now() + WAIT_MS;
  let unlock = tryLock(path);
  while (!unlock) {
    if (Date.now() > deadline)
      throw new HarmoniaError('database-unavailable', `another process has held ${path} for a minute`);
    await delay(POLL_MS);
    unlock = tryLock(path);
  }
  try {
    return await work();
  } finally {
    unlock();
  }
}

/** The processes that use the server of a folder; the last one to leave stops it. */
export interface FolderClients {
  join(): void;
  /** Leaves, and tells whether nobody is left. Synchronous, so that it can run while the process exits. */
  leave(): boolean;
}

export function folderClients(folder: string): FolderClients {
  const registry = join(folder, 'clients');
  // One process may use the server several times.
  const own = join(registry, `${process.pid}-${Math.random().toString(36).slice(2)}`);
  return {
    join() {
      mkdirSync(registry, { recursive: true, mode: 0o700 });
      writeFileSync(own, ownIdentity(), { mode: 0o600 });
    },
    leave() {
      rmSync(own, { force: true });
      let others = 0;
      for (const name of readdirSync(registry)) {
        const path = join(registry, name);
        const identity = readIdentity(path);
        if (identity !== undefined && isAlive(identity)) others++;
        else rmSync(path, { force: true });
      }
      return others === 0;
    },
  };
}
