import { statfs } from 'node:fs/promises';
import { type Config, packageVersion } from '../config.ts';
import type { HostHealth } from '../engine/ports/health.ts';
import { HarmoniaError } from '../foundation/errors.ts';

const lowDiskBytes = 1024 ** 3;

/** Reads how full the volume of DATA_DIR is, with the versions of the program and of Node. */
export async function hostHealth({ dataDir, telegram }: Config): Promise<HostHealth> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return {
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    telegram: telegram.mode,
    versions: { program: packageVersion(), node: process.version },
  };
}

/** @throws HarmoniaError `volume-not-writable` when the volume of DATA_DIR has less than a gibibyte left */
export async function checkDisk({ dataDir }: Pick<Config, 'dataDir'>): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < lowDiskBytes)
    throw new HarmoniaError('volume-not-writable', `DATA_DIR: ${bavail * bsize} bytes are free`);
}
