import type { TelegramMessage, TelegramMessageEntity, TelegramReplyParameters } from '@gramio/types';
import type { Call } from '../call.ts';
import { formatText } from '../formatted-text.ts';
import { largestOf, type Media } from '../media.ts';
import { toTelegram, type MessageRecord } from '../message-record.ts';
import { checkPhoto } from '../photo-sizes.ts';
import { badRequest } from '../refusal.ts';
import { inlineKeyboard, type ReplyMarkup } from '../reply-markup.ts';
import type { Chat } from '../chat.ts';
import type { World } from '../world.ts';

const textLimit = 4096;
const captionLimit = 1024;

/** The parameters that all sending methods share. */
export interface SendParams {
  chat_id?: number | string;
  protect_content?: boolean;
  reply_markup?: ReplyMarkup;
  reply_parameters?: TelegramReplyParameters;
  /** The older form of reply_parameters, which the real server still reads. */
  reply_to_message_id?: number;
  allow_sending_without_reply?: boolean;
  message_thread_id?: number;
  ephemeral_message_parameters?: object;
}

export interface CaptionParams {
  caption?: string;
  parse_mode?: string;
  caption_entities?: TelegramMessageEntity[];
  has_spoiler?: boolean;
  show_caption_above_media?: boolean;
}

type Content = Partial<Pick<MessageRecord, 'text' | 'entities' | 'media' | 'albumId' | 'captionAbove'>>;

/** Reads the text of a message; refuses one that is empty or too long. */
export function messageText(
  source: string | undefined,
  parseMode: string | undefined,
  entities: readonly TelegramMessageEntity[] | undefined,
): { text: string; entities: TelegramMessageEntity[] } {
  if (source === undefined || source === '') throw badRequest('message text is empty');
  const formatted = formatText(source, parseMode, entities);
  if (formatted.text === '') throw badRequest('text must be non-empty');
  if (formatted.text.length > textLimit) throw badRequest('message is too long');
  return formatted;
}

/** Reads a caption; refuses one that is too long. An empty caption is no content. */
export function captionOf({ caption, parse_mode: mode, caption_entities: given }: CaptionParams): Content {
  if (caption === undefined || caption === '') return {};
  const formatted = formatText(caption, mode, given);
  if (formatted.text.length > captionLimit) throw badRequest('message caption is too long');
  return formatted.text === '' ? {} : formatted;
}

/** Posts a message of the bot and returns it in the form of the Bot API. */
export function sendContent(
  { world, params }: Pick<Call<SendParams>, 'world' | 'params'>,
  chat: Chat,
  content: Content,
): TelegramMessage {
  const { message_thread_id: threadId = 0 } = params;
  if (params.ephemeral_message_parameters) {
    throw badRequest('ephemeral messages are not supported by the sandbox');
  }
  if (threadId !== 0 && !world.topics.get(chat.view.id)?.has(threadId)) {
    throw badRequest('message thread not found');
  }
  const markup = inlineKeyboard(params.reply_markup);
  const replyTo = repliedMessage(chat, params);
  const record = world.post({
    chatId: chat.view.id,
    sender: world.botUser,
    entities: [],
    protected: params.protect_content ?? false,
    ...(markup ? { markup } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(threadId === 0 ? {} : { threadId }),
    ...content,
  });
  return toTelegram(record, chat.view);
}

function repliedMessage(chat: Chat, params: SendParams): MessageRecord | undefined {
  const messageId = params.reply_parameters?.message_id ?? params.reply_to_message_id;
  if (messageId === undefined || messageId === 0) return undefined;
  const replied = chat.messages.get(messageId);
  const isOptional =
    params.reply_parameters?.allow_sending_without_reply ?? params.allow_sending_without_reply;
  if (!replied && !isOptional) throw badRequest('message to be replied not found');
  return replied;
}

const typeNames: Readonly<Record<string, string>> = {
  photo: 'Photo',
  document: 'Document',
  video: 'Video',
  video_note: 'VideoNote',
  voice: 'VoiceNote',
  sticker: 'Sticker',
};

/** The file that a parameter names: an upload in the field of that name, attach://FIELD, or a file_id. */
export async function mediaParam(
  { world, uploads }: Pick<Call, 'world' | 'uploads'>,
  kind: 'photo' | 'document' | 'video',
  value: string | undefined,
  partName: string = kind,
): Promise<Media> {
  const attached = /^attach:\/\/(.+)$/s.exec(value ?? '')?.[1];
  const upload = uploads.get(attached ?? partName);
  if (upload) {
    if (kind === 'photo' && upload.bytes.length > 0) await checkPhoto(upload.bytes);
    return world.store(kind, upload);
  }
  if (value === undefined || value === '' || attached !== undefined) {
    throw badRequest(`there is no ${kind} in the request`);
  }
  if (/^https?:\/\//i.test(value)) throw badRequest('failed to get HTTP URL content');
  const known = world.media.get(value);
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified');
  if (known.kind !== kind) {
    throw badRequest(`can't use file of type ${typeNames[known.kind]} as ${typeNames[kind]}`);
  }
  return known;
}

/** The media with the spoiler of this message. */
export function withSpoiler(media: Media, hasSpoiler: boolean | undefined): Media {
  const { spoiler: _, ...plain } = media;
  return hasSpoiler && media.kind !== 'document' ? { ...plain, spoiler: true } : plain;
}

/** True when both show the same file in the same way. */
export function sameMedia(a: Media, b: Media): boolean {
  return (
    a.kind === b.kind &&
    largestOf(a).file.uniqueId === largestOf(b).file.uniqueId &&
    (a.spoiler ?? false) === (b.spoiler ?? false) &&
    a.fileName === b.fileName
  );
}

/** The chat that a sending method writes to. */
export const target = (world: World, params: { chat_id?: number | string }): Chat =>
  world.writableChat(params.chat_id);
