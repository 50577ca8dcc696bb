import type { Message, Update } from 'telegraf/types';
import type { Locale } from '../../locales/locales.ts';
import { parseTap } from '../turn/callback-data.ts';
import type { Input, OtherKind } from '../turn/input.ts';

/** Reads an update of a private chat. Edited messages and service messages become `nothing`. */
export function inputOf(update: Update): Input {
  if ('callback_query' in update) {
    const query = update.callback_query;
    return {
      kind: 'tap',
      tap: 'data' in query ? parseTap(query.data) : undefined,
      queryId: query.id,
      messageId: query.message?.message_id,
    };
  }
  if ('message' in update) return inputOfMessage(update.message);
  return { kind: 'nothing' };
}

function inputOfMessage(message: Message): Input {
  const messageId = message.message_id;
  if ('text' in message) {
    // PostgreSQL's text cannot store a null character.
    const text = message.text.replaceAll('\0', '');
    const [, command, args] = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
    return command === undefined
      ? { kind: 'text', text: text.trim(), messageId }
      : { kind: 'command', command: command.toLowerCase(), args: (args ?? '').trim(), messageId };
  }
  if ('photo' in message) {
    const largest = message.photo.at(-1)!;
    return picture(largest.file_id, largest.file_size ?? 0, 'photo', 'image/jpeg', message);
  }
  if ('animation' in message) return { kind: 'other', what: 'animation', messageId };
  if ('document' in message) {
    const { file_id, file_size, mime_type, file_name } = message.document;
    const looksLikeImage =
      mime_type?.startsWith('image/') ||
      /\.(jpe?g|png|webp|hei[cf]|gif|bmp|tiff?|avif)$/i.test(file_name ?? '');
    return looksLikeImage
      ? picture(file_id, file_size ?? 0, 'file', mime_type, message)
      : { kind: 'other', what: 'file', messageId };
  }
  const other = otherKinds.find(([field]) => field in message);
  return other ? { kind: 'other', what: other[1], messageId } : { kind: 'nothing' };
}

const otherKinds = [
  ['video', 'video'],
  ['video_note', 'video-note'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['sticker', 'sticker'],
  ['contact', 'contact'],
  ['location', 'location'],
  ['poll', 'other'],
  ['dice', 'other'],
  ['story', 'other'],
] as const satisfies readonly (readonly [string, OtherKind])[];

function picture(
  fileId: string,
  fileSize: number,
  as: 'photo' | 'file',
  mimeType: string | undefined,
  message: Message,
): Input {
  const albumId = 'media_group_id' in message ? message.media_group_id : undefined;
  return { kind: 'picture', fileId, fileSize, as, mimeType, albumId, messageId: message.message_id };
}

/** The language that Telegram reports for the person, or English when the program has no sentences in it. */
export function hintedLocale(update: Update): Locale {
  const from =
    'message' in update
      ? update.message.from
      : 'callback_query' in update
        ? update.callback_query.from
        : undefined;
  const code = from && 'language_code' in from ? from.language_code?.slice(0, 2) : undefined;
  return code === 'es' || code === 'ru' ? code : 'en';
}
