import { drawCurls } from './curls.ts';
import type { CurlMass } from './curls.ts';
import type { DrawHair } from './hairdo.ts';
import type { Head } from './head.ts';
import { curve } from './sketch.ts';
import type { Point } from './sketch.ts';

type Edge = readonly (readonly [u: number, v: number])[];

/** A closed band: along the silhouette of the hair and back along the hairline and the face. */
function band(head: Head, outer: Edge, inner: Edge): Point[] {
  const mirrored = (points: Edge): Point[] => [
    ...[...points].reverse().map(([u, v]) => head.at(-u, v)),
    ...points.slice(1).map(([u, v]) => head.at(u, v)),
  ];
  return [...mirrored(outer), ...mirrored(inner).reverse()];
}

/** A round silhouette around the skull's middle: from the top, clockwise, down to `low` degrees below level. */
function roundEdge(wide: number, high: number, centreV: number, low: number): [number, number][] {
  const steps = 12;
  return Array.from({ length: steps + 1 }, (_, index) => {
    const angle = ((90 - ((90 + low) * index) / steps) * Math.PI) / 180;
    return [Math.cos(angle) * wide, centreV - Math.sin(angle) * high];
  });
}

const hairEdge = (head: Head): Edge => [
  [0, head.hairlineV],
  [0.3, head.hairlineV + 0.003],
  [0.58, head.hairlineV + 0.02],
  [0.8, head.hairlineV + 0.075],
  [0.9, head.hairlineV + 0.15],
  [0.945, head.hairlineV + 0.24],
];

/** A round mass of tight curls; short for men. */
export const afro: DrawHair = ({ features, head }, paint) => {
  const male = features.sex === 'male';
  const { volume } = features.hair;
  const outer = male
    ? roundEdge(1.07 + volume * 0.03, 0.43 + volume * 0.015, 0.37, 22)
    : roundEdge(1.42 + volume * 0.1, 0.5 + volume * 0.035, 0.34, 40);
  const low = outer.at(-1)![1];
  const edge: Edge = [...hairEdge(head), [0.96, low - 0.01]];
  const mass: CurlMass = {
    outline: band(head, outer, edge),
    radius: male ? 3.6 : 4.4,
    centre: head.at(0, 0.3),
    reach: head.height * 0.48,
    count: male ? 1000 : 1700,
    bumps: male ? 120 : 190,
  };
  const behind = band(head, outer, [
    [0, 0.3],
    [0.7, 0.4],
    [0.9, low],
  ]);
  return {
    back: male
      ? ''
      : drawCurls({ ...mass, outline: behind, tone: 'dark' }, paint, `${features.detail}:behind`),
    shadows: [curve(mass.outline, true)],
    front: drawCurls(mass, paint, `${features.detail}:afro`),
  };
};

const shortCurls = (head: Head, volume: number): [outer: Edge, inner: Edge] => [
  roundEdge(1.08 + volume * 0.03, 0.46 + volume * 0.02, 0.37, 14),
  [
    [0, head.hairlineV + 0.03],
    [0.4, head.hairlineV + 0.012],
    [0.74, head.hairlineV + 0.06],
    [0.9, head.hairlineV + 0.14],
    [0.955, 0.46],
  ],
];

const longCurls = (head: Head, volume: number): [outer: Edge, inner: Edge] => {
  const wide = 1.3 + volume * 0.07;
  return [
    [
      ...roundEdge(wide, 0.5 + volume * 0.02, 0.4, 10),
      [wide * 1.08, 0.72],
      [wide * 1.08, 0.95],
      [wide * 0.98, 1.14],
      [wide * 0.8, 1.22],
    ],
    [
      [0, head.hairlineV],
      [0.4, head.hairlineV + 0.03],
      [0.76, head.hairlineV + 0.1],
      [0.92, 0.4],
      [0.97, 0.55],
      [0.95, 0.75],
      [0.9, 0.95],
      [0.84, 1.15],
    ],
  ];
};

/** Loose, larger curls: to the shoulders for women, above the ears for men. */
export const curls: DrawHair = ({ features, head }, paint) => {
  const male = features.sex === 'male';
  const [outer, inner] = (male ? shortCurls : longCurls)(head, features.hair.volume);
  const mass: CurlMass = {
    outline: band(head, outer, inner),
    radius: male ? 6 : 8,
    centre: head.at(0, male ? 0.25 : 0.5),
    reach: head.height * (male ? 0.45 : 0.75),
    count: male ? 620 : 1150,
    bumps: male ? 100 : 170,
  };
  const behind = band(head, outer, [
    [0, 0.3],
    [0.6, 0.6],
    [0.6, 1.1],
  ]);
  return {
    back: male
      ? ''
      : drawCurls({ ...mass, outline: behind, tone: 'dark' }, paint, `${features.detail}:behind`),
    shadows: [curve(mass.outline, true)],
    front: drawCurls(mass, paint, `${features.detail}:curls`),
  };
};
