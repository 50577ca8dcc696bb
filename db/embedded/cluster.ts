import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Binaries } from './binaries.ts';
import { canEnter, type ServerUser } from './server-user.ts';

/** The superuser and the database of the embedded server. The program itself uses another role: ordinary-role.ts. */
export const EMBEDDED_NAME = 'harmonia';

/** A PostgreSQL cluster on disk. */
export interface Cluster {
  /** The folder of the cluster. */
  path: string;
  /**
   * The path that the server is started with. It is /proc/self/cwd when the server's user may not enter a folder above:
   * the cluster is then the server's working directory, and this name needs no access to the folders above.
   */
  serverPath: string;
  password: string;
}

function readOrCreatePassword(folder: string, clusterExists: boolean): string {
  const path = join(folder, 'password');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  if (clusterExists)
    throw new HarmoniaError('database-unavailable', `${path} is missing: restore it beside its cluster`);
  const password = randomBytes(24).toString('base64url');
  writeFileSync(path, password, { mode: 0o600, flag: 'wx' });
  return password;
}

/** initdb reads the password from a file, which its user must be able to open. */
function withPasswordFile<T>(password: string, user: ServerUser, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'harmonia-initdb-'));
  try {
    const path = join(folder, 'password');
    writeFileSync(path, password, { mode: 0o600 });
    if (user !== undefined) for (const owned of [path, folder]) chownSync(owned, user.uid, user.gid);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function initialise(
  path: string,
  password: string,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
): void {
  // A killed initdb leaves an incomplete cluster, so initdb writes to a temporary folder, which is renamed at the end.
  const partial = `${path}.new`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  if (user !== undefined) chownSync(partial, user.uid, user.gid);
  const { status, stderr } = withPasswordFile(password, user, (passwordFile) =>
    spawnSync(
      binaries.initdb,
      [
        ['-D', canEnter(partial, user) ? partial : '/proc/self/cwd'],
        ['-U', EMBEDDED_NAME, '--pwfile', passwordFile, '-A', 'scram-sha-256'],
        ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ['--no-instructions', ...(durable ? [] : ['--no-sync'])],
      ].flat(),
      { ...user, cwd: partial, encoding: 'utf8', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } },
    ),
  );
  if (status !== 0)
    throw new HarmoniaError(
      'database-unavailable',
      `initdb failed in ${partial}: ${stderr.trim().slice(0, 500)}`,
    );
  renameSync(partial, path);
}

/** Opens the cluster of a folder, or makes one: UTF-8, SCRAM, a random password kept in a file of mode 0600. */
export function prepareCluster(
  folder: string,
  { binaries, user, durable }: { binaries: Binaries; user: ServerUser; durable: boolean },
): Cluster {
  const path = join(folder, 'cluster');
  const exists = existsSync(path);
  const password = readOrCreatePassword(folder, exists);
  if (!exists) initialise(path, password, binaries, user, durable);
  const { uid } = statSync(path);
  const expected = user?.uid ?? process.getuid?.();
  if (uid !== expected)
    throw new HarmoniaError(
      'database-unavailable',
      `${path} belongs to the user with id ${uid}: start as that user or as root`,
    );
  chmodSync(path, 0o700);
  return { path, serverPath: canEnter(path, user) ? path : '/proc/self/cwd', password };
}
