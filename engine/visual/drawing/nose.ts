import { sides } from './head.ts';
import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

/** The nose: planes of the bridge, tip, wings, nostrils and the shadow below. */
export function drawNose({ features, head, skin, sketch }: Sitting): string {
  const { nose, sex } = features;
  const wing = 0.232 + nose.width * 0.05 + (sex === 'male' ? 0.025 : 0) + features.skin.depth * 0.02;
  const bridge = 0.088 + nose.bridge * 0.022 + nose.width * 0.008;
  const tip = 1 + nose.tip * 0.2;
  const base = head.noseV;
  const p = (u: number, v: number): Point => head.at(u, base + v);
  const slope = (side: number): string =>
    curve(
      [
        p(side * bridge * 1.2, -0.25),
        p(side * bridge * 1.0, -0.17),
        p(side * (bridge + 0.015), -0.1),
        p(side * wing * 0.82, -0.035),
        p(side * wing, -0.005),
        p(side * wing * 1.25, 0.0),
        p(side * (wing + 0.07), -0.06),
        p(side * (bridge + 0.12), -0.16),
        p(side * (bridge + 0.1), -0.24),
      ],
      true,
    );
  const planes = group(shape(slope(1), skin.deep, 0.36) + shape(slope(-1), skin.shade, 0.45), {
    filter: sketch.blur(5, 'head'),
  });
  const ridge = group(
    line(
      curve([p(-0.02, -0.25), p(-0.025 + nose.bridge * 0.01, -0.15), p(-0.02, -0.06)]),
      skin.light,
      head.half * 0.085,
      0.8,
    ) + ellipse(p(-0.01, -0.032), head.half * 0.1 * tip, head.half * 0.085 * tip, skin.light, 0.65),
    { filter: sketch.blur(4, 'head') },
  );
  const gleam = group(
    ellipse(p(-0.04, -0.042), head.half * 0.04, head.half * 0.032, skin.shine, 0.75) +
      line(curve([p(-0.028, -0.2), p(-0.03, -0.1)]), skin.shine, 3, 0.35),
    { filter: sketch.blur(2.2, 'head') },
  );
  const under = group(
    shape(
      curve(
        [
          p(-wing * 0.86, -0.008),
          p(-wing * 0.4, 0.003),
          p(0, 0.018),
          p(wing * 0.4, 0.003),
          p(wing * 0.92, -0.008),
          p(wing * 0.5, 0.028),
          p(0, 0.04),
          p(-wing * 0.5, 0.026),
        ],
        true,
      ),
      skin.deep,
      0.75,
    ) + ellipse(p(0.05, 0.045), head.half * 0.16, head.half * 0.045, skin.deep, 0.35),
    { filter: sketch.blur(3.2, 'head') },
  );
  const details = sides
    .map((side) => {
      const q = (u: number, v: number): Point => p(side * u, v);
      const ala = curve([
        q(wing * 0.86, -0.052),
        q(wing * 1.02, -0.03),
        q(wing * 1.02, -0.004),
        q(wing * 0.82, 0.008),
      ]);
      const nostril = curve(
        [
          q(wing * 0.22, 0.012),
          q(wing * 0.42, -0.004),
          q(wing * 0.68, 0.0),
          q(wing * 0.62, 0.01),
          q(wing * 0.38, 0.014),
        ],
        true,
      );
      return (
        group(line(ala, skin.deep, 2, side > 0 ? 0.6 : 0.45), { filter: sketch.blur(1.2, 'head') }) +
        group(shape(nostril, skin.darkest, 0.78), { filter: sketch.blur(0.9, 'head') })
      );
    })
    .join('');
  const ball = group(
    line(
      curve([
        p(-wing * 0.42, -0.006),
        p(-wing * 0.2, 0.012),
        p(0, 0.018),
        p(wing * 0.22, 0.012),
        p(wing * 0.44, -0.006),
      ]),
      skin.deep,
      1.6,
      0.5,
    ),
    { filter: sketch.blur(1, 'head') },
  );
  return planes + under + ridge + gleam + details + ball;
}
