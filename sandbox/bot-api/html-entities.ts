import type { TelegramMessageEntity } from '@gramio/types';
import { badRequest } from './refusal.ts';

/** A text and its entities; offsets and lengths count UTF-16 code units, as in the Bot API and in JavaScript. */
export interface FormattedText {
  text: string;
  entities: TelegramMessageEntity[];
}

type EntityType = TelegramMessageEntity['type'];

/** The tags that become an entity by their name alone; a, pre, code, span, blockquote, tg-emoji and tg-time have arguments. */
const plainTags: Readonly<Record<string, EntityType>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
};
const otherTags = new Set(['a', 'pre', 'code', 'blockquote', 'tg-emoji', 'tg-time']);
const namedCharacters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  name: string;
  /** The href, language, emoji id, Unix time, or "expandable". */
  argument: string;
  /** How a date is shown. */
  format: string;
  offset: number;
}

const isSpace = (char: string | undefined): boolean => char !== undefined && /[ \t\n\r\v\f\0]/.test(char);
const fail = (message: string): never => {
  throw badRequest(`can't parse entities: ${message}`);
};

/**
 * Reads Telegram's HTML like the real server (core.telegram.org/bots/api#html-style): it accepts the same tags and
 * mistakes, and refuses the rest with the same sentences and byte offsets.
 *
 * @example parseHtml('<b>a</b> &lt; b') // { text: 'a < b', entities: [{ type: 'bold', offset: 0, length: 1 }] }
 */
export function parseHtml(source: string): FormattedText {
  const reader = new HtmlReader(source);
  return reader.read();
}

class HtmlReader {
  readonly source: string;
  position = 0;
  text = '';
  readonly open: OpenTag[] = [];
  readonly entities: TelegramMessageEntity[] = [];

  constructor(source: string) {
    this.source = source;
  }

  read(): FormattedText {
    while (this.position < this.source.length) {
      const char = this.source[this.position]!;
      if (char === '&') this.text += this.character();
      else if (char === '<') this.tag();
      else {
        this.text += char;
        this.position++;
      }
    }
    const last = this.open.at(-1);
    if (last) fail(`Can't find end tag corresponding to start tag "${last.name}"`);
    for (const entity of this.entities) if (entity.type === 'code') delete entity.language;
    return { text: this.text, entities: sortEntities(this.entities) };
  }

  /** Reads a character reference, with or without its semicolon; other text after "&" stays as it is. */
  character(): string {
    const reference = /^&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?/.exec(
      this.source.slice(this.position, this.position + 12),
    );
    const [whole, hexadecimal, decimal, name] = reference ?? [];
    if (whole === undefined) return this.source[this.position++]!;
    if (name !== undefined) {
      this.position += whole.length;
      return namedCharacters[name]!;
    }
    const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    if (!isCharacter) return this.source[this.position++]!;
    this.position += whole.length;
    return String.fromCodePoint(code);
  }

  tag(): void {
    const begin = this.position++;
    if (this.source[this.position] === '/') this.endTag(begin);
    else this.startTag(begin);
  }

  startTag(begin: number): void {
    const name = this.until((char) => isSpace(char) || char === '>').toLowerCase();
    if (this.position >= this.source.length) fail(`Unclosed start tag at byte offset ${this.bytes(begin)}`);
    if (!(name in plainTags) && !otherTags.has(name)) {
      fail(`Unsupported start tag "${name}" at byte offset ${this.bytes(begin)}`);
    }
    let argument = '';
    let format = '';
    for (;;) {
      this.until((char) => !isSpace(char));
      if (this.source[this.position] === '>') break;
      const [attribute, value] = this.attribute(name, begin);
      argument = argumentOf(name, attribute, value) ?? argument;
      if (name === 'tg-time' && attribute === 'format') format = value;
    }
    this.position++;
    if (name === 'span' && argument !== 'spoiler') {
      fail(`Tag "span" must have class "tg-spoiler" at byte offset ${this.bytes(begin)}`);
    }
    this.open.push({ name, argument, format, offset: this.text.length });
  }

  attribute(tag: string, begin: number): [name: string, value: string] {
    const unclosed = (): never => fail(`Unclosed start tag "${tag}" at byte offset ${this.bytes(begin)}`);
    const nameBegin = this.position;
    const name = this.until((char) => isSpace(char) || char === '=' || char === '>').toLowerCase();
    if (name === '') fail(`Empty attribute name in the tag "${tag}" at byte offset ${this.bytes(nameBegin)}`);
    this.until((char) => !isSpace(char));
    if (this.position >= this.source.length) unclosed();
    if (this.source[this.position] !== '=') {
      if (tag === 'blockquote' && name === 'expandable') return [name, ''];
      fail(
        `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${this.bytes(begin)}`,
      );
    }
    this.position++;
    this.until((char) => !isSpace(char));
    const quote = this.source[this.position];
    if (quote === undefined) unclosed();
    const value = quote === '"' || quote === "'" ? this.quoted(quote) : this.token();
    if (this.position >= this.source.length) fail(`Unclosed start tag at byte offset ${this.bytes(begin)}`);
    return [name, value];
  }

