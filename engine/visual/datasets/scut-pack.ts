import path from 'node:path';
import { createRandom } from '../../../foundation/random.ts';
import type { FaceAnalyser } from '../face-analysis.ts';
import type { PackManifest } from '../load-pack.ts';
import { type DatasetImage, inspectDataset } from './dataset-layout.ts';
import { analysePhotograph } from './dataset-photograph.ts';
import { readExclusions } from './exclusion-list.ts';

/** SCUT's faces start at fifteen years and nobody's age is published: whoever looks younger is left out. */
const youngestEstimate = 25;
/** Enough to choose the most telling ones from. */
const facesPerSex = 40;

/**
 * What a pack of SCUT-FBP5500 says of itself: photographs of one face whose estimated age is 25 or more, drawn in an
 * order of chance that is the same each time.
 * @throws HarmoniaError dataset-invalid, naming a photograph that cannot be read
 */
export async function scutManifest(
  folder: string,
  analyser: Pick<FaceAnalyser, 'analyse'>,
  options: { exclude?: string | undefined } = {},
): Promise<PackManifest> {
  const { images, root } = await inspectDataset(folder);
  const excluded = await readExclusions(options.exclude, new Set(images.map(idOf)));
  const faces: PackManifest['faces'] = [];
  for (const sex of ['female', 'male'] as const) {
    const candidates = images.filter((image) => image.sex === sex && !excluded.has(idOf(image)));
    let wanted = facesPerSex;
    for (const image of createRandom(`scut pack ${sex}`).shuffle(candidates)) {
      if (wanted === 0) break;
      const photo = path.join(root, image.file);
      const { faces: found, largest } = await analysePhotograph(photo, analyser);
      if (found !== 1 || !largest || !(largest.estimatedAge >= youngestEstimate)) continue;
      wanted--;
      const age = Math.floor(largest.estimatedAge);
      const file = path.relative(folder, photo);
      faces.push({ id: idOf(image), file, sex, source: 'SCUT-FBP5500, age estimated', age });
    }
  }
  return {
    id: 'scut-fbp5500',
    version: '1.0.0',
    licence: 'non-commercial research',
    attribution: 'Faces: SCUT-FBP5500, Liang, Lin, Jin, Xie and Li (2018), for non-commercial research.',
    faces: faces.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const idOf = ({ file }: DatasetImage): string => path.basename(file, '.jpg');
