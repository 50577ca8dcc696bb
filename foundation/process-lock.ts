import { existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const hasProc = existsSync('/proc/self/stat');
/** A lock that says nothing after so long was left by a process that was killed before it had written. */
const writtenWithinMs = 10_000;

/**
 * A process by pid and start time, so that a reused pid is not mistaken for it; by pid alone where the system has no
 * /proc. Text form: `pid starttime`. Undefined when it does not run.
 */
export function processIdentity(pid: number): string | undefined {
  if (!hasProc) return answers(pid) ? `${pid} -` : undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may contain spaces, so fields are counted from its end; 22 is the start time.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `${pid} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What this process writes of itself. */
export const ownIdentity = (): string => processIdentity(process.pid) ?? `${process.pid} 0`;

/** True while the process that wrote this identity still runs. */
export function isAlive(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isSafeInteger(pid) && pid > 0 && processIdentity(pid) === identity.trim();
}

/** What a file of an identity says; undefined for none. */
export function readIdentity(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Takes the lock file unless a process that still runs holds it; the lock of a dead one is broken.
 * @returns what gives it back
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

/** Removes the lock of a dead process; a lock that was renewed meanwhile is put back. */
function breakLock(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readIdentity(aside) !== stale) linkSync(aside, path);
  } catch {
    // Somebody else was faster, which is as good.
  }
  rmSync(aside, { force: true });
}
