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
export type Stops = readonly (readonly [offset: number, colour: string, opacity?: number])[];

/** Gradients, filters and clips of one picture: each method registers one and returns its `url(#…)`. */
export interface Sketch {
  linear(from: Point, to: Point, stops: Stops): string;
  radial(centre: Point, radius: number, stops: Stops): string;
  /** A Gaussian blur, shared by everybody who asks for the same one. A small area is much faster. */
  blur(radius: number, area?: Area): string;
  clip(path: string): string;
  /** Any other definition; `build` is given its id. */
  define(build: (id: string) => string): string;
  /** The `<defs>` element with everything registered so far. */
  definitions(): string;
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

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
  const count = points.length;
  const pick = (index: number): Point =>
    closed ? points[(index + count) % count]! : points[Math.min(count - 1, Math.max(0, index))]!;
  let path = `M${rounded(points[0]![0])} ${rounded(points[0]![1])}`;
  for (let index = 0; index < (closed ? count : count - 1); index++) {
    const [before, from, to, after] = [pick(index - 1), pick(index), pick(index + 1), pick(index + 2)];
    const controls = [
      from[0] + (to[0] - before[0]) / 6,
      from[1] + (to[1] - before[1]) / 6,
      to[0] - (after[0] - from[0]) / 6,
      to[1] - (after[1] - from[1]) / 6,
      to[0],
      to[1],
    ];
    path += `C${controls.map(rounded).join(' ')}`;
  }
  return closed ? `${path}Z` : path;
}

/** Straight path data through all points, closed. */
export const polygon = (points: readonly Point[]): string =>
  `M${points.map((point) => point.map(rounded).join(' ')).join('L')}Z`;

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

/** Children as one group, for instance with a filter, a clip or an opacity. */
export const group = (children: string, attributes: Attributes): string =>
  children === '' ? '' : tag('g', attributes, children);

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
    clip: (d) => define((id) => tag('clipPath', { id }, tag('path', { d }))),
    definitions: () => tag('defs', {}, definitions.join('')),
  };
}
