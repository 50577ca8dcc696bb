import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder of the project. */
export const home = join(import.meta.dirname, '../..');

/** Writes the given files (path to text) into a temporary folder, so that a tool can be run on them. */
export function plantTree(files: Record<string, string>): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'harmonia-house-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** Runs a tool of node_modules in a folder and returns the JSON that it prints, with any exit code. */
export function runTool(folder: string, tool: string, args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [join(home, 'node_modules/.bin', tool), ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.trim()) throw new Error(`${tool} printed nothing: ${stderr}`);
  return JSON.parse(stdout);
}
