import type { PortraitFeatures } from './features.ts';
import type { Point } from './sketch.ts';

/** A side of the picture: -1 is left, where the light comes from, and 1 is right. */
export type Side = -1 | 1;
export const sides: readonly Side[] = [-1, 1];

/**
 * The geometry of a head. `at(u, v)` turns head coordinates into a point of the portrait: u is -1..1 from temple to
 * temple, v is 0 at the crown and 1 at the chin. The turn of the head moves points near the nose more than points near
 * the ears.
 */
export interface Head {
  /** Half of the head's width, and its height, in portrait units. */
  half: number;
  height: number;
  at(u: number, v: number): Point;
  hairlineV: number;
  browV: number;
  eyeV: number;
  noseV: number;
  mouthV: number;
  eyeU: number;
  /** Outline of the face on one side from crown to chin, in head coordinates (u positive). */
  contour: readonly Point[];
  /** The whole closed outline, clockwise from the crown. */
  outline: readonly Point[];
  /** The half width of the contour at a height, in u. */
  reach(v: number): number;
  /** The height (v) of the skull's upper contour at u; beyond the temples it is the height of the temples. */
  dome(u: number): number;
}

function contourOf({ face, sex, ageYears }: PortraitFeatures): Point[] {
  const square = face.jaw * 0.065 + (sex === 'male' ? 0.04 : -0.03);
  const full = face.cheeks * 0.032;
  // After fifty the cheeks sink and the jaw softens.
  const sunk = Math.max(0, ageYears - 45) / 20;
  const chin = face.chin * 0.06 + (sex === 'male' ? 0.05 : 0);
  return [
    [0, 0],
    [0.42, 0.025],
    [0.77, 0.115],
    [0.95, 0.25],
    [1, 0.4],
    [0.985 + full * 0.4, 0.53],
    [0.94 + full, 0.64],
    [0.855 + full + square * 0.9 - sunk * 0.015, 0.745],
    [0.725 + full * 0.6 + square * 1.25 + sunk * 0.02, 0.84],
    [0.51 + square * 1.05 + chin * 0.3 + sunk * 0.02, 0.925],
    [0.27 + square * 0.4 + chin, 0.98],
    [0, 1],
  ];
}

/** Measures a head from its features: proportions of adults, moved by each feature. */
export function measureHead(features: PortraitFeatures): Head {
  const { face, sex, pose, eyes, brows, nose } = features;
  const male = sex === 'male';
  const half = (male ? 101 : 96) * (1 + face.width * 0.07);
  const height = (male ? 306 : 292) * (1 + face.length * 0.05);
  const crownY = 414 - height + (male ? 6 : 0) + face.length * 6;
  const at = (u: number, v: number): Point => {
    const depth = Math.sqrt(Math.max(0, 1 - u * u)) * Math.sin(Math.PI * Math.min(1, Math.max(0, v)) ** 0.8);
    return [240 + half * (u + pose.turn * 0.1 * depth), crownY + v * height];
  };
  const contour = contourOf(features);
  const right = contour.map(([u, v]) => at(u, v));
  // A real face is not symmetric, so one side is a little fuller.
  const left = contour.slice(1, -1).map(([u, v]) => at(-u * (1 + pose.turn * 0.012), v));
  const eyeV = 0.512;
  const reach = (v: number): number => {
    const below = contour.findIndex(([, height]) => height >= v);
    if (below <= 0) return v <= 0 ? 0 : contour.at(-2)![0];
    const [fromU, fromV] = contour[below - 1]!;
    const [toU, toV] = contour[below]!;
    return fromU + ((toU - fromU) * (v - fromV)) / (toV - fromV);
  };
  return {
    half,
    height,
    at,
    hairlineV: male ? 0.19 : 0.195,
    browV: eyeV - 0.088 - brows.height * 0.008 + (male ? 0.01 : 0),
    eyeV,
    noseV: 0.712 + nose.length * 0.013,
    mouthV: 0.812 + nose.length * 0.006,
    eyeU: 0.446 + eyes.spacing * 0.02,
    contour,
    outline: [...right, ...left.reverse()],
    reach,
    dome: (u) => 0.4 - 0.4 * Math.max(0, 1 - Math.abs(u) ** 2.3) ** (1 / 2.3),
  };
}
