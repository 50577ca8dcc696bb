import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HarmoniaError } from '../../foundation/errors.ts';
import { readIdentity, tryLock } from '../../foundation/process-lock.ts';

/**
 * Locks a folder for this process, creating it if needed, and returns a function that unlocks it. A lock of a process
 * that no longer runs is taken over.
 * @throws HarmoniaError `conflict` when a running process holds the lock
 */
export function lockFolder(folder: string): () => void {
  const home = resolve(folder);
  const path = join(home, 'lock');
  // The folder holds photographs and answers, so other users of the machine must not read it.
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const unlock = tryLock(path);
  if (unlock) return unlock;
  const pid = Number.parseInt(readIdentity(path) ?? '', 10);
  const who = pid === process.pid ? 'this process' : pid > 0 ? `process ${pid}` : 'another process';
  throw new HarmoniaError(
    'conflict',
    `${who} already keeps a sandbox in ${home}: stop it first, or give this one another folder`,
  );
}