  quoted(quote: string): string {
    this.position++;
    let value = '';
    while (this.position < this.source.length && this.source[this.position] !== quote) {
      value += this.source[this.position] === '&' ? this.character() : this.source[this.position++]!;
    }
    this.position++;
    return value;
  }

  token(): string {
    const begin = this.position;
    const value = this.until((char) => !/[A-Za-z0-9.-]/.test(char)).toLowerCase();
    const next = this.source[this.position];
    if (!isSpace(next) && next !== '>')
      fail(`Unexpected end of name token at byte offset ${this.bytes(begin)}`);
    return value;
  }

  endTag(begin: number): void {
    const opened = this.open.pop();
    if (!opened) return fail(`Unexpected end tag at byte offset ${this.bytes(begin)}`);
    this.position++;
    const name = this.until((char) => isSpace(char) || char === '>').toLowerCase();
    this.until((char) => !isSpace(char));
    if (this.source[this.position] !== '>') fail(`Unclosed end tag at byte offset ${this.bytes(begin)}`);
    this.position++;
    if (name !== '' && name !== opened.name) {
      fail(
        `Unmatched end tag at byte offset ${this.bytes(begin)}, expected "</${opened.name}>", found "</${name}>"`,
      );
    }
    const length = this.text.length - opened.offset;
    if (length > 0) this.close(opened, length);
  }

  close({ name, argument, format, offset }: OpenTag, length: number): void {
    const plain = plainTags[name];
    const inner = this.entities.at(-1);
    const coversInner = inner?.offset === offset && inner.length === length;
    if (plain) this.entities.push({ type: plain, offset, length });
    else if (name === 'blockquote') {
      this.entities.push({ type: argument === '' ? 'blockquote' : 'expandable_blockquote', offset, length });
    } else if (name === 'code') {
      // The language of a <pre> may stand on a <code> inside or around it; on a <code> alone it is dropped at the end.
      if (coversInner && inner.type === 'pre' && argument !== '') inner.language = argument;
      else this.entities.push({ type: 'code', offset, length, ...(argument ? { language: argument } : {}) });
    } else if (name === 'pre') {
      if (coversInner && inner.type === 'code' && inner.language !== undefined) inner.type = 'pre';
      else this.entities.push({ type: 'pre', offset, length });
    } else if (name === 'tg-time') {
      if (!/^(?:r|w?[dD]?[tT]?)$/.test(format)) fail('Invalid date-time format specified');
      const unix_time = Number.parseInt(argument, 10) || 0;
      const date_time_format = format;
      this.entities.push({ type: 'date_time', offset, length, unix_time, date_time_format });
    } else if (name === 'tg-emoji') {
      if (!/^-?[1-9][0-9]{0,18}$/.test(argument) || BigInt(argument) > 2n ** 63n - 1n) {
        fail('Invalid custom emoji identifier specified');
      }
      this.entities.push({ type: 'custom_emoji', offset, length, custom_emoji_id: argument });
    } else {
      const url = checkedLink(argument === '' ? this.text.slice(offset) : argument);
      if (url !== undefined) this.entities.push({ type: 'text_link', offset, length, url });
    }
  }

  until(stop: (char: string) => boolean): string {
    const begin = this.position;
    while (this.position < this.source.length && !stop(this.source[this.position]!)) this.position++;
    return this.source.slice(begin, this.position);
  }

  /** The position in bytes of UTF-8, as the refusals count it. */
  bytes(position: number): number {
    return Buffer.byteLength(this.source.slice(0, position));
  }
}

function argumentOf(tag: string, attribute: string, value: string): string | undefined {
  if (tag === 'a' && attribute === 'href') return value;
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice(9);
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice(3);
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value;
  if (tag === 'tg-time' && attribute === 'unix') return value;
  if (tag === 'blockquote' && attribute === 'expandable') return 'expandable';
  return undefined;
}

/** The link as Telegram stores it (scheme added, host in lower case); undefined for a link that Telegram drops. */
export function checkedLink(link: string): string | undefined {
  const trimmed = link.trim();
  const withScheme = /^(?:[a-z][a-z0-9+-]*:\/\/|tg:|ton:)/i.test(trimmed);
  const candidate = withScheme ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(candidate)) return undefined;
  const url = new URL(candidate);
  if (url.protocol === 'tg:' || url.protocol === 'ton:') return candidate;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? url.href : undefined;
}

/** Sorts entities like the Bot API: by offset, then the longer first. */
export function sortEntities(entities: readonly TelegramMessageEntity[]): TelegramMessageEntity[] {
  return entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
}
