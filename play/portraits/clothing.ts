import { hex } from './colour.ts';
import type { Garment } from './features.ts';
import type { Sitting } from './skin.ts';
import { curve, ellipse, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';

interface Fabric {
  base: string;
  light: string;
  shade: string;
  deep: string;
}

const fabric = (hue: number, lightness: number, chroma: number): Fabric => {
  const tone = (factor: number): string =>
    hex({ lightness: Math.min(0.97, lightness * factor), chroma, hue });
  return { base: tone(1), light: tone(1.16), shade: tone(0.78), deep: tone(0.55) };
};

/** Depth (y) of the neckline in the middle, and how its edge runs from shoulder to middle. */
const necklines: Record<Garment, readonly Point[]> = {
  crew: [
    [84, 484],
    [66, 506],
    [34, 522],
    [0, 528],
  ],
  'v-neck': [
    [86, 484],
    [62, 514],
    [30, 552],
    [0, 586],
  ],
  scoop: [
    [104, 496],
    [84, 530],
    [46, 556],
    [0, 564],
  ],
  shirt: [
    [74, 476],
    [52, 502],
    [26, 530],
    [0, 560],
  ],
  blazer: [
    [80, 478],
    [58, 520],
    [30, 566],
    [0, 640],
  ],
  turtleneck: [
    [74, 446],
    [50, 458],
    [24, 463],
    [0, 465],
  ],
};

function bodice({ features }: Sitting, neckline: readonly Point[]): string {
  const broad = features.sex === 'male' ? 1.04 : 0.92;
  const shoulder: Point[] = [
    [126 * broad, 493],
    [172 * broad, 511],
    [207 * broad, 540],
    [230 * broad, 600],
    [236 * broad, 640],
  ];
  const right = [...neckline]
    .reverse()
    .concat(shoulder)
    .map(([x, y]): Point => [240 + x, y]);
  const left = [...neckline]
    .reverse()
    .concat(shoulder)
    .map(([x, y]): Point => [240 - x, y]);
  return `${curve(right)}${curve([...left].reverse()).replace(/^M/, 'L')}Z`;
}

function body(sitting: Sitting, kind: Garment, cloth: Fabric): string {
  const { sketch } = sitting;
  const outline = bodice(sitting, necklines[kind]);
  const fill = sketch.linear(
    [70, 470],
    [420, 600],
    [
      [0, cloth.light],
      [0.4, cloth.base],
      [1, cloth.shade],
    ],
  );
  const folds = [
    [
      [110, 520],
      [128, 560],
      [134, 606],
    ],
    [
      [372, 520],
      [352, 560],
      [348, 606],
    ],
    [
      [170, 540],
      [196, 570],
      [206, 606],
    ],
    [
      [318, 544],
      [290, 572],
      [280, 606],
    ],
  ].map((points) => line(curve(points as unknown as Point[]), cloth.deep, 8, 0.35));
  const edge = necklines[kind];
  const rim = [
    ...edge.map(([x, y]): Point => [240 - x, y + 2]),
    ...[...edge].reverse().map(([x, y]): Point => [240 + x, y + 2]),
  ];
  return (
    group(line(curve(rim.map(([x, y]): Point => [x + 3, y - 4])), '#2a1712', 8, 0.4), {
      filter: sketch.blur(5, 'bust'),
    }) +
    shape(outline, fill) +
    group(
      group(folds.join('') + ellipse([330, 600], 90, 60, cloth.deep, 0.35), {
        filter: sketch.blur(9, 'bust'),
      }) +
        (kind === 'shirt' || kind === 'blazer'
          ? ''
          : line(curve(rim.map(([x, y]): Point => [x, y + 3])), cloth.shade, 7, 0.8) +
            line(curve(rim.map(([x, y]): Point => [x, y + 8])), cloth.deep, 1, 0.5)),
      { 'clip-path': sketch.clip(outline) },
    )
  );
}

function collar({ sketch }: Sitting, cloth: Fabric): string {
  return [-1, 1]
    .map((side) => {
      const p = (x: number, y: number): Point => [240 + side * x, y];
      const outline = `${curve([p(70, 462), p(84, 480), p(72, 520), p(58, 560)])}${curve([p(58, 560), p(36, 548), p(6, 540)]).replace(/^M/, 'L')}${curve([p(6, 540), p(34, 520), p(56, 494), p(70, 462)]).replace(/^M/, 'L')}Z`;
      const fill = sketch.linear(p(80, 470), p(10, 550), [
        [0, cloth.base],
        [1, side < 0 ? cloth.light : cloth.base],
      ]);
      return (
        group(shape(outline, cloth.deep, 0.6, { transform: 'translate(2 6)' }), {
          filter: sketch.blur(4, 'bust'),
        }) +
        shape(outline, fill) +
        line(outline, cloth.deep, 0.8, 0.4)
      );
    })
    .join('');
}

function lapels({ sketch, features }: Sitting, cloth: Fabric): string {
  const wide = features.sex === 'male' ? 1 : 0.9;
  return [-1, 1]
    .map((side) => {
      const p = (x: number, y: number): Point => [240 + side * x * wide, y];
      const outline = `M${p(88, 480).join(' ')}L${p(112, 490).join(' ')}L${p(128, 548).join(' ')}L${p(100, 552).join(' ')}L${p(110, 572).join(' ')}L${p(40, 640).join(' ')}L${p(24, 600).join(' ')}Q${p(66, 560).join(' ')} ${p(88, 480).join(' ')}Z`;
      const fill = sketch.linear(p(130, 500), p(20, 600), [
        [0, cloth.base],
        [0.6, side < 0 ? cloth.light : cloth.base],
        [1, cloth.base],
      ]);
      return (
        group(shape(outline, cloth.deep, 0.8, { transform: 'translate(1 5)' }), {
          filter: sketch.blur(4, 'bust'),
        }) +
        shape(outline, fill) +
        line(outline, cloth.deep, 1, 0.45)
      );
    })
    .join('');
}

function roll({ sketch, features }: Sitting, cloth: Fabric): string {
  const wide = features.sex === 'male' ? 82 : 66;
  const outline = curve(
    [
      [240 - wide, 436],
      [240, 462],
      [240 + wide, 436],
      [240 + wide + 8, 480],
      [240 + wide + 20, 500],
      [240, 530],
      [240 - wide - 20, 500],
      [240 - wide - 8, 480],
    ],
    true,
  );
  const fill = sketch.linear(
    [240 - wide, 470],
    [240 + wide, 480],
    [
      [0, cloth.base],
      [0.35, cloth.light],
      [1, cloth.shade],
    ],
  );
  const ribs = Array.from({ length: 17 }, (_, index) => {
    const x = 240 + (index - 8) * (wide / 7.4);
    const bow = (1 - ((index - 8) / 8.6) ** 2) * 24;
    return line(`M${x} ${436 + bow}L${240 + (x - 240) * 1.16} ${500 + bow}`, cloth.deep, 1.2, 0.3);
  });
  return (
    shape(outline, fill) +
    group(
      ribs.join('') +
        group(
          line(
            curve([
              [240 - wide, 440],
              [240, 466],
              [240 + wide, 440],
            ]),
            cloth.deep,
            10,
            0.5,
          ),
          { filter: sketch.blur(5, 'bust') },
        ),
      { 'clip-path': sketch.clip(outline) },
    )
  );
}

/** The garment over neck and shoulders. */
export function drawGarment(sitting: Sitting): string {
  const { kind, hue, lightness, chroma } = sitting.features.garment;
  // Tailored and knitted things come in quieter colours.
  const quiet = kind === 'blazer' || kind === 'turtleneck' ? 0.55 : 0.85;
  const cloth = fabric(hue, lightness, chroma * quiet);
  if (kind === 'blazer') {
    const inner = fabric(hue + 180, lightness > 0.55 ? 0.3 : 0.9, 0.012);
    return (
      body(sitting, 'shirt', inner) +
      collar(sitting, inner) +
      body(sitting, 'blazer', cloth) +
      lapels(sitting, cloth)
    );
  }
  if (kind === 'shirt') return body(sitting, kind, cloth) + collar(sitting, cloth);
  if (kind === 'turtleneck') return body(sitting, 'crew', cloth) + roll(sitting, cloth);
  return body(sitting, kind, cloth);
}
