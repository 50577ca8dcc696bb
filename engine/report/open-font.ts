import { type Font, type Glyph, openSync } from 'fontkit';

/**
 * A font that several documents may share, whose glyphs carry the characters that they were asked for. PDFKit takes the
 * text of a document, as it is searched, copied and read aloud, from these characters. fontkit 2.0.4 keeps those of a
 * glyph's first use in a process. The parts of a composed letter are first used without any, when a document is closed:
 * after "Ó", or the Cyrillic "М" that DejaVu composes of the Latin one, every later document would lack its "O" or "M".
 */
export function openFont(path: string): Font {
  const font = openSync(path) as Font & { _glyphs: Record<number, Glyph> };
  const getGlyph = font.getGlyph.bind(font);
  font.getGlyph = (id, characters = []) => {
    const known = font._glyphs[id]?.codePoints;
    if (characters.length > 0 && known && String(known) !== String(characters)) delete font._glyphs[id];
    return getGlyph(id, characters);
  };
  return font;
}
