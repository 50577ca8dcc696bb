import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HarmoniaError } from '../../errors.ts';

interface Owner {
  pid: number;
  /** When the process began, as the system counts it: a number that a container gives again is another process. */
  since?: string | undefined;
}

const held = new Set<string>();

/**
 * Takes a folder (made when missing) for this process alone and returns the way to give it back. Throws conflict
 * when a running process has it; the lock of one that died is taken over.
 */
export function lockFolder(folder: string): () => void {
  const home = resolve(folder);
  const path = join(home, 'lock');
  const refuse = (who: string): never => {
    throw new HarmoniaError(
      'conflict',
      `${who} already keeps a sandbox in ${home}: stop it first, or give this one another folder`,
    );
  };
  if (held.has(home)) refuse('this process');
  // Photographs and questionnaires of people lie in it.
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const owner = readOwner(path);
  if (owner && owner.pid !== process.pid && isRunning(owner)) refuse(`process ${owner.pid}`);
  rmSync(path, { force: true });
  try {
    const mine: Owner = { pid: process.pid, since: beginOf(process.pid) };
    writeFileSync(path, JSON.stringify(mine), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') refuse('another process');
    throw error;
  }
  held.add(home);
  return () => {
    held.delete(home);
    rmSync(path, { force: true });
  };
}

/** What a lock says; undefined for none, and for one whose writer was killed before it had written. */
function readOwner(path: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
    return Number.isSafeInteger(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, since }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return since === undefined || since === beginOf(pid);
}

/** Clock ticks from the machine's start to the process's (proc_pid_stat(5), field 22); undefined outside Linux. */
function beginOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name in brackets, may itself hold spaces and brackets.
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .at(22 - 3);
  } catch {
    return undefined;
  }
}
