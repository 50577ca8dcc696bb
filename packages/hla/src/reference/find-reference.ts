import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builtinReference } from '../compare.ts';
import type { HlaReference } from './reference.ts';
import { decodeTable } from './read-release.ts';
import { createReleaseReference } from './release-reference.ts';

const tableName = /^hla-table-(\d+)\.(\d+)\.(\d+)\.json(?:\.gz)?$/;

/** File name under which a table is looked for. */
export const tableFileName = (release: string): string => `hla-table-${release}.json.gz`;

/**
 * The reference of the newest table in a folder, or the built-in one when it holds none. Throws `table-invalid` for
 * a table that cannot be read: a deployment must not fall back to names without notice.
 */
export function findReference(folder: string): HlaReference {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return builtinReference();
  }
  const rank = (name: string): number => {
    const [, major, minor, patch] = tableName.exec(name) ?? [];
    return Number(major) * 1e8 + Number(minor) * 1e4 + Number(patch);
  };
  const [newest] = names.filter((name) => tableName.test(name)).sort((a, b) => rank(b) - rank(a));
  if (newest === undefined) return builtinReference();
  return createReleaseReference(decodeTable(readFileSync(path.join(folder, newest))));
}
