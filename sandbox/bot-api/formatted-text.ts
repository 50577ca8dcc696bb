import type { TelegramMessageEntity } from '@gramio/types';
import { findEntities, overlaps } from './found-entities.ts';
import { checkedLink, parseHtml, sortEntities, type FormattedText } from './html-entities.ts';
import { badRequest } from './refusal.ts';

/** The entities in which Telegram finds no links, commands or mentions. */
const opaque = new Set<string>(['code', 'pre', 'text_link', 'text_mention', 'custom_emoji']);

/**
 * Reads a text like the Bot API: applies parse_mode or the given entities, removes surrounding white space, and finds
 * links and commands. Refuses with the sentences of the real server.
 */
export function formatText(
  source: string,
  parseMode: string | undefined,
  given: readonly TelegramMessageEntity[] | undefined,
): FormattedText {
  const parsed = parse(source, parseMode, given);
  const { text, entities } = trim(parsed);
  const found = findEntities(text).filter(
    (entity) => !entities.some((other) => opaque.has(other.type) && overlaps(other, entity)),
  );
  const explicit = entities.filter(
    (entity) => !found.some((other) => other.type === entity.type && other.offset === entity.offset),
  );
  return { text, entities: sortEntities([...explicit, ...found]) };
}

function parse(
  source: string,
  parseMode: string | undefined,
  given: readonly TelegramMessageEntity[] | undefined,
): FormattedText {
  const clean = source.replaceAll('\r', '').replaceAll('\0', ' ');
  const mode = (parseMode ?? '').toLowerCase();
  if (mode === 'html') return parseHtml(clean);
  if (mode === 'markdown' || mode === 'markdownv2') {
    throw badRequest(`the sandbox reads parse_mode HTML only, not ${parseMode}`);
  }
  if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode');
  const entities = (given ?? []).map((entity) => checkEntity(entity, clean.length));
  return { text: clean, entities: sortEntities(entities) };
}

function checkEntity(entity: TelegramMessageEntity, textLength: number): TelegramMessageEntity {
  const { offset, length } = entity;
  const end = offset + length;
  if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`);
  if (length < 0) throw badRequest(`receive an entity with incorrect length ${length}`);
  if (offset > textLength) {
    throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  }
  if (end > textLength) {
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
    );
  }
  if (entity.type !== 'text_link') return entity;
  if (entity.url === undefined) throw badRequest(`can't parse MessageEntity: Can't find field "url"`);
  const url = checkedLink(entity.url);
  if (url === undefined) throw badRequest(`entity URL '${entity.url}' is invalid: Wrong HTTP URL`);
  return { ...entity, url };
}

function trim({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const kept = entities.flatMap((entity) => {
    const offset = Math.max(entity.offset - start, 0);
    const end = Math.min(entity.offset + entity.length - start, trimmed.length);
    return end > offset ? [{ ...entity, offset, length: end - offset }] : [];
  });
  return { text: trimmed, entities: kept };
}
