/* Private use characters around a date: no name may contain them, and no sentence does. */
const begin = '\u{F0001}';
const end = '\u{F0002}';
const marked = new RegExp(`${begin}(-?\\d+) ([\\d-]+)${end}`, 'gu');

/**
 * A day as an argument of a sentence. Telegram shows it in the reader's time zone and language; an app from before Bot API
 * 9.5 shows the day in UTC, such as 2026-12-30.
 */
export const localDate = (at: Date): string =>
  `${begin}${Math.floor(at.getTime() / 1000)} ${at.toISOString().slice(0, 10)}${end}`;

/** Replaces the dates in a sentence by Telegram's HTML. `Turn.t` does so by itself. */
export const withLocalDates = (sentence: string): string =>
  sentence.replace(marked, '<tg-time unix="$1" format="D">$2</tg-time>');
