import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder of the project. */
export const home = join(import.meta.dirname, '../..');

/** A folder of its own for the given files (path to text), on which a tool of the house is run. */
export function plantTree(files: Record<string, string>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'harmonia-house-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** What a tool of node_modules prints as JSON when it runs in a folder; it may end with an error. */
export function runTool(folder: string, tool: string, args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [join(home, 'node_modules/.bin', tool), ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.trim()) throw new Error(`${tool} printed nothing: ${stderr}`);
  return JSON.parse(stdout);
}
