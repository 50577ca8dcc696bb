import { describe, expect, test } from '@jest/globals';
import { cropSquare, mirrored, onPicture } from '../../../engine/visual/face-crop.ts';

/** Red grows to the right, green downwards; blue is the same everywhere. */
const side = 41;
const picture = {
  data: Uint8Array.from(
    Array.from({ length: side * side }, (_, at) => [5 * (at % side), 5 * Math.floor(at / side), 77]).flat(),
  ),
  width: side,
  height: side,
};
const colours = (crop: Float32Array, size: number, row: number, column: number): number[] =>
  [...crop.subarray(3 * (row * size + column), 3 * (row * size + column) + 3)].map(Math.round);
/** The middle of the picture as cropAndResize measures lengths. */
const middle = side / 2;

describe('a square cropped from a picture', () => {
  test('that is the whole picture keeps its corners', () => {
    const crop = cropSquare(picture, { centreX: middle, centreY: middle, side, angle: 0 }, side);
    expect(crop).toEqual(Float32Array.from(picture.data));
  });

  test('is interpolated between pixels', () => {
    const crop = cropSquare(picture, { centreX: middle, centreY: middle, side, angle: 0 }, 2 * side - 1);
    expect(colours(crop, 2 * side - 1, 4, 7)).toEqual([18, 10, 77]);
  });

  test('is black where it reaches beyond the picture', () => {
    const crop = cropSquare(picture, { centreX: middle, centreY: middle, side: 2 * side, angle: 0 }, 9);
    expect(colours(crop, 9, 0, 4)).toEqual([0, 0, 0]);
    expect(colours(crop, 9, 4, 4)).toEqual([100, 100, 77]);
  });

  test('turns a head that is tilted clockwise upright', () => {
    const turned = cropSquare(
      picture,
      { centreX: middle, centreY: middle, side: 21, angle: Math.PI / 2 },
      21,
    );
    const upright = cropSquare(picture, { centreX: middle, centreY: middle, side: 21, angle: 0 }, 21);
    // What lies on the right of the picture is the top of a head tilted clockwise by 90 degrees.
    expect(colours(turned, 21, 0, 10)).toEqual(colours(upright, 21, 10, 20));
  });

  test('is mirrored from left to right', () => {
    const crop = Float32Array.from(picture.data);
    const mirror = mirrored(crop, side);
    expect(colours(mirror, side, 3, 0)).toEqual([200, 15, 77]);
    expect(mirrored(mirror, side)).toEqual(crop);
  });

  test('has its places on the picture where it was cropped', () => {
    const square = { centreX: 20, centreY: 30, side: 10, angle: Math.PI / 2 };
    expect(onPicture(square, 0.5, 0.5)).toEqual([20, 30]);
    const [x, y] = onPicture(square, 0.5, 0);
    expect(x).toBeCloseTo(25, 9);
    expect(y).toBeCloseTo(30, 9);
  });
});
