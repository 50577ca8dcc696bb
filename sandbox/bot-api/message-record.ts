import type {
  TelegramChat,
  TelegramInlineKeyboardMarkup,
  TelegramMessage,
  TelegramMessageEntity,
  TelegramMessageOrigin,
  TelegramUser,
} from '@gramio/types';
import type { ChatMessage } from '../chat-types.ts';
import { entitiesToHtml } from './entity-html.ts';
import { chatFileOf, mediaFields, type Media } from './media.ts';

/** One message. The forms of the Bot API and of the page are made from it. */
export interface MessageRecord {
  id: number;
  chatId: number;
  sender: TelegramUser;
  /** The time in Unix seconds. */
  date: number;
  editDate?: number;
  /** The text or, with media, the caption. */
  text?: string;
  entities: TelegramMessageEntity[];
  media?: Media;
  contact?: { phone: string; firstName: string; lastName?: string; userId: number };
  markup?: TelegramInlineKeyboardMarkup;
  protected: boolean;
  replyTo?: MessageRecord;
  albumId?: string;
  origin?: TelegramMessageOrigin;
  captionAbove?: boolean;
  /** The emoji with which the bot reacted to the message. */
  reaction?: string;
  /** The topic of a private chat in which the message stands. */
  threadId?: number;
  /** Fields of the Bot API that a test has put into the message, such as a kind that the sandbox does not know. */
  raw?: Readonly<Record<string, unknown>>;
  /** Every callback_data that the message ever had: a slow client may tap a button that was replaced. */
  shownData: Set<string>;
}

/** The inline_message_id of a message, for a tap that comes without the message itself. */
export const inlineIdOf = ({ chatId, id }: Pick<MessageRecord, 'chatId' | 'id'>): string =>
  Buffer.from(`${chatId}:${id}`).toString('base64url');

/** The chat and message of an inline_message_id; NaN for one that the sandbox did not make. */
export function messageOfInlineId(inlineId: string): { chatId: number; messageId: number } {
  const [chatId, messageId] = Buffer.from(inlineId, 'base64url').toString().split(':').map(Number);
  return { chatId: chatId ?? Number.NaN, messageId: messageId ?? Number.NaN };
}

/** The message in the form of the Bot API. */
export function toTelegram(record: MessageRecord, chat: TelegramChat, withReply = true): TelegramMessage {
  const { text, entities, media, contact, replyTo } = record;
  const marked = entities.length > 0;
  return {
    message_id: record.id,
    from: record.sender,
    chat,
    date: record.date,
    ...(record.editDate === undefined ? {} : { edit_date: record.editDate }),
    ...(record.origin === undefined ? {} : { forward_origin: record.origin }),
    ...(record.albumId === undefined ? {} : { media_group_id: record.albumId }),
    ...(withReply && replyTo ? { reply_to_message: toTelegram(replyTo, chat, false) } : {}),
    ...(record.protected ? { has_protected_content: true } : {}),
    ...(media ? mediaFields(media) : {}),
    ...(record.captionAbove ? { show_caption_above_media: true } : {}),
    ...(record.threadId === undefined ? {} : { message_thread_id: record.threadId, is_topic_message: true }),
    ...(contact
      ? {
          contact: {
            phone_number: contact.phone,
            first_name: contact.firstName,
            ...(contact.lastName === undefined ? {} : { last_name: contact.lastName }),
            user_id: contact.userId,
          },
        }
      : {}),
    ...(text === undefined
      ? {}
      : media
        ? { caption: text, ...(marked ? { caption_entities: entities } : {}) }
        : { text, ...(marked ? { entities } : {}) }),
    ...(record.markup ? { reply_markup: record.markup } : {}),
    ...record.raw,
  };
}

/** The message in the form of the chat page. */
export function toChatMessage(record: MessageRecord): ChatMessage {
  const { text, entities, media, contact, markup } = record;
  return {
    id: record.id,
    chatId: record.chatId,
    from: record.sender.is_bot ? 'bot' : 'person',
    date: new Date(record.date * 1000).toISOString(),
    ...(text === undefined ? {} : { text, html: entitiesToHtml(text, entities) }),
    ...(record.reaction === undefined ? {} : { reaction: record.reaction }),
    ...(markup?.force_reply ? { opensReply: true } : {}),
    ...(record.raw ? { other: Object.keys(record.raw).join(', ') } : {}),
    ...(media ? { file: chatFileOf(media) } : {}),
    ...(record.albumId === undefined ? {} : { albumId: record.albumId }),
    ...(contact
      ? {
          contact: {
            phone: contact.phone,
            name: [contact.firstName, contact.lastName].filter(Boolean).join(' '),
          },
        }
      : {}),
    ...(markup
      ? {
          buttons: markup.inline_keyboard.map((row) =>
            row.map(({ text: label, callback_data: data, url, style, disabled }) => ({
              text: label,
              ...(style === undefined ? {} : { style }),
              ...(disabled ? { disabled: true } : {}),
              ...(data === undefined ? {} : { data }),
              ...(url === undefined ? {} : { url }),
            })),
          ),
        }
      : {}),
    ...(record.editDate === undefined ? {} : { edited: true }),
    ...(record.protected ? { protected: true } : {}),
    ...(record.replyTo ? { replyTo: record.replyTo.id } : {}),
    ...(record.origin ? { forwarded: true } : {}),
  };
}
