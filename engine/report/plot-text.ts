import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import { openFont } from './open-font.ts';

const fontFiles = createRequire(import.meta.url);
const fileOf = { text: 'DejaVuSansCondensed', strong: 'DejaVuSansCondensed-Bold' } as const;
type Face = keyof typeof fileOf;

const fonts = new Map<Face, Font>();

function fontOf(face: Face): Font {
  const font = fonts.get(face) ?? openFont(fontFiles.resolve(`dejavu-fonts-ttf/ttf/${fileOf[face]}.ttf`));
  fonts.set(face, font);
  return font;
}

export interface PlotText {
  x: number;
  /** Of the base line. */
  y: number;
  size: number;
  color: string;
  face?: Face;
  anchor?: 'start' | 'middle' | 'end';
  /** Degrees, clockwise, around (x, y). */
  turn?: number;
}

/** The width of a line of text, in the units of `size`. */
export const plotWidthOf = (text: string, size: number, face: Face = 'text'): number =>
  (fontOf(face).layout(text).advanceWidth / fontOf(face).unitsPerEm) * size;

/**
 * A line of text as SVG outlines. An SVG <text> would need fonts on the machine, and a slim container has none. Latin,
 * Cyrillic and Greek.
 */
export function plotText(text: string, style: PlotText): string {
  const { x, y, size, color, face = 'text', anchor = 'start', turn = 0 } = style;
  const font = fontOf(face);
  const scale = size / font.unitsPerEm;
  const { glyphs, positions, advanceWidth } = font.layout(text);
  const back = { start: 0, middle: advanceWidth / 2, end: advanceWidth }[anchor];
  let along = -back;
  const outlines = glyphs.map((glyph, index) => {
    const { xAdvance, xOffset, yOffset } = positions[index]!;
    const outline = glyph.path.translate(along + xOffset, yOffset).toSVG();
    along += xAdvance;
    return outline;
  });
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn}) scale(${scale.toFixed(5)} ${(-scale).toFixed(5)})`;
  return `<path fill="${color}" transform="${place}" d="${outlines.join('')}"/>`;
}
