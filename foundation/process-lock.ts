import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const hasProc = existsSync('/proc/self/stat');
/** A lock file that is still empty after this time was left by a process that was killed before it wrote to it. */
const writtenWithinMs = 10_000;

/**
 * Identifies a running process as `pid starttime`. The start time distinguishes it from a later process with the same
 * pid. Where the system has no /proc the text is `pid -`. Undefined when no such process runs.
 */
export function processIdentity(pid: number): string | undefined {
  if (!hasProc) return exists(pid) ? `${pid} -` : undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may contain spaces, so the fields behind it are read; the start time is field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The identity of this process, as it stands in its lock files. */
export const ownIdentity = (): string => processIdentity(process.pid) ?? `${process.pid} 0`;

/** True while the process that wrote this identity still runs. */
export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isSafeInteger(pid) && pid > 0 && processIdentity(pid) === identity.trim();
}

/** The identity in a file; undefined when the file cannot be read. */
export function readIdentity(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Creates the lock file, unless a running process holds it. The lock file of a process that has ended is replaced.
 * @returns a function that removes the lock file; undefined when another process holds it
 */
export function tryLock(path: string): (() => void) | undefined {
  const unlock = writeLock(path);
  if (unlock) return unlock;
  const holder = readIdentity(path);
  if (holder === undefined) return writeLock(path);
  const stale = holder === '' ? isOld(path) : !isAlive(holder);
  if (!stale) return undefined;
  breakLock(path, holder);
  return writeLock(path);
}

function writeLock(path: string): (() => void) | undefined {
  try {
    writeFileSync(path, ownIdentity(), { flag: 'wx', mode: 0o600 });
    return () => rmSync(path, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return undefined;
  }
}

function isOld(path: string): boolean {
  try {
    return Date.now() - statSync(path).mtimeMs > writtenWithinMs;
  } catch {
    return true;
  }
}

/** Removes the lock file of an ended process. A file that another process has replaced since is put back. */
function breakLock(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readIdentity(aside) !== stale) linkSync(aside, path);
  } catch {
    // Another process has removed or replaced the file first. The caller then tries to create its own.
  }
  rmSync(aside, { force: true });
}
