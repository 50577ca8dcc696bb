import type { Translate } from './report-model.ts';

/** A longer list of numbers is a vector, of which only the beginning is printed. */
const longestList = 16;
const shownOfVector = 8;

/**
 * A stored value as text in the reader's language: dates in UTC, yes and no, numbers in the notation of the language,
 * lists and objects on one line. Empty for null.
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
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => `${name}: ${readable(part, locale, translate)}`)
      .join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readableList(values: readonly unknown[], locale: string, translate: Translate): string {
  const said = (part: unknown): string => readable(part, locale, translate);
  if (values.length > longestList && values.every((part) => typeof part === 'number')) {
    const first = values.slice(0, shownOfVector).map(said).join('; ');
    return translate('export-numbers', { count: values.length, first });
  }
  return values.map(said).join('; ');
}
