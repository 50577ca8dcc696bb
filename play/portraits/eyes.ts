import { createRandom } from '../../foundation/random.ts';
import type { Random } from '../../foundation/random.ts';
import { sides } from './head.ts';
import type { Side } from './head.ts';
import { eyeTones } from './palette.ts';
import type { EyeTones } from './palette.ts';
import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

interface Eye {
  side: Side;
  /** From the eye's own coordinates (x outwards, y down, in portrait units) to the portrait. */
  place(x: number, y: number): Point;
  /** Half width, and how far the lids are open above and below the middle. */
  width: number;
  up: number;
  down: number;
  upper: Point[];
  lower: Point[];
}

function shapeEye({ features, head }: Sitting, side: Side): Eye {
  const { eyes, sex, ageYears, mouth } = features;
  const centre = head.at(side * head.eyeU, head.eyeV);
  const width = head.half * ((sex === 'male' ? 0.233 : 0.244) + eyes.size * 0.019);
  const tired = Math.max(0, ageYears - 45) / 20;
  const up = width * ((sex === 'male' ? 0.385 : 0.44) + eyes.openness * 0.07 - tired * 0.05);
  const down = width * (0.29 + eyes.openness * 0.02 - mouth.smile * 0.025);
  const lift = width * (0.1 + eyes.tilt * 0.13 - tired * 0.08);
  // The two eyes of a real face differ a little in height.
  const uneven = side * 0.35;
  const place = (x: number, y: number): Point => [centre[0] + side * x, centre[1] + y + uneven];
  const corner: Point = place(-width, width * 0.1);
  const end: Point = place(width, -lift);
  const single = eyes.fold === 'single' ? 0.9 : 1;
  const upper = [
    corner,
    place(-width * 0.7, -up * 0.5 * single),
    place(-width * 0.12, -up * single),
    place(width * 0.45, -up * 0.83 * single - lift * 0.35),
    end,
  ];
  const lower = [
    end,
    place(width * 0.55, down * 0.72),
    place(width * 0.02, down),
    place(-width * 0.6, down * 0.72),
    corner,
  ];
  return { side, place, width, up, down, upper, lower };
}

function drawRays(random: Random, [x, y]: Point, radius: number, tones: EyeTones): string {
  return Array.from({ length: 26 }, (_, index) => {
    const angle = ((index + random.next()) / 26) * 2 * Math.PI;
    const reach = radius * (0.75 + random.next() * 0.2);
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const ray = `M${x + dx * radius * 0.45} ${y + dy * radius * 0.45}L${x + dx * reach} ${y + dy * reach}`;
    return line(ray, random.next() < 0.6 ? tones.glow : tones.rim, 0.7, 0.35);
  }).join('');
}

function drawBall({ features, sketch, skin }: Sitting, eye: Eye): string {
  const { place, width, up, down, side } = eye;
  const tones = eyeTones(features.eyes.colour);
  const opening = curve(eye.upper) + curve(eye.lower).replace(/^M[^C]+/, '') + 'Z';
  const radius = width * 0.495;
  const [x, y] = place(-side * features.pose.turn * width * 0.05, -up * 0.14);
  const white = sketch.linear(place(0, -up), place(0, down), [
    [0, '#b9aaa4'],
    [0.4, '#e9e1dc'],
    [1, '#efe6e1'],
  ]);
  const iris = sketch.radial([x, y + radius * 0.25], radius * 1.15, [
    [0, tones.glow],
    [0.45, tones.iris],
    [0.8, tones.iris],
    [1, tones.rim],
  ]);
  const rays = drawRays(createRandom(`${features.detail}:iris:${side}`), [x, y], radius, tones);
  // Three strokes stand in for a blur of the upper lid's shadow, because blurs take most of the drawing time.
  const shade = [0.5, 0.34, 0.16]
    .map((drop) => {
      const low = eye.upper.map(([px, py]): Point => [px, py + up * drop]);
      return shape(curve([place(-width, -up * 1.6), ...low, place(width, -up * 1.6)], true), '#2a1712', 0.24);
    })
    .join('');
  const corners = sketch.linear(place(-width, 0), place(width, 0), [
    [0, '#5a3a34', 0.45],
    [0.25, '#5a3a34', 0],
    [0.72, '#5a3a34', 0],
    [1, '#5a3a34', 0.5],
  ]);
  const content =
    shape(opening, white) +
    ellipse(place(-width * 0.9, width * 0.08), width * 0.14, width * 0.12, skin.blush, 0.9) +
    ellipse([x, y], radius, radius, tones.rim, 0.5) +
    ellipse([x, y], radius * 0.95, radius * 0.95, iris) +
    rays +
    ellipse([x, y], radius * 0.43, radius * 0.43, '#0d0908') +
    shade +
    shape(opening, corners) +
    ellipse([x - radius * 0.32, y - radius * 0.34], radius * 0.2, radius * 0.22, '#ffffff', 0.92) +
    ellipse([x + radius * 0.34, y + radius * 0.36], radius * 0.13, radius * 0.1, '#ffffff', 0.35);
  return group(content, { 'clip-path': sketch.clip(opening) });
}

