import type { RichMessage } from 'grammy/types';

const deepest = 16;
/** The longest plain text that Telegram accepts. */
const longest = 4096;

/**
 * The words of a rich message (Bot API 10.1) without their formatting, one block a line, at most 4096 characters. The
 * blocks are read by the names of their fields and not by their types, so that a new type of block keeps its words.
 */
export const richText = ({ blocks }: RichMessage): string =>
  linesOf(blocks, 0).filter(Boolean).join('\n').slice(0, longest);

function linesOf(block: unknown, depth: number): string[] {
  if (depth > deepest || typeof block !== 'object' || block === null) return [];
  if (Array.isArray(block)) return block.flatMap((one) => linesOf(one, depth + 1));
  const { text, summary, expression, blocks, items, cells, caption } = block as Record<string, unknown>;
  return [
    wordsOf(summary, depth + 1),
    wordsOf(text, depth + 1),
    wordsOf(expression, depth + 1),
    ...linesOf(blocks, depth + 1),
    ...linesOf(items, depth + 1),
    ...rowsOf(cells, depth + 1),
    ...(isBlockCaption(caption) ? linesOf(caption, depth + 1) : [wordsOf(caption, depth + 1)]),
  ];
}

/** A table: the cells of a row side by side. */
const rowsOf = (cells: unknown, depth: number): string[] =>
  Array.isArray(cells) ? cells.map((row) => linesOf(row, depth).filter(Boolean).join(' · ')) : [];

/** A caption of a picture has text and credit; that of a table is itself a rich text. */
const isBlockCaption = (caption: unknown): boolean =>
  typeof caption === 'object' && caption !== null && !Array.isArray(caption) && !('type' in caption);

function wordsOf(text: unknown, depth: number): string {
  if (typeof text === 'string') return text;
  if (depth > deepest || typeof text !== 'object' || text === null) return '';
  if (Array.isArray(text)) return text.map((part) => wordsOf(part, depth + 1)).join('');
  const { text: inner, alternative_text: emoji, expression } = text as Record<string, unknown>;
  return wordsOf(inner ?? emoji ?? expression, depth + 1);
}
