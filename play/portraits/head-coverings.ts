import { createRandom } from '../../foundation/random.ts';
import { hex } from './colour.ts';
import type { PortraitFeatures } from './features.ts';
import type { DrawHair } from './hairdo.ts';
import type { Head } from './head.ts';
import { curve, group, line, shape } from './sketch.ts';
import type { Point, Sketch } from './sketch.ts';

interface Cloth {
  base: string;
  light: string;
  shade: string;
  deep: string;
}

/** The colours of a fabric: a hue from the seed, away from extremes of lightness. */
function clothOf(features: PortraitFeatures): Cloth {
  const random = createRandom(`${features.detail}:cloth`);
  const hue = random.next() * 360;
  const lightness = 0.42 + random.next() * 0.34;
  const chroma = 0.03 + random.next() * 0.06;
  const tone = (factor: number): string =>
    hex({ lightness: Math.min(0.96, lightness * factor), chroma, hue });
  return { base: tone(1), light: tone(1.2), shade: tone(0.76), deep: tone(0.5) };
}

interface Fold {
  points: readonly Point[];
  width: number;
}

/** Cloth inside an outline: soft shaded folds, each with its lit edge. */
function drape(sketch: Sketch, outline: string, cloth: Cloth, folds: readonly Fold[]): string {
  const fill = sketch.linear(
    [110, 90],
    [380, 480],
    [
      [0, cloth.light],
      [0.4, cloth.base],
      [1, cloth.shade],
    ],
  );
  const dark = folds.map(({ points, width }) => line(curve(points), cloth.deep, width, 0.5)).join('');
  const lit = folds
    .map(({ points, width }) =>
      line(
        curve(points.map(([x, y]): Point => [x - width * 0.75, y - width * 0.6])),
        cloth.light,
        width * 0.8,
        0.65,
      ),
    )
    .join('');
  const crisp = folds.map(({ points }) => line(curve(points), cloth.deep, 1.1, 0.45)).join('');
  return (
    shape(outline, fill) +
    group(
      group(line(outline, cloth.deep, 16, 0.45), { filter: sketch.blur(9) }) +
        group(dark + lit, { filter: sketch.blur(3.5) }) +
        group(crisp, { filter: sketch.blur(0.7) }),
      { 'clip-path': sketch.clip(outline) },
    )
  );
}

const placed = (head: Head, points: readonly Point[]): Point[] => points.map(([u, v]) => head.at(u, v));

// Clockwise from the top, in head coordinates.
const scarfOpening: readonly Point[] = [
  [0, 0.14],
  [0.45, 0.165],
  [0.78, 0.27],
  [0.915, 0.42],
  [0.915, 0.6],
  [0.8, 0.79],
  [0.56, 0.95],
  [0.25, 1.035],
  [0, 1.05],
  [-0.25, 1.035],
  [-0.56, 0.95],
  [-0.8, 0.79],
  [-0.915, 0.6],
  [-0.915, 0.42],
  [-0.78, 0.27],
  [-0.45, 0.165],
];
const scarfEdge: readonly Point[] = [
  [0, -0.06],
  [0.5, -0.035],
  [0.92, 0.08],
  [1.14, 0.3],
  [1.18, 0.55],
  [1.12, 0.82],
  [1.15, 1.05],
  [1.45, 1.22],
  [2.2, 1.36],
  [2.6, 1.9],
  [-2.6, 1.9],
  [-2.2, 1.36],
  [-1.45, 1.22],
  [-1.15, 1.05],
  [-1.12, 0.82],
  [-1.18, 0.55],
  [-1.14, 0.3],
  [-0.92, 0.08],
  [-0.5, -0.035],
];
const scarfFolds: readonly Fold[] = [
  {
    points: [
      [-0.5, 0.1],
      [-0.95, 0.28],
      [-1.03, 0.55],
      [-0.9, 0.85],
      [-0.5, 1.06],
    ],
    width: 7,
  },
  {
    points: [
      [0.5, 0.1],
      [0.95, 0.28],
      [1.03, 0.55],
      [0.9, 0.85],
      [0.5, 1.06],
    ],
    width: 7,
  },
  {
    points: [
      [0.95, 0.8],
      [0.6, 1.03],
      [0.1, 1.13],
      [-0.5, 1.1],
      [-1.1, 1.02],
    ],
    width: 9,
  },
  {
    points: [
      [1.05, 0.9],
      [0.7, 1.14],
      [0.1, 1.26],
      [-0.6, 1.24],
      [-1.3, 1.16],
    ],
    width: 10,
  },
  {
    points: [
      [1.1, 1.0],
      [0.8, 1.26],
      [0.2, 1.42],
      [-0.6, 1.45],
      [-1.5, 1.36],
    ],
    width: 11,
  },
  {
    points: [
      [1.2, 1.15],
      [1.0, 1.36],
      [0.6, 1.6],
      [0.3, 1.8],
    ],
    width: 10,
  },
  {
    points: [
      [0.1, -0.03],
      [0.6, 0.03],
      [0.98, 0.2],
      [1.12, 0.45],
    ],
    width: 6,
  },
];

