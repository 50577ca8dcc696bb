import { createRandom } from '../../foundation/random.ts';
import { sides } from './head.ts';
import type { Side } from './head.ts';
import type { HairTones } from './palette.ts';
import type { Sitting } from './skin.ts';
import { curve, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

function spine({ features, head }: Sitting, side: Side): Point[] {
  const { brows, sex } = features;
  const arch = (sex === 'female' ? 0.62 : 0.35) + brows.arch * 0.3;
  const rise = head.half * 0.07;
  const tilt = brows.angle * head.half * 0.04;
  const spread = head.eyeU - 0.455;
  return [
    [0.2, 0.32 - tilt / rise],
    [0.36, 0.05 - tilt / rise / 2],
    [0.55, -0.45 * arch - 0.1],
    [0.71, -0.62 * arch + tilt / rise / 2],
    [0.82, 0.3 + tilt / rise],
  ].map(([u, y]): Point => {
    const [x, baseY] = head.at(side * (u! + spread), head.browV);
    return [x, baseY + y! * rise + side * 0.7];
  });
}

/** Draws both brows: a soft shape and single hairs that point outwards. */
export function drawBrows(sitting: Sitting, hair: HairTones): string {
  const { features, sketch, head } = sitting;
  const random = createRandom(`${features.detail}:brows`);
  const male = features.sex === 'male';
  const thick = head.half * ((male ? 0.056 : 0.04) + features.brows.thickness * 0.015);
  const widths = [0.8, 1.05, 1, 0.72, 0.12].map((share) => share * thick);
  return sides
    .map((side) => {
      const points = spine(sitting, side);
      const top = points.map(([x, y], index): Point => [x, y - widths[index]! * 0.95]);
      const low = points.map(([x, y], index): Point => [x, y + widths[index]! * 0.85]);
      const body = `${curve(top)}${curve([...low].reverse()).replace(/^M/, 'L')}Z`;
      const hairs = Array.from({ length: 190 }, () => {
        const along = random.next() ** 0.9 * 3.8;
        const index = Math.floor(along);
        const share = along - index;
        const mix = (from: Point, to: Point): Point => [
          from[0] + (to[0] - from[0]) * share,
          from[1] + (to[1] - from[1]) * share,
        ];
        const [topX, topY] = mix(top[index]!, top[index + 1]!);
        const [lowX, lowY] = mix(low[index]!, low[index + 1]!);
        const across = random.next();
        const [x, y] = [lowX + (topX - lowX) * across, lowY + (topY - lowY) * across];
        const length = thick * (0.9 + random.next() * 0.8);
        // Hairs near the nose point upwards; further out they run along the brow.
        const lie = Math.min(1, 0.25 + along / 3.2);
        const drop = along > 2.4 ? 0.35 : -1 + lie * 0.9;
        const colour =
          random.next() < features.hair.grey * 0.5 ? hair.grey : random.next() < 0.5 ? hair.deep : hair.dark;
        const [endX, endY] = [x + side * length * lie, y + length * drop * 0.75];
        return line(
          `M${x} ${y}Q${x + side * length * lie * 0.4} ${y + length * drop * 0.55} ${endX} ${endY}`,
          colour,
          0.7,
          0.5,
        );
      }).join('');
      return group(shape(body, hair.dark, male ? 0.66 : 0.58), { filter: sketch.blur(1.8, 'eyes') }) + hairs;
    })
    .join('');
}
