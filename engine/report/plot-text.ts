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

/** The width of a line of text, in the units of `size`. */
export const plotWidthOf = (text: string, size: number, face: Face = 'text'): number =>
  (fontOf(face).layout(text).advanceWidth / fontOf(face).unitsPerEm) * size;

/** Breaks a text into lines that fit the width. */
export function plotLines(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && plotWidthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * An SVG whose text is drawn as outlines, each glyph defined once. For a <text> the renderer takes a font of the machine, and a
 * slim container has none. Latin, Cyrillic and Greek. Labels that Vega hid (opacity 0) are left out.
 */
export function withOutlines(svg: string): string {
  const glyphs = new Map<string, string>();
  const outlined = svg.replaceAll(
    /<text([^>]*?)(?:\/>|>(.*?)<\/text>)/gs,
    (_, attributes: string, content: string | undefined) =>
      outlinesOf(attributesIn(attributes), content ?? '', glyphs),
  );
  const defined = [...glyphs].map(([id, path]) => `<path id="${id}" d="${path}"/>`);
  return outlined.replace(/(<svg[^>]*>)/, `$1<defs>${defined.join('')}</defs>`);
}

const attributesIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));

function outlinesOf(
  attributes: Readonly<Record<string, string>>,
  content: string,
  glyphs: Map<string, string>,
): string {
  if (attributes['opacity'] === '0') return '';
  const size = Number.parseFloat(attributes['font-size'] ?? '0');
  const face: Face = attributes['font-weight'] === 'bold' ? 'strong' : 'text';
  const anchor = attributes['text-anchor'] ?? 'start';
  const lines = content.includes('<tspan')
    ? [...content.matchAll(/<tspan([^>]*)>(.*?)<\/tspan>/gs)].map(([, own, text]) => ({
        down: Number.parseFloat(attributesIn(own!)['dy'] ?? '0'),
        text: text!,
      }))
    : [{ down: 0, text: content }];
  let y = 0;
  const drawn = lines.map(({ down, text }) => {
    y += down;
    return lineOf(unescaped(text), { size, face, anchor, y }, glyphs);
  });
  return `<g transform="${attributes['transform'] ?? ''}" fill="${attributes['fill'] ?? '#000'}">${drawn.join('')}</g>`;
}

function lineOf(
  text: string,
  { size, face, anchor, y }: { size: number; face: Face; anchor: string; y: number },
  glyphs: Map<string, string>,
): string {
  const font = fontOf(face);
  const scale = (size / font.unitsPerEm).toFixed(5);
  const run = font.layout(text);
  let along = anchor === 'end' ? -run.advanceWidth : anchor === 'middle' ? -run.advanceWidth / 2 : 0;
  const placed = run.glyphs.map((glyph, index) => {
    const { xAdvance, xOffset, yOffset } = run.positions[index]!;
    const id = `${face}${glyph.id}`;
    if (!glyphs.has(id)) glyphs.set(id, glyph.path.toSVG());
    const x = Math.round(along + xOffset);
    along += xAdvance;
    return glyphs.get(id) === '' ? '' : `<use href="#${id}" x="${x}" y="${Math.round(yOffset)}"/>`;
  });
  return `<g transform="translate(0 ${y}) scale(${scale} -${scale})">${placed.join('')}</g>`;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const unescaped = (text: string): string =>
  text.replaceAll(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
