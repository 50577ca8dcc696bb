import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { HarmoniaError } from '../../foundation/errors.ts';

/** Whom the server runs as: PostgreSQL refuses root. Undefined: the user of this process. */
export type ServerUser = { uid: number; gid: number } | undefined;

/** Runs as root: the owner of an existing cluster, else the user `postgres`, else `nobody`. */
export function chooseServerUser(cluster: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const existing = statSync(cluster, { throwIfNoEntry: false });
  if (existing !== undefined && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find(([candidate]) => candidate === name);
    if (account !== undefined) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new HarmoniaError(
    'database-unavailable',
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody: set DATABASE_URL',
  );
}

/** True when that user can enter the folder, whatever lies above it. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
  );
}
