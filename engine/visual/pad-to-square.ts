import type { Pixels } from './face-quality.ts';

/** A picture inside a square one, and where its left upper corner lies there. */
export interface Padded {
  readonly pixels: Pixels;
  readonly left: number;
  readonly top: number;
}

/** Halfway between black and white: bars of it add no edge stronger than the photo's own. */
const neutralGrey = 128;

/** Adds grey bars at both ends of the shorter side. A square picture is returned as it is. */
export function padToSquare(pixels: Pixels): Padded {
  const { data, width, height } = pixels;
  if (width === height) return { pixels, left: 0, top: 0 };
  const side = Math.max(width, height);
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  const square = new Uint8Array(3 * side * side).fill(neutralGrey);
  for (let row = 0; row < height; row++) {
    square.set(data.subarray(3 * row * width, 3 * (row + 1) * width), 3 * ((row + top) * side + left));
  }
  return { pixels: { data: square, width: side, height: side }, left, top };
}
