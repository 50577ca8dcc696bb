import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

/** The lines of the neck's cords, the collar bones and the side away from the light, with tone, width and opacity. */
const reliefs: readonly [
  tone: 'light' | 'shade' | 'deep',
  width: number,
  opacity: number,
  points: Point[],
][] = [
  [
    'deep',
    7,
    0.3,
    [
      [268, 440],
      [258, 480],
      [249, 512],
    ],
  ],
  [
    'shade',
    7,
    0.45,
    [
      [205, 440],
      [220, 480],
      [231, 512],
    ],
  ],
  [
    'light',
    8,
    0.5,
    [
      [222, 516],
      [190, 506],
      [140, 512],
    ],
  ],
  [
    'deep',
    6,
    0.25,
    [
      [224, 524],
      [190, 516],
      [140, 522],
    ],
  ],
  [
    'light',
    7,
    0.35,
    [
      [258, 516],
      [295, 507],
      [345, 514],
    ],
  ],
  [
    'deep',
    6,
    0.3,
    [
      [257, 524],
      [295, 517],
      [345, 524],
    ],
  ],
];
const farSide: readonly Point[] = [
  [330, 380],
  [286, 440],
  [300, 480],
  [400, 520],
  [400, 380],
];

/** Draws neck and shoulders, with the shadow of the head on them. */
export function drawNeck({ head, skin, sketch, features }: Sitting): string {
  const wide = head.half * (features.sex === 'male' ? 0.64 + features.face.jaw * 0.04 : 0.52);
  const contour = (side: number): Point[] => [
    [240 + side * wide, 350],
    [240 + side * (wide - 2), 425],
    [240 + side * (wide + 3), 462],
    [240 + side * (wide + 26), 492],
    [240 + side * (wide + 50), 508],
    [240 + side * (wide + 54), 600],
  ];
  const outline = curve([...contour(1), ...contour(-1).reverse()], true);
  const base = sketch.linear(
    [150, 430],
    [345, 470],
    [
      [0, skin.shade],
      [0.25, skin.base],
      [0.6, skin.base],
      [1, skin.shade],
    ],
  );
  const shadow = head.outline.map(([x, y]): Point => [x * 0.96 + 16, y + 26]);
  const relief =
    reliefs
      .map(([tone, width, opacity, points]) => line(curve(points), skin[tone], width, opacity))
      .join('') + ellipse([240, 518], 10, 9, skin.deep, 0.35);
  const shade = shape(curve(farSide, true), skin.deep, 0.4) + shape(curve(shadow, true), skin.deep, 0.75);
  return (
    shape(outline, base) +
    group(
      group(relief, { filter: sketch.blur(6, 'bust') }) + group(shade, { filter: sketch.blur(10, 'bust') }),
      { 'clip-path': sketch.clip(outline) },
    )
  );
}
