import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

interface Lips {
  /** From shares of the mouth's half width, and heights (v) from its middle. */
  place(u: number, v: number): Point;
  /** Heights of the lips and of the corners, in v. */
  upper: number;
  lower: number;
  lift: number;
  seam: Point[];
  bow: Point[];
  bowl: Point[];
}

function shapeLips({ features, head }: Sitting): Lips {
  const { mouth, sex, ageYears } = features;
  const wide = 0.37 + mouth.width * 0.045 + (sex === 'male' ? 0.015 : 0);
  const thin = 1 - Math.max(0, ageYears - 40) / 80;
  const upper = (sex === 'male' ? 0.026 : 0.033) * (1 + mouth.upper * 0.42) * thin;
  const lower = (sex === 'male' ? 0.037 : 0.045) * (1 + mouth.lower * 0.36) * thin;
  const lift = 0.002 + (mouth.smile + 1) * 0.0055;
  const place = (u: number, v: number): Point => head.at(u * wide, head.mouthV + v + (u > 0 ? -0.0015 : 0));
  /** A line over half the mouth, and its mirror image: corner first, middle last. */
  const across = (points: readonly Point[]): Point[] => [
    ...points.map(([u, v]) => place(-u, v)),
    ...[...points]
      .reverse()
      .slice(1)
      .map(([u, v]) => place(u, v)),
  ];
  const corner: Point = [1, -lift];
  return {
    place,
    upper,
    lower,
    lift,
    seam: across([corner, [0.55, -0.001], [0.2, 0.001], [0, 0.005]]),
    bow: across([corner, [0.6, -upper * 0.62], [0.22, -upper], [0, -upper * 0.78]]),
    bowl: across([corner, [0.62, lower * 0.66], [0.3, lower * 0.98], [0, lower * 1.04]]),
  };
}

/** Draws closed lips, with the light on them and the shadow below. */
export function drawMouth(sitting: Sitting): string {
  const { features, head, skin, sketch } = sitting;
  const { place: m, upper, lower, lift, seam, bow, bowl } = shapeLips(sitting);
  const top = curve(bow) + curve([...seam].reverse()).replace(/^M/, 'L') + 'Z';
  const bottom = curve(seam) + curve([...bowl].reverse()).replace(/^M/, 'L') + 'Z';
  const topFill = sketch.linear(m(0, -upper), m(0, 0.006), [
    [0, skin.lip],
    [0.55, skin.lip],
    [1, skin.lipDeep],
  ]);
  const bottomFill = sketch.linear(m(0, 0), m(0, lower), [
    [0, skin.lipDeep],
    [0.25, skin.lip],
    [0.75, skin.lip],
    [1, skin.lipDeep],
  ]);
  const bearded = features.beard !== 'none' && features.beard !== 'stubble';
  const opacity = features.sex === 'female' || bearded ? 0.94 : 0.72;
  const { half } = head;
  const around =
    ellipse(m(0.08, lower + 0.028), half * 0.2, half * 0.05, skin.deep, 0.5) +
    ellipse(m(-1.08, -lift), half * 0.055, half * 0.06, skin.deep, 0.4) +
    ellipse(m(1.08, -lift), half * 0.055, half * 0.06, skin.deep, 0.5) +
    line(curve([m(0.02, -upper - 0.05), m(0.02, -upper - 0.008)]), skin.deep, 5, 0.3) +
    line(curve([m(-0.17, -upper - 0.045), m(-0.2, -upper - 0.006)]), skin.light, 5, 0.6);
  const border = line(curve(bow.slice(1, -1)), skin.light, 1.8, 0.3);
  const gleam =
    ellipse(m(-0.22, lower * 0.5), half * 0.1, half * 0.03, skin.lipLight, 0.75) +
    ellipse(m(0.25, lower * 0.52), half * 0.07, half * 0.022, skin.lipLight, 0.45) +
    ellipse(m(-0.2, -upper * 0.72), half * 0.06, half * 0.012, skin.lipLight, 0.35);
  const lips = shape(top, topFill, opacity) + shape(bottom, bottomFill, opacity * 0.95);
  const opening =
    line(curve(seam), skin.darkest, 2.4, 0.25) +
    line(curve(seam), skin.darkest, 1.3, 0.65) +
    ellipse(m(-0.99, -lift), 1.8, 1.2, skin.darkest, 0.3) +
    ellipse(m(0.99, -lift), 1.8, 1.2, skin.darkest, 0.3);
  const soft = (content: string, blur: number): string =>
    group(content, { filter: sketch.blur(blur, 'mouth') });
  return (bearded ? '' : soft(around, 3.6)) + soft(lips + border, 0.7) + soft(gleam, 2.2) + opening;
}
