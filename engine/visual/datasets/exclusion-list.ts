import { readFile } from 'node:fs/promises';
import { HarmoniaError } from '../../../foundation/errors.ts';

/**
 * The faces that a researcher leaves out of a pack: ids separated by white space; the rest of a line after # is a remark.
 * @throws HarmoniaError dataset-invalid when an id is not that of a face, since a misspelt face would stay in the pack
 */
export async function readExclusions(
  file: string | undefined,
  known: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (file === undefined) return new Set();
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new HarmoniaError('dataset-invalid', `the list of excluded faces cannot be read: ${file}`, {
      cause,
    });
  });
  const names = text
    .replace(/#.*$/gm, '')
    .split(/[\s,]+/)
    .filter(Boolean);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new HarmoniaError(
      'dataset-invalid',
      `the list of excluded faces names ${unknown}, which is no face`,
    );
  }
  return new Set(names);
}
