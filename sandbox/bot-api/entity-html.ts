import type { TelegramMessageEntity } from '@gramio/types';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => escapes[char]!);

const tags: Partial<Record<TelegramMessageEntity['type'], [open: string, close: string]>> = {
  bold: ['<b>', '</b>'],
  italic: ['<i>', '</i>'],
  underline: ['<u>', '</u>'],
  strikethrough: ['<s>', '</s>'],
  spoiler: ['<span class="spoiler">', '</span>'],
  code: ['<code>', '</code>'],
  pre: ['<pre>', '</pre>'],
  blockquote: ['<blockquote>', '</blockquote>'],
  expandable_blockquote: ['<blockquote>', '</blockquote>'],
  bot_command: ['<a class="command">', '</a>'],
};

const link = (address: string): [string, string] => [
  `<a href="${escapeHtml(address)}" target="_blank" rel="noreferrer noopener">`,
  '</a>',
];

function tagOf(entity: TelegramMessageEntity, text: string): [string, string] | undefined {
  const covered = text.slice(entity.offset, entity.offset + entity.length);
  if (entity.type === 'text_link' && /^https?:/i.test(entity.url ?? '')) return link(entity.url ?? '');
  if (entity.type === 'url') return link(/^https?:/i.test(covered) ? covered : `http://${covered}`);
  return tags[entity.type];
}

/** Safe, well-nested HTML of a text and its entities: the text is escaped, and only tags of this file occur. */
export function entitiesToHtml(text: string, entities: readonly TelegramMessageEntity[]): string {
  const marked = entities.flatMap((entity) => {
    const tag = tagOf(entity, text);
    return tag ? [{ begin: entity.offset, end: entity.offset + entity.length, tag }] : [];
  });
  const edges = [...new Set([0, text.length, ...marked.flatMap(({ begin, end }) => [begin, end])])];
  edges.sort((a, b) => a - b);
  let html = '';
  const open: typeof marked = [];
  for (const [index, edge] of edges.entries()) {
    // Entities may overlap without nesting: to close one, the tags inside it are closed and then opened again.
    const lowest = open.findIndex(({ end }) => end <= edge);
    const closed = lowest < 0 ? [] : open.splice(lowest).reverse();
    html += closed.map(({ tag }) => tag[1]).join('');
    const reopened = closed.filter(({ end }) => end > edge).reverse();
    const begun = marked
      .filter(({ begin, end }) => begin === edge && end > edge)
      .sort((a, b) => b.end - a.end);
    for (const mark of [...reopened, ...begun]) {
      html += mark.tag[0];
      open.push(mark);
    }
    html += escapeHtml(text.slice(edge, edges[index + 1] ?? edge));
  }
  return html;
}
