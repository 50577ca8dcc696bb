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

/** Pearson's r of two descriptions. */
export function correlation(one: Float32Array, other: Float32Array): number {
  const [a, b] = [one, other].map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  }) as [Float32Array, Float32Array];
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0) / (Math.hypot(...a) * Math.hypot(...b));
}

/** By how many percentile points two descriptions differ, for a rater who has not rated anything yet. */
export function percentileMove(
  prior: VisualPrior,
  sex: Sex,
  one: Float32Array,
  other: Float32Array,
): number {
  const score = (embedding: Float32Array): number =>
    directedVisualScore(prior.raters, faceFeatures(prior, embedding, sex), sex, prior.reference);
  return Math.abs(score(one) - score(other));
}
