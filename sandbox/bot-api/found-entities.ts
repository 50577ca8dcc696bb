import type { TelegramMessageEntity } from '@gramio/types';

type EntityType = TelegramMessageEntity['type'];

/** The entities that Telegram finds in a text; where two overlap, the earlier pattern wins. */
const patterns: readonly [EntityType, RegExp][] = [
  [
    'url',
    /\bhttps?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]]|(?<![@\w./-])(?:[a-z0-9-]+\.)+(?:com|org|net|me|io|dev)\b(?:\/[^\s<>"]*[^\s<>".,;:!?)\]])?/gi,
  ],
  ['email', /(?<![\w.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}\b/gi],
  ['bot_command', /(?<![\w/<>])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])/g],
  ['mention', /(?<![\w@/])@[a-zA-Z0-9_]{4,32}\b/g],
  ['hashtag', /(?<![\w#&/])#[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*/gu],
];

/** Finds commands, links, addresses, mentions and hashtags in a text; sorted by offset, without overlaps. */
export function findEntities(text: string): TelegramMessageEntity[] {
  const found: TelegramMessageEntity[] = [];
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (!found.some((other) => overlaps(other, entity))) found.push(entity);
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** True when two ranges of a text share a character. */
export function overlaps(
  a: Pick<TelegramMessageEntity, 'offset' | 'length'>,
  b: Pick<TelegramMessageEntity, 'offset' | 'length'>,
): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
