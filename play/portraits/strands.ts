import { createRandom } from '../../foundation/random.ts';
import type { HairTones } from './palette.ts';
import { curve, group, line, shape } from './sketch.ts';
import type { Point, Sketch } from './sketch.ts';

/**
 * A sheet of hair: guide lines side by side from root to tip, all with the same number of points. The strands are drawn
 * between the guides.
 */
export interface Sheet {
  guides: readonly (readonly Point[])[];
  /** Strands to draw. */
  strands: number;
  /** Sideways swing of the strands: portrait units from the middle, and length of one wave. */
  wave?: { swing: number; length: number };
  /** How many locks the strands gather in, and how strongly (0..1) they close up at the tips. */
  locks?: number;
  gather?: number;
  /** Share (0..1) by which strand lengths differ: ragged ends. */
  ragged?: number;
  /** Share of the length over which the roots fade in, for hair that grows out of the skin. */
  rootFade?: number;
  /** Softness of the edge, in portrait units, for hair that stays beside the head; none otherwise. */
  edge?: number;
  /** Lightness of the whole sheet: `dark` for hair that lies in the shade. */
  tone?: 'dark' | 'base';
}

const mix = (from: Point, to: Point, share: number): Point => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
];

/** The guide `across` (0..1) of the way over the sheet. */
function guideAt(guides: Sheet['guides'], across: number): Point[] {
  const place = Math.min(1, Math.max(0, across)) * (guides.length - 1);
  const index = Math.min(guides.length - 2, Math.floor(place));
  return guides[index]!.map((point, step) => mix(point, guides[index + 1]![step]!, place - index));
}

/** A point on the smooth line through the points, 0..1 along it. */
function along(points: readonly Point[], share: number): Point {
  const place = Math.min(0.9999, Math.max(0, share)) * (points.length - 1);
  const index = Math.floor(place);
  const t = place - index;
  const pick = (step: number): Point => points[Math.min(points.length - 1, Math.max(0, step))]!;
  const [a, b, c, d] = [pick(index - 1), pick(index), pick(index + 1), pick(index + 2)];
  const at = (axis: 0 | 1): number =>
    0.5 *
    (2 * b[axis] +
      (c[axis] - a[axis]) * t +
      (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
      (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t ** 3);
  return [at(0), at(1)];
}

function strand(sheet: Sheet, across: number, from: number, to: number, phase: number, drift = 0): Point[] {
  const [start, end] = [guideAt(sheet.guides, across), guideAt(sheet.guides, across + drift)];
  const guide = start.map((point, step) => mix(point, end[step]!, step / (start.length - 1)));
  const steps = sheet.wave === undefined ? 7 : 22;
  let travelled = 0;
  let before = along(guide, from);
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const share = from + ((to - from) * step) / steps;
    const here = along(guide, share);
    const [dx, dy] = [here[0] - before[0], here[1] - before[1]];
    const length = Math.hypot(dx, dy);
    travelled += length;
    before = here;
    if (sheet.wave === undefined || length === 0) return here;
    const swing =
      sheet.wave.swing *
      Math.min(1, share * 2.2) *
      Math.sin((travelled / sheet.wave.length) * 2 * Math.PI + phase);
    return [here[0] - (dy / length) * swing, here[1] + (dx / length) * swing];
  });
}

/** The closed outline of a sheet, for its fill and its shadow. */
export function sheetOutline(sheet: Sheet): string {
  const end = 1 - (sheet.ragged ?? 0.12) * 0.5;
  const first = strand(sheet, 0, 0, end, 0);
  const last = strand(sheet, 1, 0, end, 1.2);
  const samples = [0.15, 0.3, 0.45, 0.6, 0.75, 0.9];
  const tips = samples.map((across) => along(guideAt(sheet.guides, across), end));
  const roots = samples.map((across) => along(guideAt(sheet.guides, across), 0)).reverse();
  const joined = (points: readonly Point[]): string => curve(points).replace(/^M/, 'L');
  return `${curve(first)}${joined(tips)}${joined([...last].reverse())}${joined(roots)}Z`;
}

/** The stroke colours of hair, lighter near the crown and darker below. */
export interface HairPaint {
  tones: HairTones;
  fill: string;
  bright: string;
  grey: number;
}

/** Makes the paint of a head of hair with light from the upper left. */
export function hairPaint(
  sketch: Sketch,
  tones: HairTones,
  grey: number,
  crown: Point,
  height: number,
): HairPaint {
  const [x, y] = crown;
  const lit: Point = [x - height * 0.12, y + height * 0.45];
  return {
    tones,
    grey,
    fill: sketch.radial(lit, height * 1.15, [
      [0, tones.dark],
      [0.3, tones.base],
      [0.5, tones.base],
      [0.75, tones.dark],
      [1, tones.deep],
    ]),
    bright: sketch.radial(lit, height * 1.25, [
      [0, tones.base],
      [0.22, tones.light],
      [0.32, tones.sheen],
      [0.42, tones.light],
      [0.55, tones.base],
      [0.75, tones.light],
      [1, tones.base],
    ]),
  };
}

/** Draws a sheet: its body, then dark, plain and lit strands over it. */
export function drawSheet(sketch: Sketch, sheet: Sheet, paint: HairPaint, seed: string): string {
  const random = createRandom(seed);
  const { tones } = paint;
  const shaded = sheet.tone === 'dark';
  const locks = sheet.locks ?? 0;
  const phases = Array.from({ length: Math.max(1, locks) }, () => random.next() * 1.6);
  const moods = phases.map(() => (random.next() - 0.5) * 0.34);
  const lines = Array.from({ length: Math.round(sheet.strands * 1.7) }, () => {
    const lock = random.integer(Math.max(1, locks));
    const spread = (random.next() - 0.5) * (locks > 0 ? 1.6 / locks : 1);
    const centre = locks > 0 ? (lock + 0.5) / locks : 0.5;
    const drift = random.normal() * 0.035;
    const from = Math.max(0, random.next() * (sheet.rootFade ?? 0.06));
    const to = 1 - random.next() ** 2 * (sheet.ragged ?? 0.12);
    const open = strand(sheet, centre + spread, from, to, phases[lock]! + spread * 3, drift);
    const points =
      locks > 0
        ? gathered(open, strand(sheet, centre, from, to, phases[lock]!, drift), sheet.gather ?? 0.5)
        : open;
    const d = curve(points);
    if (random.next() < paint.grey * 0.4) return line(d, tones.grey, 0.8, 0.45);
    const pick = random.next() + moods[lock]!;
    if (pick < 0.3) return line(d, tones.deep, 0.7 + random.next() * 1, 0.3);
    if (pick < 0.58) return line(d, shaded ? tones.dark : tones.base, 0.9 + random.next() * 1.2, 0.5);
    return line(d, shaded ? tones.base : paint.bright, 0.5 + random.next() * 0.7, shaded ? 0.3 : 0.5);
  });
  const body = shape(sheetOutline(sheet), shaded ? tones.deep : paint.fill);
  const soft = sheet.edge === undefined ? body : group(body, { filter: sketch.blur(sheet.edge, 'head') });
  return soft + lines.join('');
}

const gathered = (points: readonly Point[], centre: readonly Point[], strength: number): Point[] =>
  points.map((point, index) => mix(point, centre[index]!, strength * (index / (points.length - 1)) ** 1.5));
