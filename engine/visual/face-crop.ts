import type { Pixels } from './face-quality.ts';

/** A square part of a picture that may be turned and may reach beyond the picture. Lengths are the picture's pixels. */
export interface FaceSquare {
  readonly centreX: number;
  readonly centreY: number;
  readonly side: number;
  /** Radians clockwise by which the square is turned. */
  readonly angle: number;
}

/**
 * The square resampled to `size` x `size` pixels by bilinear interpolation: rows of red, green and blue, 0..255, black
 * beyond the picture. Without a turn it equals TensorFlow's cropAndResize, with which the descriptions that the prior
 * was learned from were made.
 */
export function cropSquare(
  { data, width, height }: Pixels,
  { centreX, centreY, side, angle }: FaceSquare,
  size: number,
): Float32Array {
  const crop = new Float32Array(3 * size * size);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  // cropAndResize maps a length of the picture onto one pixel less, from the first pixel's centre to the last one's.
  const [scaleX, scaleY] = [(width - 1) / width, (height - 1) / height];
  for (let row = 0; row < size; row++) {
    const down = side * (row / (size - 1) - 0.5);
    for (let column = 0; column < size; column++) {
      const right = side * (column / (size - 1) - 0.5);
      const x = (centreX + cosine * right - sine * down) * scaleX;
      const y = (centreY + sine * right + cosine * down) * scaleY;
      if (x < 0 || y < 0 || x > width - 1 || y > height - 1) continue;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const nextColumn = left + 1 < width ? 3 : 0;
      const nextRow = top + 1 < height ? 3 * width : 0;
      const from = 3 * (top * width + left);
      const to = 3 * (row * size + column);
      for (let colour = 0; colour < 3; colour++) {
        const at = from + colour;
        const above = mix(data[at]!, data[at + nextColumn]!, x - left);
        const below = mix(data[at + nextRow]!, data[at + nextRow + nextColumn]!, x - left);
        crop[to + colour] = mix(above, below, y - top);
      }
    }
  }
  return crop;
}

/** The place on the picture of a place inside the square, 0..1 from its left and upper edge. */
export function onPicture(
  { centreX, centreY, side, angle }: FaceSquare,
  across: number,
  down: number,
): [number, number] {
  const [right, below] = [side * (across - 0.5), side * (down - 0.5)];
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return [centreX + cosine * right - sine * below, centreY + sine * right + cosine * below];
}

/** A square picture with left and right exchanged. */
export function mirrored(crop: Float32Array, size: number): Float32Array {
  const result = new Float32Array(crop.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = 3 * (row * size + column);
      result.set(crop.subarray(from, from + 3), 3 * (row * size + size - 1 - column));
    }
  }
  return result;
}

const mix = (one: number, other: number, share: number): number => one + (other - one) * share;
