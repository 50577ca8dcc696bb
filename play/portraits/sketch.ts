/** A place on the portrait, in its own units: 480 wide, 600 high, y downwards. */
export type Point = readonly [x: number, y: number];

export const canvas = { width: 480, height: 600 } as const;

/** Parts of the picture, as left, top, width and height: a filter works on one of them. */
const areas = {
  all: [-40, -40, 560, 680],
  head: [100, 40, 280, 430],
  bust: [-40, 370, 560, 270],
  eyes: [125, 190, 230, 125],
  mouth: [145, 285, 190, 170],
} as const satisfies Record<string, readonly [number, number, number, number]>;
export type Area = keyof typeof areas;

type Attributes = Record<string, string | number | undefined>;

/** Stops of a gradient: offset 0..1, colour, and opacity when it is not 1. */
type Stops = readonly (readonly [offset: number, colour: string, opacity?: number])[];

/** Gradients, filters and clips of one picture: each method registers one and returns its `url(#…)`. */
export interface Sketch {
  linear(from: Point, to: Point, stops: Stops): string;
  radial(centre: Point, radius: number, stops: Stops): string;
  /** A Gaussian blur; equal calls share one filter. A small area is much faster. */
  blur(radius: number, area?: Area): string;
  /** A filter that fills an area with grey noise, finer with a higher frequency. */
  grain(frequency: number, strength: number, area?: Area): string;
  clip(path: string): string;
  /** Any other definition; `build` is given its id. */
  define(build: (id: string) => string): string;
  /** The `<defs>` element with everything registered so far. */
  definitions(): string;
}

// Looked up once, because a picture rounds a hundred thousand numbers.
const { round } = Math;
const rounded = (value: number): string => `${round(value * 100) / 100}`;

/** One SVG element; attributes that are undefined are left out. */
export function tag(name: string, attributes: Attributes, children = ''): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : value}"`)
    .join('');
  return children === '' ? `<${name}${text}/>` : `<${name}${text}>${children}</${name}>`;
}

/** Smooth path data through all points (Catmull–Rom, written as cubic Béziers). */
export function curve(points: readonly Point[], closed = false): string {
  const last = points.length - 1;
  const before = closed ? points[last]! : points[0]!;
  const after = closed ? points[0]! : points[last]!;
  let path = `M${rounded(points[0]![0])} ${rounded(points[0]![1])}`;
  for (let index = 0; index < (closed ? last + 1 : last); index++) {
    const a = points[index - 1] ?? before;
    const b = points[index]!;
    const c = points[index + 1] ?? after;
    const d = points[index + 2] ?? (closed ? points[index + 2 - last - 1]! : after);
    path +=
      `C${rounded(b[0] + (c[0] - a[0]) / 6)} ${rounded(b[1] + (c[1] - a[1]) / 6)}` +
      ` ${rounded(c[0] - (d[0] - b[0]) / 6)} ${rounded(c[1] - (d[1] - b[1]) / 6)}` +
      ` ${rounded(c[0])} ${rounded(c[1])}`;
  }
  return closed ? `${path}Z` : path;
}

/** A filled shape. */
export const shape = (d: string, fill: string, opacity?: number, extra: Attributes = {}): string =>
  tag('path', { d, fill, opacity, ...extra });

/** An open line with round ends. */
export const line = (d: string, stroke: string, width: number, opacity?: number): string =>
  tag('path', {
    d,
    fill: 'none',
    stroke,
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    opacity,
  });

export const ellipse = (
  [cx, cy]: Point,
  rx: number,
  ry: number,
  fill: string,
  opacity?: number,
  turnDegrees = 0,
): string =>
  tag('ellipse', {
    cx,
    cy,
    rx,
    ry,
    fill,
    opacity,
    transform:
      turnDegrees === 0 ? undefined : `rotate(${rounded(turnDegrees)} ${rounded(cx)} ${rounded(cy)})`,
  });

/** Joins elements to a group, for instance with one filter, clip or opacity. */
export const group = (children: string, attributes: Attributes): string =>
  children === '' ? '' : tag('g', attributes, children);

// Takes one channel of the noise with more contrast for red, green and blue, and makes it opaque.
const greyNoise = '2.4 0 0 0 -0.7 2.4 0 0 0 -0.7 2.4 0 0 0 -0.7 0 0 0 0 1';

/** Starts an empty sketch. */
export function createSketch(): Sketch {
  const definitions: string[] = [];
  const blurs = new Map<string, string>();
  const define = (build: (id: string) => string): string => {
    const id = `d${definitions.length}`;
    definitions.push(build(id));
    return `url(#${id})`;
  };
  const stopTags = (stops: Stops): string =>
    stops
      .map(([offset, colour, opacity]) =>
        tag('stop', { offset, 'stop-color': colour, 'stop-opacity': opacity }),
      )
      .join('');
  const units = 'userSpaceOnUse';
  return {
    define,
    linear: ([x1, y1], [x2, y2], stops) =>
      define((id) => tag('linearGradient', { id, gradientUnits: units, x1, y1, x2, y2 }, stopTags(stops))),
    radial: ([cx, cy], r, stops) =>
      define((id) => tag('radialGradient', { id, gradientUnits: units, cx, cy, r }, stopTags(stops))),
    blur(radius, area = 'all') {
      const known = blurs.get(`${radius} ${area}`);
      if (known !== undefined) return known;
      const [x, y, width, height] = areas[area];
      const made = define((id) =>
        tag(
          'filter',
          { id, filterUnits: units, x, y, width, height, 'color-interpolation-filters': 'sRGB' },
          tag('feGaussianBlur', { stdDeviation: radius }),
        ),
      );
      blurs.set(`${radius} ${area}`, made);
      return made;
    },
    grain(frequency, strength, area = 'all') {
      const [x, y, width, height] = areas[area];
      const box = { x, y, width, height };
      const filter = define((id) =>
        tag(
          'filter',
          { id, filterUnits: units, ...box, 'color-interpolation-filters': 'sRGB' },
          tag('feTurbulence', { type: 'fractalNoise', baseFrequency: frequency, numOctaves: 2, seed: 7 }) +
            tag('feColorMatrix', { values: greyNoise }),
        ),
      );
      return tag('rect', { ...box, filter, opacity: strength, style: 'mix-blend-mode:soft-light' });
    },
    clip: (d) => define((id) => tag('clipPath', { id }, tag('path', { d }))),
    definitions: () => tag('defs', {}, definitions.join('')),
  };
}
