import type { Glasses } from './features.ts';
import { sides } from './head.ts';
import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

/** Half width and half height of a lens as shares of the head's half width, and squareness 0..1. */
const lenses: Record<
  Exclude<Glasses, 'none'>,
  { wide: number; high: number; square: number; rim: number; colour: string }
> = {
  round: { wide: 0.33, high: 0.3, square: 0.1, rim: 2.2, colour: '#5b4632' },
  rectangular: { wide: 0.36, high: 0.235, square: 0.8, rim: 3.4, colour: '#1d1b1c' },
  browline: { wide: 0.35, high: 0.265, square: 0.5, rim: 1.8, colour: '#3b2620' },
};

function lensPath([x, y]: Point, wide: number, high: number, square: number): string {
  return curve(
    Array.from({ length: 24 }, (_, index): Point => {
      const angle = (index / 24) * 2 * Math.PI;
      const power = 1 - square * 0.55;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      return [x + Math.sign(c) * Math.abs(c) ** power * wide, y + Math.sign(s) * Math.abs(s) ** power * high];
    }),
    true,
  );
}

/** Glasses with a thin shadow on the face and a faint reflection. */
export function drawGlasses({ features, head, sketch, skin }: Sitting): string {
  if (features.glasses === 'none') return '';
  const { wide, high, square, rim, colour } = lenses[features.glasses];
  const { half } = head;
  const y = head.eyeV + 0.008;
  const parts = sides.map((side) => {
    const [cx, cy] = head.at(side * (head.eyeU + 0.01), y);
    const path = lensPath([cx, cy], half * wide, half * high, square);
    const arm = curve([
      [cx + side * half * wide, cy - half * 0.1],
      head.at(side * 0.93, y - 0.032),
      head.at(side * 1.0, y - 0.03),
    ]);
    const clip = sketch.clip(path);
    const gleam = group(
      shape(
        curve(
          [
            [cx - half * 0.32, cy + half * 0.1],
            [cx - half * 0.06, cy - half * 0.3],
            [cx + half * 0.05, cy - half * 0.3],
            [cx - half * 0.22, cy + half * 0.2],
          ],
          true,
        ),
        '#ffffff',
        0.13,
      ),
      { 'clip-path': clip, filter: sketch.blur(1.8, 'head') },
    );
    const bar =
      features.glasses === 'browline'
        ? line(
            curve([
              [cx - half * wide, cy - half * 0.13],
              [cx - half * wide * 0.6, cy - half * high],
              [cx + half * wide * 0.6, cy - half * high],
              [cx + half * wide, cy - half * 0.13],
            ]),
            colour,
            5,
            0.95,
          )
        : '';
    return { gleam, frame: line(path, colour, rim, 0.95) + line(arm, colour, rim, 0.95) + bar, arm };
  });
  const [leftX, leftY] = head.at(-(head.eyeU + 0.01), y);
  const [rightX] = head.at(head.eyeU + 0.01, y);
  const bridge = line(
    curve([
      [leftX + half * wide, leftY - half * 0.06],
      [(leftX + rightX) / 2, leftY - half * 0.11],
      [rightX - half * wide, leftY - half * 0.06],
    ]),
    colour,
    rim + 0.6,
    0.95,
  );
  const frames = parts.map((part) => part.frame).join('') + bridge;
  const shadow = group(group(frames, { transform: 'translate(3 6)', opacity: 0.3 }), {
    filter: sketch.blur(2.4, 'head'),
  });
  const shine = group(parts.map((part) => line(part.arm, skin.shine, 0.8, 0.2)).join(''), {});
  return shadow + parts.map((part) => part.gleam).join('') + frames + shine;
}

/** Small studs or drops at the ear lobes. */
export function drawEarrings({ features, head, sketch }: Sitting): string {
  if (!features.earrings) return '';
  const metal = sketch.linear(
    [0, 330],
    [0, 350],
    [
      [0, '#fff3d6'],
      [0.5, '#c9a25b'],
      [1, '#7d5c28'],
    ],
  );
  return sides
    .map(
      (side) =>
        ellipse(head.at(side * 1.035, 0.675), 3.4, 4.2, metal) +
        ellipse(head.at(side * 1.03, 0.67), 1, 1.1, '#ffffff', 0.8),
    )
    .join('');
}
