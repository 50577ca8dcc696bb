import type { Translate } from '../../locales/locales.ts';
import type { Button } from './view.ts';

/** One button. */
export const button = (text: string, scope: string, item: string, value: string): Button => ({
  text,
  scope,
  item,
  value,
});

/** The row that leads one question back. */
export const backRow = (t: Translate, scope: string, item: string): Button[] => [
  button(t('back'), scope, item, 'back'),
];

/** A scale in one row; the chosen point is marked with words' best friend, a tick. */
export const scale = (scope: string, item: string, points: number, chosen: number | undefined): Button[] =>
  Array.from({ length: points }, (_, index) => {
    const value = String(index + 1);
    return button(index + 1 === chosen ? `✓ ${value}` : value, scope, item, value);
  });

/** Choices below one another, two to a row when they are short. */
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