/** Draws the lids of one eye: a layer to be blurred, and a sharp layer above it. */
function drawLids({ features, skin }: Sitting, eye: Eye): { soft: string; sharp: string } {
  const { place, width, up, upper, lower } = eye;
  const female = features.sex === 'female';
  const made = female ? 1 + features.mouth.tint * 0.7 : 0.72;
  const thick = [0.7, 1.5, 2.3, 2.5, female ? 2.2 : 1.2].map((size) => size * made);
  const ink = features.skin.depth > 0.6 ? '#120b09' : '#22140f';
  const raised = upper.map(([x, y], index): Point => [x, y - thick[index]!]);
  const wing = female
    ? [place(width * (1.08 + features.mouth.tint * 0.08), -width * (0.18 + features.eyes.tilt * 0.1))]
    : [];
  const lash = polygonal([...raised, ...wing], [...upper].reverse());
  const lowerLine =
    line(curve(lower), skin.deep, female ? 1.3 : 1.1, 0.75) +
    line(curve(lower.map(([x, y]): Point => [x, y + 0.9])), ink, 0.8, female ? 0.35 : 0.2);
  const rim = line(curve(lower.slice(1).map(([x, y]): Point => [x, y - 0.8])), skin.blush, 1.3, 0.6);
  const gap = { deep: 0.34, soft: 0.22, single: 0.1 }[features.eyes.fold];
  const fold = upper.map(([x, y], index): Point => [
    x + (index === 4 ? eye.side * width * 0.1 : 0),
    y - up * gap * [0.55, 1, 1.25, 1.15, 0.3][index]!,
  ]);
  const lid = shape(polygonal(fold, [...upper].reverse()), skin.shade, female ? 0.6 : 0.4);
  const crease =
    features.eyes.fold === 'single'
      ? line(curve(fold.slice(1)), skin.deep, 1, 0.3)
      : line(curve(fold), skin.deep, features.eyes.fold === 'deep' ? 1.5 : 1.1, 0.5);
  const gleam = ellipse(place(0, -up * (1 + gap * 0.45)), width * 0.35, up * 0.09 + 0.6, skin.shine, 0.45);
  return {
    soft: lid + gleam,
    sharp: crease + rim + lowerLine + shape(lash, ink, 0.94) + lashes(eye, ink, female ? made : 0),
  };
}

const polygonal = (there: readonly Point[], back: readonly Point[]): string =>
  curve(there) + curve(back).replace(/^M/, 'L') + 'Z';

function lashes({ upper, side }: Eye, ink: string, strength: number): string {
  if (strength === 0) return '';
  return Array.from({ length: 11 }, (_, index) => {
    const share = index / 10;
    const along = 1 + share * 2.9;
    const step = Math.floor(along);
    const [from, to] = [upper[step]!, upper[step + 1]!];
    const x = from[0] + (to[0] - from[0]) * (along - step);
    const y = from[1] + (to[1] - from[1]) * (along - step) - 1.4 * strength;
    const length = 1.4 + share * 2 * strength;
    return line(`M${x} ${y}l${side * (share - 0.25) * length * 1.4} ${-length}`, ink, 0.65, 0.55);
  }).join('');
}

interface Socket {
  hollow: string;
  bone: string;
  bag: string;
}

function drawSocket({ features, skin }: Sitting, { place, width, up, side }: Eye): Socket {
  const age = Math.max(5, features.ageYears - 24) / 38;
  const deep = features.eyes.fold === 'single' ? 0.3 : 0.6;
  const made = features.sex === 'female' ? features.mouth.tint * 0.35 : 0;
  const inner = (side > 0 ? 0.5 : 0.36) * (deep + 0.3);
  const crease = curve([
    place(-width * 0.85, width * 0.42),
    place(-width * 0.1, width * 0.78),
    place(width * 0.75, width * 0.5),
  ]);
  return {
    hollow:
      ellipse(place(-width * 0.1, -up * 1.3), width * 1.15, up * 0.75, skin.shade, deep) +
      ellipse(place(-width * 1.25, -up * 0.55), width * 0.42, up * 0.95, skin.deep, inner) +
      ellipse(place(width * 0.1, width * 0.62), width * 0.95, width * 0.2, skin.shade, 0.35 + age * 0.3) +
      ellipse(place(width * 0.25, -up * 1.15), width * 0.85, up * 0.5, skin.deep, made),
    bone: ellipse(
      place(width * 0.5, -width * 0.98),
      width * 0.7,
      width * 0.14,
      skin.light,
      side < 0 ? 0.7 : 0.45,
      side * 6,
    ),
    bag:
      line(crease, skin.deep, 1.8, 0.14 + age * 0.36) +
      ellipse(place(-width * 0.05, width * 0.52), width * 0.6, width * 0.11, skin.light, 0.35),
  };
}

/** Draws both eyes with sockets and lids. The layers of both eyes share their blurs, which take most of the time. */
export function drawEyes(sitting: Sitting): string {
  const { sketch } = sitting;
  const eyes = sides.map((side) => shapeEye(sitting, side));
  const sockets = eyes.map((eye) => drawSocket(sitting, eye));
  const lids = eyes.map((eye) => drawLids(sitting, eye));
  const layer = (parts: readonly string[], blur: number): string =>
    group(parts.join(''), { filter: sketch.blur(blur, 'eyes') });
  return (
    layer(
      sockets.map(({ hollow, bone }) => hollow + bone),
      4.5,
    ) +
    eyes.map((eye) => drawBall(sitting, eye)).join('') +
    layer([...sockets.map(({ bag }) => bag), ...lids.map(({ soft }) => soft)], 1.4) +
    lids.map(({ sharp }) => sharp).join('')
  );
}
