import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { HostHealth } from '../engine/ports/health.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Reads how full the volume of DATA_DIR is, with the versions of the program and of Node. */
export async function hostHealth({ dataDir, telegram }: Config): Promise<HostHealth> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return {
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
    telegram: telegram.mode,
    versions: { program: version, node: process.version },
  };
}
