import type { PortraitFeatures } from './features.ts';
import { sides } from './head.ts';
import type { Head } from './head.ts';
import type { SkinTones } from './palette.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point, Sketch } from './sketch.ts';

/** The input of every function that draws a part of one portrait. */
export interface Sitting {
  features: PortraitFeatures;
  head: Head;
  skin: SkinTones;
  sketch: Sketch;
}

/** Draws the ears, behind the face. */
export function drawEars({ head, skin, sketch }: Sitting): string {
  return sides
    .map((side) => {
      const places = (points: readonly Point[]): Point[] => points.map(([u, v]) => head.at(side * u, v));
      const outline = curve(places(earRim), true);
      const fill = sketch.linear(head.at(side * 1.12, 0.45), head.at(side * 0.95, 0.6), [
        [0, side < 0 ? skin.base : skin.shade],
        [0.6, skin.shade],
        [1, skin.deep],
      ]);
      const lobe = sketch.radial(head.at(side * 1.05, 0.63), 16, [
        [0, skin.blush, 0.5],
        [1, skin.blush, 0],
      ]);
      const hollow = sketch.radial(head.at(side * 1.02, 0.55), 15, [
        [0, skin.deep, 0.75],
        [1, skin.deep, 0],
      ]);
      const fold = line(curve(places(earFold)), skin.deep, 2, 0.4);
      return shape(outline, fill) + shape(outline, lobe) + shape(outline, hollow) + fold;
    })
    .join('');
}

const earRim: readonly Point[] = [
  [0.95, 0.47],
  [1.02, 0.435],
  [1.105, 0.455],
  [1.12, 0.52],
  [1.085, 0.59],
  [1.045, 0.65],
  [0.98, 0.665],
  [0.94, 0.62],
];
const earFold: readonly Point[] = [
  [1.0, 0.475],
  [1.06, 0.475],
  [1.075, 0.53],
  [1.03, 0.59],
  [1.01, 0.62],
];

/** Draws the face without eyes, nose and mouth: base colour, planes of light and shade, warmth. */
export function drawFace(sitting: Sitting): string {
  const { head, skin, sketch } = sitting;
  const outline = curve(head.outline, true);
  const [x, y] = head.at(-0.28, 0.42);
  const base = sketch.radial([x, y], head.height * 0.72, [
    [0, skin.light],
    [0.38, skin.base],
    [0.78, skin.base],
    [1, skin.shade],
  ]);
  const farSide = curve([
    head.at(1.15, 0.1),
    head.at(0.86, 0.3),
    head.at(0.88, 0.5),
    head.at(0.7, 0.66),
    head.at(0.56, 0.82),
    head.at(0.25, 0.97),
    head.at(0.6, 1.1),
    head.at(1.3, 0.8),
  ]);
  const planes = line(outline, skin.shade, 34, 0.75) + shape(farSide, skin.deep, 0.42);
  const soft = (content: string, blur: number): string =>
    group(content, { filter: sketch.blur(blur, 'head') });
  // The grain blends only with layers of its own group, so the base is drawn in that group.
  return group(
    shape(outline, base) +
      soft(planes, 14) +
      soft(hollows(sitting) + lights(sitting), 11.5) +
      soft(accents(sitting), 6) +
      sketch.grain(0.55, 0.13, 'head'),
    { 'clip-path': sketch.clip(outline) },
  );
}

function lights({ head, skin, features }: Sitting): string {
  const { half } = head;
  const round = 1 + features.face.cheeks * 0.15;
  const flush = features.sex === 'male' ? 0.28 : 0.4;
  const cheeks = sides.map((side) =>
    ellipse(head.at(side * 0.62, 0.66), half * 0.27 * round, half * 0.19, skin.blush, flush),
  );
  return (
    cheeks.join('') +
    ellipse(head.at(0, 0.69), half * 0.17, half * 0.14, skin.blush, 0.4) +
    ellipse(head.at(-0.3, 0.3), half * 0.42, half * 0.3, skin.light, 0.75) +
    ellipse(head.at(-0.6, 0.6), half * 0.22, half * 0.15, skin.light, 0.8, -24) +
    ellipse(head.at(0.5, 0.6), half * 0.16, half * 0.11, skin.light, 0.5, 24) +
    ellipse(head.at(-0.08, 0.935), half * 0.17, half * 0.12, skin.light, 0.6)
  );
}

function hollows({ head, skin, features }: Sitting): string {
  const { half } = head;
  const lean = Math.max(0.3, 0.7 - features.face.cheeks * 0.4);
  return sides
    .map((side) => {
      const depth = lean * (side < 0 ? 0.6 : 1);
      return (
        ellipse(head.at(side * 0.93, 0.42), half * 0.13, half * 0.28, skin.shade, 0.5) +
        ellipse(head.at(side * 0.7, 0.765), half * 0.12, half * 0.3, skin.shade, depth, side * 28)
      );
    })
    .join('');
}

/** Draws narrow lights on the bones, and the shade under the chin. */
function accents({ head, skin, features }: Sitting): string {
  const { half } = head;
  const bare = features.hair.style === 'bald' || features.hair.style === 'receding';
  const chin = [
    head.at(-0.3, 0.985),
    head.at(0, 1.0),
    head.at(0.4, 0.96),
    head.at(0.3, 1.05),
    head.at(-0.3, 1.05),
  ];
  return (
    ellipse(head.at(-0.36, 0.29), half * 0.2, half * 0.1, skin.shine, 0.35, -12) +
    ellipse(head.at(-0.65, 0.585), half * 0.13, half * 0.05, skin.shine, 0.4, -28) +
    (bare ? ellipse(head.at(-0.3, 0.13), half * 0.26, half * 0.13, skin.shine, 0.5, -18) : '') +
    shape(curve(chin, true), skin.deep, 0.5)
  );
}
