/** Text with typographic variants replaced, and the place of each of its characters in the original. */
export interface Spelling {
  readonly text: string;
  readonly positions: readonly number[];
  /** True when anything but case, blanks at the ends or the `HLA-` prefix had to be changed. */
  readonly changed: boolean;
}

const dashes = /[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/;
const asterisks = /[\u2217\u204e\u2731\u22c6\u00d7]/;
/** Visible characters of ASCII only. */
const plain = /^[!-~]*$/;
const blanks = /[\s\u200b-\u200f\u2060\ufeff]/;

/**
 * Removes blanks, turns full-width and typographic characters into ASCII ones and keeps track of positions.
 * Linear in the length of the text.
 */
export function cleanSpelling(original: string): Spelling {
  if (plain.test(original))
    return { text: original, positions: [...original].map((_, at) => at), changed: !isCanonical(original) };
  const positions: number[] = [];
  let text = '';
  let changed = false;
  for (let index = 0; index < original.length; index++) {
    const char = original[index] ?? '';
    if (blanks.test(char)) {
      changed ||= text !== '' && original.slice(index).trim() !== '';
      continue;
    }
    const plain = plainForm(char);
    changed ||= plain !== char;
    for (const unit of plain) {
      text += unit;
      positions.push(index);
    }
  }
  return { text, positions, changed: changed || !isCanonical(text) };
}

function isCanonical(text: string): boolean {
  // The small g of a group and the w of Cw and of workshop antigens are written in lower case.
  const cased = (text.endsWith('g') ? text.slice(0, -1) : text).replace(
    /^((?:HLA-)?[A-D][RQP]?)w(?=[\d*])/,
    '$1W',
  );
  return cased === cased.toUpperCase() && !text.includes('_') && !/^[A-Z][^*]*:/.test(text);
}

function plainForm(char: string): string {
  if (char < '\u0080') return char;
  if (dashes.test(char)) return '-';
  if (asterisks.test(char)) return '*';
  const compatible = char.normalize('NFKC');
  return /^[ -~]+$/.test(compatible) ? compatible : char;
}
