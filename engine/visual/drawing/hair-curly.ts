import type { DrawHair } from './hair.ts';
import { drawCurls } from './curls.ts';
import type { Head } from './head.ts';
import { curve } from './sketch.ts';
import type { Point } from './sketch.ts';

/** A closed band: along the silhouette of the hair and back along the hairline and the face. */
function halo(
  head: Head,
  outer: readonly (readonly [number, number])[],
  inner: readonly (readonly [number, number])[],
): Point[] {
  const mirrored = (points: readonly (readonly [number, number])[]): Point[] => [
    ...[...points].reverse().map(([u, v]) => head.at(-u, v)),
    ...points.slice(1).map(([u, v]) => head.at(u, v)),
  ];
  return [...mirrored(outer), ...mirrored(inner).reverse()];
}

const hairEdge = (head: Head): readonly (readonly [number, number])[] => [
  [0, head.hairlineV],
  [0.3, head.hairlineV + 0.003],
  [0.58, head.hairlineV + 0.02],
  [0.8, head.hairlineV + 0.075],
  [0.9, head.hairlineV + 0.15],
  [0.945, head.hairlineV + 0.24],
];

/** A round halo of tight curls; close-cropped for men. */
export const afro: DrawHair = ({ features, head, sketch }, paint) => {
  const out =
    features.sex === 'male' ? 0.05 + features.hair.volume * 0.02 : 0.2 + features.hair.volume * 0.05;
  const low = features.sex === 'male' ? 0.5 : 0.72;
  const outer: [number, number][] = [
    [0, -out * 0.85],
    [0.42 + out * 0.3, -out * 0.7],
    [0.8 + out * 0.6, 0.03 - out * 0.1],
    [1.0 + out * 1.1, 0.2],
    [1.03 + out * 1.5, 0.37],
    [1.03 + out * 1.2, low - 0.06],
    [1.01 + out * 0.4, low],
  ];
  const inner = [...hairEdge(head), [0.96, low - 0.02] as const];
  const outline = halo(head, outer, inner);
  const centre = head.at(0, 0.28);
  const mass = {
    outline,
    radius: 4.2,
    centre,
    reach: head.height * 0.5,
    count: features.sex === 'male' ? 900 : 1500,
    bumps: 150,
  };
  return {
    back:
      features.sex === 'male'
        ? ''
        : drawCurls(
            sketch,
            {
              ...mass,
              outline: halo(head, outer, [
                [0, 0.3],
                [0.7, 0.4],
                [0.9, low],
              ]),
              tone: 'dark',
            },
            paint,
            `${features.detail}:afro-back`,
          ),
    shadows: [curve(outline, true)],
    front: drawCurls(sketch, mass, paint, `${features.detail}:afro`),
  };
};

/** Loose, larger curls: to the shoulders for women, above the ears for men. */
export const curls: DrawHair = ({ features, head, sketch }, paint) => {
  const male = features.sex === 'male';
  const out = (male ? 0.07 : 0.15) + features.hair.volume * 0.025;
  const outer: [number, number][] = male
    ? [
        [0, -out],
        [0.5, -out * 0.75],
        [0.86, 0.05],
        [1.06 + out * 0.5, 0.2],
        [1.07 + out * 0.4, 0.36],
        [1.03, 0.47],
      ]
    : [
        [0, -out * 0.7],
        [0.55, -out * 0.45],
        [0.98, 0.09],
        [1.18 + out * 0.5, 0.32],
        [1.3 + out, 0.6],
        [1.36 + out, 0.86],
        [1.3 + out, 1.1],
        [1.08, 1.2],
      ];
  const inner: readonly (readonly [number, number])[] = male
    ? [
        [0, head.hairlineV + 0.03],
        [0.4, head.hairlineV + 0.012],
        [0.74, head.hairlineV + 0.06],
        [0.9, head.hairlineV + 0.14],
        [0.955, 0.42],
      ]
    : [
        [0.0, head.hairlineV + 0.0],
        [0.4, head.hairlineV + 0.03],
        [0.76, head.hairlineV + 0.1],
        [0.92, 0.4],
        [0.98, 0.55],
        [0.97, 0.75],
        [0.92, 0.95],
        [0.86, 1.14],
      ];
  const outline = halo(head, outer, inner);
  const mass = {
    outline,
    radius: male ? 6.5 : 9,
    centre: head.at(0, male ? 0.25 : 0.5),
    reach: head.height * (male ? 0.45 : 0.75),
    count: male ? 520 : 900,
    bumps: male ? 90 : 130,
  };
  const behind = halo(head, outer, [
    [0, 0.3],
    [0.6, 0.6],
    [0.6, 1.1],
  ]);
  return {
    back: male
      ? ''
      : drawCurls(sketch, { ...mass, outline: behind, tone: 'dark' }, paint, `${features.detail}:curls-back`),
    shadows: [curve(outline, true)],
    front: drawCurls(sketch, mass, paint, `${features.detail}:curls`),
  };
};
