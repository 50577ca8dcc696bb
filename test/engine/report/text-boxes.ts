import { plotWidthOf } from '../../../engine/report/plot-text.ts';

/** A line of text of a plot with the place that it takes up. */
export interface TextBox {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The boxes of all visible lines of text in an SVG that Vega wrote. */
export function textBoxes(svg: string): TextBox[] {
  const boxes: TextBox[] = [];
  const offsets: [number, number][] = [[0, 0]];
  for (const [, close, tag, attributes, rest] of svg.matchAll(/<(\/?)(g|text)\b([^>]*)>([^<]*)/g)) {
    const moved = move(offsets.at(-1)!, attributes!);
    if (close) {
      if (tag === 'g') offsets.pop();
    } else if (tag === 'g') offsets.push(moved);
    else if (!attributes!.includes('opacity="0"') && !attributes!.endsWith('/')) {
      const content = svg.slice(svg.indexOf(attributes!) + attributes!.length + 1).split('</text>')[0]!;
      const lines = content.includes('<tspan')
        ? [...content.matchAll(/<tspan([^>]*)>([^<]*)/g)].map(([, own, text]) => ({
            down: numberIn(own!, 'dy'),
            text: text!,
          }))
        : [{ down: 0, text: rest! }];
      let y = 0;
      for (const { down, text } of lines) {
        y += down;
        boxes.push(boxOf(text, attributes!, moved, y));
      }
    }
  }
  return boxes;
}

/** Pairs of boxes that lie over each other by more than a unit. */
export const overlaps = (boxes: readonly TextBox[]): string[] =>
  boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
          Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1,
      )
      .map((other) => `${one.text} | ${other.text}`),
  );

const numberIn = (attributes: string, name: string): number =>
  Number.parseFloat(new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? '0');

function move([x, y]: readonly [number, number], attributes: string): [number, number] {
  const found = /translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes);
  return found ? [x + Number(found[1]), y + Number(found[2])] : [x, y];
}

function boxOf(text: string, attributes: string, [x, y]: readonly [number, number], down: number): TextBox {
  const size = numberIn(attributes, 'font-size');
  const width = plotWidthOf(
    text.replaceAll('&amp;', '&'),
    size,
    attributes.includes('font-weight="bold"') ? 'strong' : 'text',
  );
  const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1];
  const from = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
  // Of a letter's size three quarters are above its line.
  const [above, below] = [0.75 * size, 0.2 * size];
  return attributes.includes('rotate(-90)')
    ? { text, left: x + down - above, right: x + down + below, top: y - from - width, bottom: y - from }
    : { text, left: x + from, right: x + from + width, top: y + down - above, bottom: y + down + below };
}
