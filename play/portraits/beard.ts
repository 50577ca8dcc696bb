import { createRandom } from '../../foundation/random.ts';
import type { Random } from '../../foundation/random.ts';
import type { Beard } from './features.ts';
import type { Head } from './head.ts';
import type { HairTones } from './palette.ts';
import type { Sitting } from './skin.ts';
import { canvas, curve, group, line, shape, tag } from './sketch.ts';
import type { Point } from './sketch.ts';

interface Growth {
  /** Which parts grow: moustache, chin, cheeks. */
  lip: boolean;
  chin: boolean;
  cheeks: boolean;
  /** How far it hangs below the chin, in v. */
  drop: number;
  /** Hair length in portrait units, hairs tried over the whole beard, and how solid the body is (0..1). */
  length: number;
  hairs: number;
  body: number;
}

const growths: Record<Exclude<Beard, 'none'>, Growth> = {
  stubble: { lip: true, chin: true, cheeks: true, drop: 0, length: 2.4, hairs: 3000, body: 0.24 },
  moustache: { lip: true, chin: false, cheeks: false, drop: 0, length: 6.5, hairs: 5200, body: 0.8 },
  goatee: { lip: true, chin: true, cheeks: false, drop: 0.02, length: 8, hairs: 1700, body: 0.76 },
  short: { lip: true, chin: true, cheeks: true, drop: 0.022, length: 6.5, hairs: 3600, body: 0.74 },
  full: { lip: true, chin: true, cheeks: true, drop: 0.085, length: 12, hairs: 3600, body: 0.9 },
};

interface Patch {
  outline: Point[];
  /** The direction in which hair grows at a point. */
  flow(point: Point): Point;
  share: number;
}

/** Half of a patch's outline, in head coordinates, from the middle of the face and back to it. */
type HalfOutline = readonly Point[];

const moustache = ({ mouthV, noseV }: Head): HalfOutline => [
  [0, noseV + 0.036],
  [0.2, noseV + 0.032],
  [0.4, mouthV - 0.028],
  [0.47, mouthV + 0.005],
  [0.43, mouthV + 0.02],
  [0.33, mouthV - 0.016],
  [0.12, mouthV - 0.027],
  [0, mouthV - 0.021],
];

const chinPatch = ({ mouthV }: Head, low: number): HalfOutline => [
  [0, mouthV + 0.058],
  [0.14, mouthV + 0.062],
  [0.3, mouthV + 0.035],
  [0.42, mouthV],
  [0.47, mouthV + 0.03],
  [0.42, 0.95],
  [0.28, low],
  [0, low + 0.02],
];

function cheekPatch({ mouthV, noseV, reach }: Head, drop: number): HalfOutline {
  const edge = (v: number, lower = v): Point => [reach(v) + drop * 0.5, lower];
  return [
    [0, mouthV + 0.056],
    [0.13, mouthV + 0.06],
    [0.27, mouthV + 0.044],
    [0.42, mouthV + 0.012],
    [0.47, mouthV - 0.03],
    [0.6, noseV + 0.05],
    [0.76, noseV + 0.005],
    [0.88, 0.62],
    [0.93, 0.53],
    edge(0.53),
    edge(0.64),
    edge(0.745),
    edge(0.84),
    edge(0.925, 0.93 + drop * 0.4),
    edge(0.98, 0.985 + drop * 0.8),
    [0, 1.012 + drop],
  ];
}

function patches({ head }: Sitting, growth: Growth): Patch[] {
  const [centreX] = head.at(0, head.mouthV);
  const patch = (half: HalfOutline, share: number, spread: number, fall: number): Patch => ({
    outline: [...half.map(([u, v]) => head.at(u, v)), ...[...half].reverse().map(([u, v]) => head.at(-u, v))],
    flow: ([x]) => [(x - centreX) / spread, fall],
    share,
  });
  const result: Patch[] = [];
  if (growth.lip) result.push(patch(moustache(head), 0.16, 34, 0.6));
  if (growth.cheeks) result.push(patch(cheekPatch(head, growth.drop), 0.84, 110, 1));
  else if (growth.chin) result.push(patch(chinPatch(head, 1 + growth.drop), 0.84, 90, 1));
  return result;
}

/** Single hairs over a patch, lit from the left. */
function growHairs(
  { features, head }: Sitting,
  hair: HairTones,
  growth: Growth,
  patch: Patch,
  random: Random,
): string {
  const lit = head.at(-0.3, 0.8)[0];
  const xs = patch.outline.map(([x]) => x);
  const ys = patch.outline.map(([, y]) => y);
  const [left, right, top, low] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const grown = growth.body > 0.5;
  return Array.from({ length: Math.round(growth.hairs * patch.share) }, () => {
    const [x, y] = [left + random.next() * (right - left), top + random.next() * (low - top)];
    const [dx, dy] = patch.flow([x, y]);
    const length = growth.length * (0.5 + random.next() * 0.8);
    const bend = (random.next() - 0.5) * length * 0.5;
    const pick = random.next() - (x - lit) / 500;
    const plain = pick < 0.5 ? hair.deep : pick < 0.75 ? hair.dark : grown ? hair.light : hair.base;
    const colour = random.next() < features.hair.grey * 0.6 ? hair.grey : plain;
    const path = `M${x} ${y}q${dx * length * 0.4 + bend} ${dy * length * 0.4} ${dx * length} ${dy * length}`;
    return line(path, colour, grown ? 0.8 : 0.7, grown ? 0.42 : 0.45);
  }).join('');
}

/** Draws a beard: a soft shape in the hair's colour, then single hairs. */
export function drawBeard(sitting: Sitting, hair: HairTones): string {
  const { features, sketch } = sitting;
  if (features.beard === 'none') return '';
  const growth = growths[features.beard];
  const random = createRandom(`${features.detail}:beard`);
  const grown = growth.body > 0.5;
  const whole = { maskUnits: 'userSpaceOnUse', x: 0, y: 0, width: canvas.width, height: canvas.height };
  const fill = grown ? hair.dark : hair.deep;
  return patches(sitting, growth)
    .map((patch) => {
      const d = curve(patch.outline, true);
      const window = group(shape(d, '#fff'), { filter: sketch.blur(grown ? 2.6 : 5, 'head') });
      const mask = sketch.define((id) => tag('mask', { id, ...whole }, window));
      const body = shape(d, fill, growth.body, { stroke: fill, 'stroke-width': 6 });
      return group(body + growHairs(sitting, hair, growth, patch, random), { mask });
    })
    .join('');
}
