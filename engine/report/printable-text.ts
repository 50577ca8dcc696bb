/** True when a font has a sign for the code point. */
export type HasGlyph = (codePoint: number) => boolean;

// Signs that steer their neighbours and draw nothing themselves: joiners, variation selectors.
const invisible = new Set(['\u200c', '\u200d', '\ufe0e', '\ufe0f']);
// Control and format signs: a direction mark in a name must not turn the rest of a line. The joiners are format signs
// too, and letters need them.
const unwanted = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** More marks than this on one letter are a prank that would run over the lines above and below. */
const longestCluster = 4;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The signs of a text as a reader counts them. */
export const graphemesOf = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * Any text as far as a font can print it: what it has no sign for (most emoji, Chinese) is left out instead of printed
 * as a box. May be empty.
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
 * Puts the runs of one line in the order in which they stand on paper from left to right. Enough for names: runs of
 * words of one direction, the first word's direction for the whole. A font turns a run without spaces as one, so the
 * words of a run from right to left keep their order and are joined by spaces that do not break.
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
      // The space after a turned run lands before it, and another one is needed behind it.
      return own.join('\u00a0') + (index < ordered.length - 1 ? ' ' : '');
    })
    .join(' ');
}
