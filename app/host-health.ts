import { statfs } from 'node:fs/promises';
import { type Config, packageVersion } from '../config.ts';
import type { HostHealth } from '../engine/ports/health.ts';

/** Reads how full the volume of DATA_DIR is, with the versions of the program and of Node. */
export async function hostHealth({ dataDir, telegram }: Config): Promise<HostHealth> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return {
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    telegram: telegram.mode,
    versions: { program: packageVersion(), node: process.version },
  };
}
