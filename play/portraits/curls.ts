import { createRandom } from '../../foundation/random.ts';
import type { HairPaint } from './strands.ts';
import { curve, ellipse, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

/** A mass of curls inside an outline. */
export interface CurlMass {
  outline: readonly Point[];
  count: number;
  /** Radius of one curl, in portrait units. */
  radius: number;
  /** The centre of the mass and its extent, from which light and shade are computed. */
  centre: Point;
  reach: number;
  /** Bumps along the outline; 0 leaves it smooth. */
  bumps: number;
  tone?: 'dark' | 'base';
}

function inside([x, y]: Point, outline: readonly Point[]): boolean {
  let within = false;
  outline.forEach(([x1, y1], index) => {
    const [x2, y2] = outline[(index + 1) % outline.length]!;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}

/** Draws the mass: body, uneven edge, then curls that are lighter towards the upper left. */
export function drawCurls(mass: CurlMass, paint: HairPaint, seed: string): string {
  const random = createRandom(seed);
  const { tones } = paint;
  const { outline, radius } = mass;
  const [minX, maxX] = [Math.min(...outline.map(([x]) => x)), Math.max(...outline.map(([x]) => x))];
  const [minY, maxY] = [Math.min(...outline.map(([, y]) => y)), Math.max(...outline.map(([, y]) => y))];
  const shaded = mass.tone === 'dark';
  const curls: { y: number; text: string }[] = [];
  for (let tries = 0; curls.length < mass.count && tries < mass.count * 6; tries++) {
    const point: Point = [minX + random.next() * (maxX - minX), minY + random.next() * (maxY - minY)];
    if (!inside(point, outline)) continue;
    const lit = (-(point[0] - mass.centre[0]) * 0.55 - (point[1] - mass.centre[1]) * 0.85) / mass.reach;
    const bright = lit * 0.75 + random.normal() * 0.35 - (shaded ? 0.7 : 0);
    const colour =
      random.next() < paint.grey * 0.12
        ? tones.grey
        : bright > 1
          ? tones.sheen
          : bright > 0.4
            ? tones.light
            : bright > -0.05
              ? tones.base
              : bright > -0.4
                ? tones.dark
                : tones.deep;
    curls.push({
      y: point[1],
      text: curl(point, radius * (0.6 + random.next() * 0.8), random.next() * 2 * Math.PI, colour),
    });
  }
  const body = shape(curve(outline, true), shaded ? tones.deep : tones.dark);
  return (
    body + edge(mass, shaded ? tones.deep : tones.dark, random.next) + curls.map(({ text }) => text).join('')
  );
}

function edge({ outline, bumps, radius }: CurlMass, colour: string, next: () => number): string {
  return Array.from({ length: bumps }, () => {
    const index = Math.floor(next() * outline.length);
    const share = next();
    const [x1, y1] = outline[index]!;
    const [x2, y2] = outline[(index + 1) % outline.length]!;
    return ellipse(
      [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share],
      radius * (0.6 + next() * 0.8),
      radius * (0.6 + next() * 0.7),
      colour,
    );
  }).join('');
}

function curl([x, y]: Point, radius: number, angle: number, colour: string): string {
  const points = [0, 0.8, 1.7, 2.6, 3.6].map((turn, index): Point => {
    const r = radius * (1 - index * 0.12);
    return [x + Math.cos(angle + turn) * r, y + Math.sin(angle + turn) * r];
  });
  return line(curve(points), colour, Math.max(0.8, radius * 0.24), 0.5);
}
