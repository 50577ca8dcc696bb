import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { squareAround } from '../../../engine/visual/mesh-square.ts';

const random = createRandom('mesh');
/** Points on both sides of a vertical line, as far apart as in the mesh's pairs; the numbers are those of a face mesh. */
const rightHalf = [33, 133, 61, 234, 127, 70, 105, 172, 58, 93];
const leftHalf = [263, 362, 291, 454, 356, 300, 334, 397, 288, 323];
const mesh = Array.from({ length: 468 }, (): [number, number, number] => [
  240 + 50 * random.normal(),
  240 + 60 * random.normal(),
  0,
]);
rightHalf.forEach((point, at) => {
  const [away, y] = [20 + 30 * random.next(), 240 + 60 * random.normal()];
  mesh[point] = [240 - away, y, 0];
  mesh[leftHalf[at]!] = [240 + away, y, 0];
});

const moved = (change: (x: number, y: number) => [number, number]): typeof mesh =>
  mesh.map(([x, y, depth]) => [...change(x, y), depth]);

describe('the square around a face mesh', () => {
  const square = squareAround(mesh, 480);

  test('of an upright head is upright', () => {
    expect(square.angle).toBeCloseTo(0, 6);
    expect(square.side).toBeGreaterThan(250);
    expect(Math.abs(square.centreX - 240)).toBeLessThan(10);
  });

  test('moves and grows with the face', () => {
    const other = squareAround(
      moved((x, y) => [x + 30, y - 12]),
      480,
    );
    expect(other.centreX - square.centreX).toBeCloseTo(30, 6);
    expect(other.centreY - square.centreY).toBeCloseTo(-12, 6);
    expect(other.side).toBeCloseTo(square.side, 6);
    const double = squareAround(
      moved((x, y) => [2 * x, 2 * y]),
      960,
    );
    expect(double.side).toBeCloseTo(2 * square.side, 6);
  });

  test('turns with the head', () => {
    const [cosine, sine] = [Math.cos(0.3), Math.sin(0.3)];
    const tilted = squareAround(
      moved((x, y) => [cosine * x - sine * y, sine * x + cosine * y]),
      480,
    );
    expect(tilted.angle).toBeCloseTo(0.3, 6);
    expect(tilted.side).toBeCloseTo(square.side, 6);
    expect(tilted.centreX).toBeCloseTo(cosine * square.centreX - sine * square.centreY, 6);
    expect(tilted.centreY).toBeCloseTo(sine * square.centreX + cosine * square.centreY, 6);
  });

  test('hardly moves when each point is off by up to a pixel', () => {
    const noisy = squareAround(
      moved((x, y) => [x + 2 * random.next() - 1, y + 2 * random.next() - 1]),
      480,
    );
    expect(Math.abs(noisy.centreX - square.centreX)).toBeLessThan(0.2);
    expect(Math.abs(noisy.centreY - square.centreY)).toBeLessThan(0.2);
    expect(Math.abs(noisy.side / square.side - 1)).toBeLessThan(0.002);
  });
});
