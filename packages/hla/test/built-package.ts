import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the package. */
export const packageFolder = join(import.meta.dirname, '..');

const dist = join(packageFolder, 'dist');
const home = join(packageFolder, '../..');
const compiler = join(home, 'node_modules/typescript/bin/tsc');

/** Builds `dist` as `npm run build` does, unless it was built of the same sources before. */
export function buildPackage(): void {
  const digest = digestOfSources();
  const mark = join(dist, '.test-digest');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  // A file that is gone from the sources must not stay in what is imported.
  rmSync(dist, { recursive: true, force: true });
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: packageFolder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`tsc ended with ${status}:\n${stdout}`);
  writeFileSync(mark, digest);
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(join(packageFolder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => join(packageFolder, 'src', name));
  const settings = [
    join(packageFolder, 'tsconfig.build.json'),
    join(home, 'tsconfig.json'),
    join(home, 'node_modules/typescript/package.json'),
  ];
  for (const file of [...sources, ...settings]) hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest('hex');
}
