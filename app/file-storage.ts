import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join, resolve, sep } from 'node:path';
import { HarmoniaError } from '../foundation/errors.ts';
import type { FileStorage } from '../engine/ports/unit-of-work.ts';

const folders = ['uploads', 'reports', 'datasets'] as const;

/**
 * Opens the file storage in a folder and checks that it is writable. A pilot that ran without a writable folder would
 * lose the photographs of its participants.
 * @throws HarmoniaError `volume-not-writable` naming the folder and the reason.
 */
export async function openFileStorage(root: string): Promise<FileStorage> {
  const probe = join(root, `.writable-${randomUUID()}`);
  try {
    for (const folder of folders) await makeFolder(join(root, folder));
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new HarmoniaError(
      'volume-not-writable',
      `DATA_DIR: ${root} is not writable (${reason}); mount a volume there or name another folder`,
      { cause },
    );
  }
  return createFolderStorage(root);
}

/**
 * Makes a folder and those above it, one by one. With `recursive` Node would try for ever where a folder exists in which
 * none can be made, as in /proc.
 */
async function makeFolder(path: string): Promise<void> {
  const make = (): Promise<void> =>
    mkdir(path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  try {
    await make();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await make();
  }
}

/** Where a file is written first. Each file has a name of its own and is written once. */
const partOf = (target: string): string => `${target}.part`;

/**
 * Stores files below one folder and throws `bad-request` for a path outside of it. A file is written under a temporary
 * name and then renamed, so that a reader finds the complete file or none.
 */
export function createFolderStorage(root: string): FileStorage {
  const inside = (path: string): string => {
    const full = resolve(root, path);
    if (!full.startsWith(resolve(root) + sep))
      throw new HarmoniaError('bad-request', 'a path lies outside the file storage');
    return full;
  };
  return {
    async write(path, bytes) {
      const target = inside(path);
      await mkdir(dirname(target), { recursive: true });
      const partial = partOf(target);
      try {
        await writeFile(partial, bytes, { mode: 0o600, flush: true });
        await rename(partial, target);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    read: (path) => readFile(inside(path)),
    // With the part that a killed program had written of it.
    async remove(path) {
      await rm(inside(path), { force: true });
      await rm(partOf(inside(path)), { force: true });
    },
    exists: (path) =>
      access(inside(path), constants.F_OK).then(
        () => true,
        () => false,
      ),
  };
}
