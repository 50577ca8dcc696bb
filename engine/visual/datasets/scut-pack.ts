import path from 'node:path';
import { createRandom } from '../../../foundation/random.ts';
import type { FaceAnalyser } from '../face-analysis.ts';
import type { PackManifest } from '../load-pack.ts';
import { type DatasetImage, inspectDataset } from './dataset-layout.ts';
import { analysePhotograph } from './dataset-photograph.ts';
import { readExclusions } from './exclusion-list.ts';

/** SCUT has faces from fifteen years on and no published ages: faces with a lower estimated age are left out. */
const youngestEstimate = 25;
/** The most informative faces are chosen from these. */
const facesPerSex = 40;

/**
 * The manifest of a pack of SCUT-FBP5500: photographs of one face whose estimated age is 25 or more, in a random order that
 * is the same each time.
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