/** A scarf around face, neck and shoulders. */
export const headscarf: DrawHair = ({ features, head, sketch }) => {
  const cloth = clothOf(features);
  const opening = placed(head, scarfOpening);
  const edge = curve(placed(head, scarfEdge), true);
  // With the opposite direction of points, the SVG fill rule leaves the opening empty.
  const hole = curve([...opening].reverse(), true);
  const folds = scarfFolds.map(({ points, width }) => ({ points: placed(head, points), width }));
  const under = line(curve([...opening.slice(13), ...opening.slice(0, 4)]), cloth.deep, 5, 0.8);
  return {
    back: shape(edge, cloth.deep),
    shadows: [`M0 0H480V600H0Z ${hole}`],
    front: under + drape(sketch, `${edge} ${hole}`, cloth, folds),
  };
};

/** Wrapped cloth high over the hairline, ears free, with a knot. */
export const headwrap: DrawHair = ({ features, head, sketch }) => {
  const cloth = clothOf(features);
  const p = head.at;
  const outline = curve(
    placed(head, [
      [-1.03, 0.36],
      [-1.1, 0.18],
      [-0.98, -0.02],
      [-0.62, -0.17],
      [-0.05, -0.23],
      [0.55, -0.18],
      [0.98, -0.02],
      [1.1, 0.18],
      [1.03, 0.36],
      [0.88, 0.26],
      [0.5, 0.175],
      [0, 0.15],
      [-0.5, 0.175],
      [-0.88, 0.26],
    ]),
    true,
  );
  const folds: Fold[] = [
    { points: [p(-1.02, 0.3), p(-0.5, 0.1), p(0.1, 0.04), p(0.6, 0.02), p(1.0, 0.02)], width: 7 },
    { points: [p(-1.06, 0.2), p(-0.6, 0.0), p(0, -0.06), p(0.6, -0.07), p(0.9, -0.07)], width: 8 },
    { points: [p(1.02, 0.3), p(0.6, 0.13), p(0.1, 0.08), p(-0.3, 0.085)], width: 7 },
    { points: [p(-0.96, 0.06), p(-0.5, -0.09), p(0.1, -0.15), p(0.6, -0.14)], width: 7 },
  ];
  const knot = curve(
    placed(head, [
      [0.1, -0.15],
      [0.3, -0.25],
      [0.58, -0.26],
      [0.72, -0.16],
      [0.55, -0.07],
      [0.28, -0.06],
    ]),
    true,
  );
  const knotFolds: Fold[] = [{ points: [p(0.18, -0.15), p(0.4, -0.19), p(0.66, -0.18)], width: 6 }];
  return {
    back: '',
    shadows: [outline],
    front: drape(sketch, outline, cloth, folds) + drape(sketch, knot, cloth, knotFolds),
  };
};

/** A wound turban with its bands meeting over the forehead. */
export const turban: DrawHair = ({ features, head, sketch }) => {
  const cloth = clothOf(features);
  const p = head.at;
  const outline = curve(
    placed(head, [
      [-1.02, 0.44],
      [-1.16, 0.24],
      [-1.12, 0.02],
      [-0.82, -0.14],
      [-0.3, -0.2],
      [0.3, -0.2],
      [0.82, -0.14],
      [1.12, 0.02],
      [1.16, 0.24],
      [1.02, 0.44],
      [0.94, 0.33],
      [0.66, 0.25],
      [0.3, 0.19],
      [0, 0.155],
      [-0.3, 0.19],
      [-0.66, 0.25],
      [-0.94, 0.33],
    ]),
    true,
  );
  const bands = [0, 1, 2, 3, 4].flatMap((step): Fold[] => {
    const rise = step * 0.062;
    return [
      {
        points: [
          p(-1.12, 0.32 - rise),
          p(-0.7, 0.185 - rise),
          p(-0.25, 0.1 - rise * 0.95),
          p(0.1 + step * 0.04, 0.045 - rise * 0.8),
        ],
        width: 6,
      },
      {
        points: [
          p(1.12, 0.32 - rise),
          p(0.7, 0.185 - rise),
          p(0.25, 0.1 - rise * 0.95),
          p(-0.02 + step * 0.03, 0.06 - rise * 0.8),
        ],
        width: 6,
      },
    ];
  });
  return { back: '', shadows: [outline], front: drape(sketch, outline, cloth, bands) };
};
