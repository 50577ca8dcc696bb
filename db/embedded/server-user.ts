import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { HarmoniaError } from '../../foundation/errors.ts';

/** The user that the server runs as, since PostgreSQL refuses to run as root. Undefined: the user of this process. */
export type ServerUser = { uid: number; gid: number } | undefined;

const accountNames = ['postgres', 'nobody'];

/**
 * Chooses the user for a process of root: the owner of an existing cluster, otherwise the first of `accountNames` that
 * exists. Undefined when the process is not root's.
 */
export function chooseServerUser(cluster: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const existing = statSync(cluster, { throwIfNoEntry: false });
  if (existing !== undefined && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of accountNames) {
    const account = accounts.find(([candidate]) => candidate === name);
    if (account !== undefined) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new HarmoniaError(
    'database-unavailable',
    `PostgreSQL does not run as root, and there is no user ${accountNames.join(' or ')}: set DATABASE_URL`,
  );
}

/** True when the user can enter the folder; false also when a folder above it is closed to the user. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  );
}
