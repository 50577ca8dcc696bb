import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HarmoniaError } from '../../foundation/errors.ts';
import { isAlive, ownIdentity, readIdentity, tryLock } from '../../foundation/process-lock.ts';

const WAIT_MS = 60_000;
const POLL_MS = 20;

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
  /** Adds this process. */
  join(): void;
  /**
   * Removes this process; true when no other process is left. Synchronous, so that it can run while the process exits.
   */
  leave(): boolean;
}

/** The clients of a folder's server: one file with the identity of the process for each use. */
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
