import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HarmoniaError } from '../../foundation/errors.ts';
import { readIdentity, tryLock } from '../../foundation/process-lock.ts';

/**
 * Takes a folder (made when missing) for this process alone and returns the way to give it back; the lock of a process
 * that died is taken over. Throws conflict when a running process has it.
 */
export function lockFolder(folder: string): () => void {
  const home = resolve(folder);
  const path = join(home, 'lock');
  // Photographs and questionnaires of people lie in it.
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
