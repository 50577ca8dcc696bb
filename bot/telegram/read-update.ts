import type { Message } from 'grammy/types';
import type { Update } from 'telegraf/types';
import type { Locale } from '../../locales/locales.ts';
import { parseTap } from '../turn/callback-data.ts';
import type { Input, OtherKind } from '../turn/input.ts';
import { isServiceMessage } from './message-fields.ts';
import { richText } from './rich-text.ts';

/**
 * Reads an update of a private chat. Edited messages and service messages become `nothing`; every other message has an
 * input, also one of a kind that the installed types do not know.
 */
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
  // The types of grammY are those of a newer Bot API than Telegraf's.
  if ('message' in update) return inputOfMessage(update.message as unknown as Message);
  return { kind: 'nothing' };
}

function inputOfMessage(message: Message): Input {
  const { message_id: messageId, text: plain, photo = message.live_photo?.photo } = message;
  if (plain !== undefined) {
    // PostgreSQL's text cannot store a null character.
    const text = plain.replaceAll('\0', '');
    const [, command, args] = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
    return command === undefined
      ? { kind: 'text', text: text.trim(), messageId }
      : {
          kind: 'command',
          command: command.toLowerCase(),
          args: (args ?? '').trim(),
          text: text.trim(),
          messageId,
        };
  }
  const largest = photo?.at(-1);
  if (largest) return picture(largest.file_id, largest.file_size ?? 0, 'photo', 'image/jpeg', message);
  if (message.animation) return { kind: 'other', what: 'animation', messageId };
  if (message.document) {
    const { file_id, file_size, mime_type, file_name } = message.document;
    const looksLikeImage =
      mime_type?.startsWith('image/') ||
      /\.(jpe?g|png|webp|hei[cf]|gif|bmp|tiff?|avif)$/i.test(file_name ?? '');
    return looksLikeImage
      ? picture(file_id, file_size ?? 0, 'file', mime_type, message)
      : { kind: 'other', what: 'file', messageId };
  }
  // The answer of another bot that a person forwards has blocks instead of a text.
  const rich = message.rich_message && richText(message.rich_message).replaceAll('\0', '').trim();
  if (rich) return { kind: 'text', text: rich, messageId };
  if (isServiceMessage(message)) return { kind: 'nothing' };
  const known = otherKinds.find(([field]) => message[field] !== undefined);
  return { kind: 'other', what: known?.[1] ?? 'other', messageId, ...contactIn(message) };
}

function contactIn({ contact }: Message): { contact?: { name: string; phone: string; ownerId: string } } {
  if (!contact) return {};
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ').replaceAll('\0', '');
  return { contact: { name, phone: contact.phone_number, ownerId: String(contact.user_id ?? '') } };
}

const otherKinds = [
  ['video', 'video'],
  ['video_note', 'video-note'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['sticker', 'sticker'],
  ['contact', 'contact'],
  ['location', 'location'],
] as const satisfies readonly (readonly [keyof Message, OtherKind])[];

function picture(
  fileId: string,
  fileSize: number,
  as: 'photo' | 'file',
  mimeType: string | undefined,
  message: Message,
): Input {
  const { media_group_id: albumId, message_id: messageId } = message;
  return { kind: 'picture', fileId, fileSize, as, mimeType, albumId, messageId };
}

/** The language that Telegram reports for the person, or English when the program has no sentences in it. */
export function hintedLocale(update: Update): Locale {
  const from =
    'message' in update
      ? update.message.from
      : 'edited_message' in update
        ? update.edited_message.from
        : 'callback_query' in update
          ? update.callback_query.from
          : undefined;
  const code = from && 'language_code' in from ? from.language_code?.slice(0, 2) : undefined;
  return code === 'es' || code === 'ru' ? code : 'en';
}
