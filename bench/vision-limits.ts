import sharp from 'sharp';
import type { DescribedFace } from '../engine/visual/face.ts';
import type { FaceAnalyser } from '../engine/visual/face-analysis.ts';
import { correlation, quantile } from '../test/support/photo-changes.ts';
import { readLondonPortraits } from './vision-photos.ts';

/** r of degraded portraits' descriptions with those of the portraits, where the limits of a selfie lie. */
export async function printLimits(analyser: Pick<FaceAnalyser, 'analyse'>, shared: string): Promise<void> {
  const taken: { photo: Buffer; face: DescribedFace }[] = [];
  for (const { photo } of await readLondonPortraits(shared, 11)) {
    const { largest } = await analyser.analyse(photo);
    if (largest) taken.push({ photo, face: largest });
  }
  for (const [name, degrade] of Object.entries(degradations)) {
    const rows: { r: number; measured: DescribedFace }[] = [];
    for (const { photo, face } of taken) {
      const { largest } = await analyser.analyse(await degrade(photo, face));
      if (largest) rows.push({ r: correlation(face.embedding, largest.embedding), measured: largest });
    }
    const median = (valueOf: (row: (typeof rows)[number]) => number): string =>
      quantile(rows.map(valueOf), 0.5).toFixed(2);
    console.log(
      `${name}: r ${median(({ r }) => r)} (face ${median(({ measured }) => 100 * measured.sizeFraction)} %, edges ` +
        `${median(({ measured }) => measured.sharpness)}, luma ${median(({ measured }) => measured.exposure)}; ` +
        `${rows.length} portraits)`,
    );
  }
}

const smallFace =
  (share: number) =>
  async (photo: Uint8Array, face: DescribedFace): Promise<Buffer> => {
    const side = Math.round((480 * share) / face.sizeFraction);
    const edge = Math.round((480 - side) / 2);
    const edges = { left: edge, right: 480 - side - edge, top: edge, bottom: 480 - side - edge };
    const small = await sharp(photo).resize(side, side).toBuffer();
    return sharp(small)
      .extend({ ...edges, extendWith: 'copy' })
      .png()
      .toBuffer();
  };

const blurred = (sigma: number) => (photo: Uint8Array) =>
  sharp(photo).resize(480, 480).blur(sigma).png().toBuffer();

const degradations: Readonly<Record<string, (photo: Uint8Array, face: DescribedFace) => Promise<Buffer>>> = {
  'photo of 160 pixels': (photo) => sharp(photo).resize(160, 160).png().toBuffer(),
  'photo of 120 pixels': (photo) => sharp(photo).resize(120, 120).png().toBuffer(),
  'face of 12 %': smallFace(0.12),
  'face of 8 %': smallFace(0.08),
  'blurred by 2 pixels': blurred(2),
  'blurred by 3 pixels': blurred(3),
  'blurred by 4 pixels': blurred(4),
  'darkened to 0.12': (photo, { exposure }) =>
    sharp(photo)
      .linear(0.12 / exposure, 0)
      .png()
      .toBuffer(),
};
