/** The longest text of a message; Telegram counts it without tags, so a text with tags is cut a little earlier. */
const longestText = 4096;
/** The room that the closing tags of a part may take. */
const roomForTags = 200;

/** Text with Telegram's HTML, cut into parts that each fit into a message, at the ends of lines where it has such. */
export function partsOf(html: string, longest = longestText): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let part = '';
  const close = (): void => {
    parts.push(part.trim() + open.toReversed().map(closing).join(''));
    part = open.join('');
  };
  for (const line of html.split(/(?<=\n)/)) {
    const fits = part.length + line.length <= longest - roomForTags;
    if (!fits && part.length > open.join('').length) close();
    for (const token of tokensOf(line)) {
      if (part.length + token.length > longest - roomForTags) close();
      part += token;
      if (token.startsWith('</')) open.pop();
      else if (isTag(token)) open.push(token);
    }
  }
  if (part.trim() !== '') close();
  return parts.filter((text) => withoutTags(text).trim() !== '');
}

/** What must not be cut: a tag, a character reference, a word of ordinary length, a character. */
const tokensOf = (line: string): string[] => line.match(/<[^>]*>|&[^;\s]+;|[^\s<&]{1,200}|[\s\S]/gu) ?? [];
const isTag = (token: string): boolean => /^<[^>]+>$/.test(token);
const closing = (tag: string): string => `</${/^<([\w-]+)/.exec(tag)?.[1] ?? ''}>`;

const references: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** The words of a text with Telegram's HTML. */
export const withoutTags = (html: string): string =>
  html.replace(/<[^>]*>/g, '').replace(/&(lt|gt|amp|quot);/g, (_, name: string) => references[name] ?? '');
