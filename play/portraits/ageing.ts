import { createRandom } from '../../foundation/random.ts';
import { sides } from './head.ts';
import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line } from './sketch.ts';
import type { Point } from './sketch.ts';

/** The marks of age and sun: lines from an age of about thirty, freckles, a few spots. */
export function drawMarks(sitting: Sitting): string {
  return drawFolds(sitting) + drawForehead(sitting) + drawFreckles(sitting);
}

function drawFolds({ features, head, skin, sketch }: Sitting): string {
  const age = Math.max(4, features.ageYears - 24) / 38;
  const smile = (features.mouth.smile + 1) / 2;
  const { half } = head;
  const lines = sides.map((side) => {
    const p = (u: number, v: number): Point => head.at(side * u, v);
    const nasolabial = curve([
      p(0.27, head.noseV - 0.025),
      p(0.36, head.noseV + 0.025),
      p(0.45, head.mouthV - 0.035),
      p(0.475, head.mouthV + 0.002),
    ]);
    const marionette = curve([
      p(0.43, head.mouthV + 0.015),
      p(0.45, head.mouthV + 0.05),
      p(0.44, head.mouthV + 0.08),
    ]);
    const crow = [-1, 0, 1].map((step) =>
      line(
        curve([
          p(head.eyeU + 0.25, head.eyeV - 0.012 + step * 0.012),
          p(head.eyeU + 0.32, head.eyeV - 0.01 + step * 0.022),
          p(head.eyeU + 0.38, head.eyeV - 0.004 + step * 0.034),
        ]),
        skin.deep,
        1.1,
        Math.max(0, age - 0.15) * 0.7,
      ),
    );
    return {
      soft:
        line(nasolabial, skin.deep, 4.5, 0.16 + smile * 0.1 + age * 0.22) +
        line(marionette, skin.deep, 4, Math.max(0, age - 0.35) * 0.55),
      fine: line(nasolabial, skin.deep, 1.5, age * 0.5) + crow.join(''),
      bright: ellipse(
        p(0.53, head.noseV + 0.0),
        half * 0.1,
        half * 0.16,
        skin.light,
        (side < 0 ? 0.35 : 0.2) * (0.4 + age),
        side * -28,
      ),
    };
  });
  return (
    group(lines.map((part) => part.bright + part.soft).join(''), { filter: sketch.blur(3.6, 'head') }) +
    group(lines.map((part) => part.fine).join(''), { filter: sketch.blur(0.8, 'head') })
  );
}

function drawForehead({ features, head, skin, sketch }: Sitting): string {
  const age = Math.max(0, features.ageYears - 34) / 31;
  if (age === 0) return '';
  const random = createRandom(`${features.detail}:forehead`);
  const furrows = [0.275, 0.312, 0.348].map((v, index) => {
    const bend = () => (random.next() - 0.5) * 0.008;
    const wide = 0.5 - index * 0.06;
    const points = [-1, -0.5, 0, 0.5, 1].map((share): Point =>
      head.at(share * wide, v + bend() - Math.abs(share) * 0.004),
    );
    return (
      line(curve(points), skin.deep, 1.5, age * 0.34) +
      line(curve(points.map(([x, y]): Point => [x, y + 2.6])), skin.light, 2.2, age * 0.3)
    );
  });
  const frown = sides.map((side) =>
    line(
      curve([head.at(side * 0.1, head.browV - 0.022), head.at(side * 0.085, head.browV + 0.022)]),
      skin.deep,
      1.6,
      age * 0.38,
    ),
  );
  return group(furrows.join('') + frown.join(''), { filter: sketch.blur(1.1, 'head') });
}

function drawFreckles({ features, head, skin }: Sitting): string {
  const random = createRandom(`${features.detail}:freckles`);
  const count = Math.round(Math.max(0, features.skin.freckles) * 130);
  const freckles = Array.from({ length: count }, () => {
    const u = Math.max(-0.85, Math.min(0.85, random.normal() * 0.42));
    const v = 0.62 + random.normal() * 0.055 - Math.abs(u) * 0.02;
    return ellipse(
      head.at(u, v),
      0.7 + random.next() * 1.1,
      0.7 + random.next() * 0.7,
      skin.deep,
      0.16 + random.next() * 0.28,
    );
  });
  const mole =
    random.next() < 0.3
      ? ellipse(
          head.at((random.next() - 0.5) * 1.2, 0.72 + random.next() * 0.16),
          1.7,
          1.6,
          skin.darkest,
          0.6,
        )
      : '';
  return freckles.join('') + mole;
}
