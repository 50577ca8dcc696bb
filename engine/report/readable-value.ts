import type { Translate } from './report-model.ts';

/** The fingerprint of a text or a file: 64 digits that tell a reader nothing. */
const fingerprint = /^[0-9a-f]{64}$/i;
const shownOfFingerprint = 8;

/** The word for a part of a stored object, in `export-part-*`. A part called `id` has no word beside its value. */
const partWords: Readonly<Record<string, string>> = {
  analyserVersion: 'analyser',
  numbers: 'numbers',
  instrument: 'questionnaire',
  answers: 'answers',
};

/** A longer list of numbers is a vector, of which only the beginning is printed. */
const longestList = 16;
const shownOfVector = 8;

/**
 * A stored value as text in the reader's language: dates in UTC, yes and no, numbers in the notation of the language,
 * lists and objects on one line, with words for the names of their parts. Fingerprints are shortened, and what is too
 * long to be read is counted; the JSON file has them whole. Empty for null.
 */
export function readable(value: unknown, locale: string, translate: Translate): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    return new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    }).format(value);
  }
  if (typeof value === 'boolean') return translate(value ? 'yes' : 'no');
  // Years and chat ids are numbers too, so there are no separators between thousands.
  if (typeof value === 'number')
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 4, useGrouping: false }).format(value);
  if (Array.isArray(value)) return readableList(value, locale, translate);
  if (typeof value === 'object') return readableObject(Object.entries(value), locale, translate);
  if (typeof value !== 'string') return JSON.stringify(value);
  return fingerprint.test(value)
    ? translate('export-fingerprint', { first: value.slice(0, shownOfFingerprint) })
    : value;
}

function readableObject(
  parts: readonly (readonly [name: string, value: unknown])[],
  locale: string,
  translate: Translate,
): string {
  if (parts.length > longestList) return translate('export-entries', { count: parts.length });
  return parts
    .flatMap(([name, part]) => {
      if (name === 'repeat') return part === true ? [translate('export-repeated')] : [];
      const said = readable(part, locale, translate);
      const word = partWords[name];
      if (name === 'id') return [said];
      return [`${word === undefined ? name : translate(`export-part-${word}`)}: ${said}`];
    })
    .join(', ');
}

function readableList(values: readonly unknown[], locale: string, translate: Translate): string {
  const said = (part: unknown): string => readable(part, locale, translate);
  if (values.length > longestList && values.every((part) => typeof part === 'number')) {
    const first = values.slice(0, shownOfVector).map(said).join('; ');
    return translate('export-numbers', { count: values.length, first });
  }
  return values.map(said).join('; ');
}
