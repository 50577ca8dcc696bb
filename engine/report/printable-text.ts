/** True when a font has a glyph for the code point. */
export type HasGlyph = (codePoint: number) => boolean;

// Joiners and variation selectors: they change the characters beside them and have no glyph of their own.
const invisible = new Set(['\u200c', '\u200d', '\ufe0e', '\ufe0f']);
// Control and format characters: a direction mark in a name would change the direction of the rest of the line. The
// joiners are format characters too; they are kept, because letters need them.
const unwanted = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Code points kept of one grapheme. More marks on a letter would be drawn over the lines above and below. */
const longestCluster = 4;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The graphemes of a text: characters as a reader counts them. */
export const graphemesOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * The text without the characters for which the font has no glyph (most emoji, Chinese) and which would be printed as
 * boxes. May be empty.
 */
export function printable(text: string, hasGlyph: HasGlyph): string {
  const kept = graphemesOf(text.normalize('NFC').replace(unwanted, ' ')).filter((cluster) => {
    const signs = Array.from(cluster).filter((sign) => !invisible.has(sign));
    return signs.length > 0 && signs.every((sign) => hasGlyph(sign.codePointAt(0)!));
  });
  return kept
    .map((cluster) => Array.from(cluster).slice(0, longestCluster).join(''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const letter = /\p{L}/u;

/** True for a text that holds words written from right to left. */
export const hasRightToLeft = (text: string): boolean => rightToLeft.test(text);

/**
 * Reorders the words of one line as they are printed from left to right. This is a simple form of the bidirectional
 * algorithm (UAX 9) that suffices for names: runs of words of one direction, and the direction of the first word for
 * the line. The font reverses a run without spaces as a whole, so the words of a run from right to left keep their
 * order and are joined by no-break spaces.
 */
export function wordsOnPaper(line: string): string {
  if (!hasRightToLeft(line)) return line;
  const words = line.split(' ');
  const runs: { back: boolean; words: string[] }[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    // A word without letters (a number, a dash) goes with the words before it.
    const back = letter.test(word) ? hasRightToLeft(word) : (last?.back ?? false);
    if (last && last.back === back) last.words.push(word);
    else runs.push({ back, words: [word] });
  }
  const ordered = runs[0]!.back ? runs.toReversed() : runs;
  return ordered
    .map(({ back, words: own }, index) => {
      if (!back) return own.join(' ');
      // The space after a reversed run is printed before it, so a second one is added.
      return own.join('\u00a0') + (index < ordered.length - 1 ? ' ' : '');
    })
    .join(' ');
}
