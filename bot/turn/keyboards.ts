import type { Translate } from '../../locales/locales.ts';
import type { Button } from './view.ts';

/** One button. */
export const button = (text: string, scope: string, item: string, value: string): Button => ({
  text,
  scope,
  item,
  value,
});

/** The row with the button that returns to the question before. */
export const backRow = (t: Translate, scope: string, item: string): Button[] => [
  button(t('back'), scope, item, 'back'),
];

/** A scale from 1 to `points` in one row; the chosen point has a tick before its number. */
export const scale = (scope: string, item: string, points: number, chosen: number | undefined): Button[] =>
  Array.from({ length: points }, (_, index) => {
    const value = String(index + 1);
    return button(index + 1 === chosen ? `✓ ${value}` : value, scope, item, value);
  });

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
