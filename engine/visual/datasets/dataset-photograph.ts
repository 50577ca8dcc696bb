import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { HarmoniaError, isHarmoniaError } from '../../../foundation/errors.ts';
import type { DescriptionVersion } from '../description-version.ts';
import type { FaceAnalysis } from '../face.ts';
import type { FaceAnalyser } from '../face-analysis.ts';

/** Analyses a photograph of a data set. @throws HarmoniaError dataset-invalid, naming a file that is not a photograph */
export async function analysePhotograph(
  file: string,
  analyser: Pick<FaceAnalyser, 'analyse'>,
  description?: DescriptionVersion,
): Promise<FaceAnalysis> {
  try {
    return await analyser.analyse(await readFile(file), description);
  } catch (error) {
    if (!isHarmoniaError(error, 'photo-unreadable')) throw error;
    const name = path.basename(file);
    throw new HarmoniaError('dataset-invalid', `the dataset: ${name} is no photograph`, { cause: error });
  }
}
