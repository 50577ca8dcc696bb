import type { Button, View } from './view.ts';
import type { Turn } from './turn.ts';

/** One page of a list, with the page's number (from 1) and how many there are. */
export interface Page<T> {
  items: readonly T[];
  page: number;
  pages: number;
}

/** The page with this number; the nearest one when there are fewer pages by now. */
export function pageOf<T>(items: readonly T[], size: number, page: number): Page<T> {
  const { page: at, pages, offset } = pageAt(items.length, size, page);
  return { items: items.slice(offset, offset + size), page: at, pages };
}

/** Where a page begins in a list of which only the length is known. */
export function pageAt(
  count: number,
  size: number,
  page: number,
): { page: number; pages: number; offset: number } {
  const pages = Math.max(1, Math.ceil(count / size));
  const at = Math.min(Math.max(1, page), pages);
  return { page: at, pages, offset: (at - 1) * size };
}

/** The number in a button's value such as `p3`; 1 for any other value. */
export const pageIn = (value: string): number => Number(/^p(\d{1,4})$/.exec(value)?.[1] ?? 1);

/** A row with arrows to the pages before and after; no row for a list of one page. */
export function pageRow(
  scope: string,
  item: string,
  { page, pages }: Pick<Page<unknown>, 'page' | 'pages'>,
): Button[][] {
  if (pages === 1) return [];
  const to = (text: string, target: number): Button => ({ text, scope, item, value: `p${target}` });
  return [
    [
      ...(page > 1 ? [to(`‹ ${page - 1}`, page - 1)] : []),
      ...(page < pages ? [to(`${page + 1} ›`, page + 1)] : []),
    ],
  ];
}

/** Writes over the message whose button was tapped; after a command it is a message of its own. */
export function sayInPlace({ input, say, send }: Turn, text: string, buttons: View['buttons']): void {
  if (input.kind === 'tap' && input.messageId !== undefined)
    send({ kind: 'edit', messageId: input.messageId, text, buttons });
  else say(text, buttons);
}
