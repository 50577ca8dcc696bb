import { sides } from './head.ts';
import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

interface Nose {
  /** From u and the height above (negative) or below the nose's base, both in head coordinates. */
  place(u: number, v: number): Point;
  /** Half widths at the nostrils and at the bridge, in u. */
  wing: number;
  bridge: number;
  half: number;
}

/** Draws the nose: planes of the bridge, tip, wings, nostrils and the shadow below. */
export function drawNose(sitting: Sitting): string {
  const { features, head, sketch } = sitting;
  const { nose, sex, skin } = features;
  const measured: Nose = {
    place: (u, v) => head.at(u, head.noseV + v),
    wing: 0.232 + nose.width * 0.05 + (sex === 'male' ? 0.025 : 0) + skin.depth * 0.02,
    bridge: 0.088 + nose.bridge * 0.022 + nose.width * 0.008,
    half: head.half,
  };
  const soft = (content: string, blur: number): string =>
    group(content, { filter: sketch.blur(blur, 'head') });
  return (
    soft(drawPlanes(sitting, measured), 4.6) +
    soft(drawUnderside(sitting, measured) + drawTip(sitting, measured), 3) +
    soft(drawNostrils(sitting, measured), 1)
  );
}

function drawPlanes({ features, skin }: Sitting, { place, wing, bridge, half }: Nose): string {
  const slope = (side: number): string =>
    curve(
      [
        place(side * bridge * 1.2, -0.25),
        place(side * bridge, -0.17),
        place(side * (bridge + 0.015), -0.1),
        place(side * wing * 0.82, -0.035),
        place(side * wing, -0.005),
        place(side * wing * 1.25, 0),
        place(side * (wing + 0.07), -0.06),
        place(side * (bridge + 0.12), -0.16),
        place(side * (bridge + 0.1), -0.24),
      ],
      true,
    );
  const ridge = [
    place(-0.02, -0.25),
    place(-0.025 + features.nose.bridge * 0.01, -0.15),
    place(-0.02, -0.06),
  ];
  return (
    shape(slope(1), skin.deep, 0.4) +
    shape(slope(-1), skin.shade, 0.5) +
    line(curve(ridge), skin.light, half * 0.085, 0.85)
  );
}

function drawUnderside({ skin }: Sitting, { place, wing, half }: Nose): string {
  const underside = curve(
    [
      place(-wing * 0.86, -0.008),
      place(-wing * 0.4, 0.003),
      place(0, 0.018),
      place(wing * 0.4, 0.003),
      place(wing * 0.92, -0.008),
      place(wing * 0.5, 0.028),
      place(0, 0.04),
      place(-wing * 0.5, 0.026),
    ],
    true,
  );
  return (
    shape(underside, skin.deep, 0.75) +
    ellipse(place(0.05, 0.045), half * 0.16, half * 0.045, skin.deep, 0.35)
  );
}

function drawTip({ features, skin }: Sitting, { place, half }: Nose): string {
  const tip = 1 + features.nose.tip * 0.2;
  return (
    ellipse(place(-0.01, -0.032), half * 0.1 * tip, half * 0.085 * tip, skin.light, 0.65) +
    ellipse(place(-0.04, -0.042), half * 0.042, half * 0.034, skin.shine, 0.8) +
    line(curve([place(-0.028, -0.2), place(-0.03, -0.1)]), skin.shine, 3, 0.4)
  );
}

function drawNostrils({ skin }: Sitting, { place, wing }: Nose): string {
  const details = sides.map((side) => {
    const q = (u: number, v: number): Point => place(side * u, v);
    const ala = [
      q(wing * 0.86, -0.052),
      q(wing * 1.02, -0.03),
      q(wing * 1.02, -0.004),
      q(wing * 0.82, 0.008),
    ];
    const nostril = [
      q(wing * 0.22, 0.012),
      q(wing * 0.42, -0.004),
      q(wing * 0.68, 0),
      q(wing * 0.62, 0.01),
      q(wing * 0.38, 0.014),
    ];
    return (
      line(curve(ala), skin.deep, 2, side > 0 ? 0.6 : 0.45) + shape(curve(nostril, true), skin.darkest, 0.78)
    );
  });
  const ball = [
    place(-wing * 0.42, -0.006),
    place(-wing * 0.2, 0.012),
    place(0, 0.018),
    place(wing * 0.22, 0.012),
    place(wing * 0.44, -0.006),
  ];
  return details.join('') + line(curve(ball), skin.deep, 1.6, 0.5);
}
