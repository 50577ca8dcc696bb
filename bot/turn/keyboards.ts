import type { Translate } from '../../locales/locales.ts';
import type { Button } from './view.ts';

/** One button. */
export const button = (text: string, scope: string, item: string, value: string): Button => ({
  text,
  scope,
  item,
  value,
});

/** The same button in a colour. Servers and apps that know no colours show it without. */
export const coloured = (style: NonNullable<Button['style']>, plain: Button): Button => ({ ...plain, style });

/** The button that shows what is due now. */
export const continueButton = (t: Translate): Button =>
  coloured('primary', button(t('continue'), 'go', '', 'continue'));

/** The row with the button that returns to the question before. */
export const backRow = (t: Translate, scope: string, item: string): Button[] => [
  button(t('back'), scope, item, 'back'),
];

/**
 * A scale from 1 on, whose points all have words: a row each, since a telephone cuts longer texts that stand side by
 * side. The chosen point has a tick before its number.
 */
export const wordedScale = (
  scope: string,
  item: string,
  words: readonly string[],
  chosen: number | undefined,
): Button[][] => words.map((word, index) => [point(scope, item, index + 1, { chosen, word })]);

/** A scale from 1 to `points` of which only the ends have words: they get a row each, and the points between one row. */
export const scaleBetween = (
  scope: string,
  item: string,
  { points, least, most }: { points: number; least: string; most: string },
  chosen: number | undefined,
): Button[][] => [
  [point(scope, item, 1, { chosen, word: least })],
  Array.from({ length: points - 2 }, (_, index) => point(scope, item, index + 2, { chosen })),
  [point(scope, item, points, { chosen, word: most })],
];

function point(
  scope: string,
  item: string,
  value: number,
  { chosen, word }: { chosen: number | undefined; word?: string },
): Button {
  const text = word === undefined ? String(value) : `${value} · ${word}`;
  return button(value === chosen ? `✓ ${text}` : text, scope, item, String(value));
}

/** One button per choice: two to a row when every text is short, otherwise one. The chosen one has a tick. */
export function choices(
  scope: string,
  item: string,
  options: readonly { value: string; text: string }[],
  chosen?: string,
): Button[][] {
  const buttons = options.map(({ value, text }) =>
    button(value === chosen ? `✓ ${text}` : text, scope, item, value),
  );
  const perRow = buttons.every(({ text }) => text.length <= 18) ? 2 : 1;
  const rows: Button[][] = [];
  for (let start = 0; start < buttons.length; start += perRow)
    rows.push(buttons.slice(start, start + perRow));
  return rows;
}
