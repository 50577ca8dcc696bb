import { badRequest } from './refusal.ts';

const styles: ReadonlySet<string> = new Set(['primary', 'success', 'danger']);

/**
 * An inline keyboard with the values that the real server reads more widely than the types say: a style in any case,
 * "default" or an empty style for none, and the id of an emoji as a number. Other markups are returned unchanged.
 */
export function readButtons(markup: unknown): unknown {
  const rows = (markup as { inline_keyboard?: unknown } | null)?.inline_keyboard;
  if (!Array.isArray(rows)) return markup;
  const read = rows.map((row: unknown) => (Array.isArray(row) ? row.map(readButton) : row));
  return { ...(markup as object), inline_keyboard: read };
}

function readButton(button: unknown): unknown {
  if (typeof button !== 'object' || button === null) return button;
  const { style, icon_custom_emoji_id: icon, ...rest } = button as Record<string, unknown>;
  const known = typeof style === 'string' ? style.toLowerCase() : style;
  const isNone = known === undefined || known === '' || known === 'default';
  if (typeof known === 'string' && !isNone && !styles.has(known)) {
    throw badRequest("can't parse inline keyboard button: invalid button style specified");
  }
  return {
    ...rest,
    ...(isNone ? {} : { style: known }),
    ...(icon === undefined ? {} : { icon_custom_emoji_id: typeof icon === 'number' ? String(icon) : icon }),
  };
}
