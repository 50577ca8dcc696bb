import { readFile } from 'node:fs/promises';
import { HarmoniaError } from '../../../foundation/errors.ts';

/**
 * The faces a researcher leaves out of a pack: ids separated by white space; what follows a # is a remark.
 * @throws HarmoniaError dataset-invalid when a name is not that of a face: a slip would leave a face in
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
