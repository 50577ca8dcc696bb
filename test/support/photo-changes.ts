import sharp from 'sharp';
import type { Sex } from '../../engine/ports/participants.ts';
import type { Face } from '../../engine/visual/face.ts';
import { faceFeatures } from '../../engine/visual/features.ts';
import type { VisualPrior } from '../../engine/visual/prior.ts';
import { directedVisualScore } from '../../engine/visual/visual-score.ts';

/** Width to height of photos that telephones take. */
const ratios = { '3:4': 3 / 4, '4:3': 4 / 3, '9:16': 9 / 16, '16:9': 16 / 9 } as const;
export type Shape = keyof typeof ratios;
export const shapes = Object.keys(ratios) as Shape[];

/** A square photo cut to a shape, as large as fits, with the face as near to the middle as the photo allows. */
export async function cutToShape(photo: Uint8Array, box: Face['box'], shape: Shape): Promise<Buffer> {
  const { width: side } = await sharp(photo).metadata();
  const width = Math.round(side * Math.min(1, ratios[shape]));
  const height = Math.round(side / Math.max(1, ratios[shape]));
  const start = (middle: number, length: number): number =>
    Math.round(Math.min(side - length, Math.max(0, middle * side - length / 2)));
  const left = start(box.x + box.width / 2, width);
  const top = start(box.y + box.height / 2, height);
  return sharp(photo).extract({ left, top, width, height }).png().toBuffer();
}

/** Other framings of a square photo: the same face on as good as the same picture. */
export const framings: Readonly<Record<string, (photo: Uint8Array) => Promise<Buffer>>> = {
  'moved by one pixel of 480': (photo) => padded(photo, (side) => ({ left: Math.round(side / 480) })),
  'padded by 10 %': (photo) =>
    padded(photo, (side) => {
      const edge = Math.round(side / 20);
      return { left: edge, right: edge, top: edge, bottom: edge };
    }),
  'inner 90 %': async (photo) => {
    const { width: side } = await sharp(photo).metadata();
    const [left, width] = [Math.round(0.05 * side), Math.round(0.9 * side)];
    return sharp(photo).extract({ left, top: left, width, height: width }).png().toBuffer();
  },
  'turned by 4°': async (photo) => {
    const { width: side } = await sharp(photo).metadata();
    const turned = await sharp(photo)
      .rotate(4, { background: '#808080' })
      .toBuffer({ resolveWithObject: true });
    const left = Math.floor((turned.info.width - side) / 2);
    return sharp(turned.data).extract({ left, top: left, width: side, height: side }).png().toBuffer();
  },
};

async function padded(
  photo: Uint8Array,
  edges: (side: number) => { left?: number; right?: number; top?: number; bottom?: number },
): Promise<Buffer> {
  const { width: side } = await sharp(photo).metadata();
  const { left = 0, right = 0, top = 0, bottom = 0 } = edges(side);
  const wide = await sharp(photo)
    .extend({ left, right, top, bottom, extendWith: 'copy' })
    .toBuffer({ resolveWithObject: true });
  const square = Math.max(side, Math.min(wide.info.width, wide.info.height));
  return sharp(wide.data).extract({ left: 0, top: 0, width: square, height: square }).png().toBuffer();
}

/** Pearson's r of two descriptions. */
export function correlation(one: Float32Array, other: Float32Array): number {
  const [a, b] = [one, other].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  }) as [Float32Array, Float32Array];
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0) / (Math.hypot(...a) * Math.hypot(...b));
}

/** By how many percentile points two descriptions differ, for a participant who has not rated any face. */
export function percentileMove(prior: VisualPrior, sex: Sex, one: Float32Array, other: Float32Array): number {
  const score = (embedding: Float32Array): number =>
    directedVisualScore(prior.raters, faceFeatures(prior, embedding, sex), sex, prior.reference);
  return Math.abs(score(one) - score(other));
}

/** The value below which that share of the values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))]!;
