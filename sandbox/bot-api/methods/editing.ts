import { isDeepStrictEqual } from 'node:util';
import type { TelegramMessage, TelegramMessageEntity } from '@gramio/types';
import type { Call } from '../call.ts';
import { messageOfInlineId, toTelegram, type MessageRecord } from '../message-record.ts';
import { badRequest } from '../refusal.ts';
import { inlineKeyboard, type ReplyMarkup } from '../reply-markup.ts';
import type { Chat } from '../chat.ts';
import {
  captionOf,
  mediaParam,
  messageText,
  sameMedia,
  withSpoiler,
  type CaptionParams,
} from './outgoing.ts';
import { kindOf, type InputMedia } from './sending.ts';

interface EditParams {
  chat_id?: number | string;
  message_id?: number;
  inline_message_id?: string;
  reply_markup?: ReplyMarkup;
}

const deletionWindow = 48 * 60 * 60;
const notModified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

export function editMessageText(
  call: Call<
    EditParams & {
      text?: string;
      parse_mode?: string;
      entities?: TelegramMessageEntity[];
      rich_message?: object;
    }
  >,
): TelegramMessage | true {
  const { text, parse_mode: mode, entities, rich_message: rich } = call.params;
  if (rich) throw badRequest('rich messages are not supported by the sandbox');
  const formatted = messageText(text, mode, entities);
  const { chat, record } = editable(call);
  if (record.media || record.text === undefined) throw badRequest('there is no text in the message to edit');
  return change(call, chat, record, { ...record, ...formatted });
}

export function editMessageCaption(call: Call<EditParams & CaptionParams>): TelegramMessage | true {
  const caption = captionOf(call.params);
  const { chat, record } = editable(call);
  if (!record.media) throw badRequest('there is no caption in the message to edit');
  const { text: _, ...rest } = record;
  const captionAbove = call.params.show_caption_above_media ?? false;
  return change(call, chat, record, { ...rest, entities: [], ...caption, captionAbove });
}

export async function editMessageMedia(
  call: Call<EditParams & { media?: InputMedia }>,
): Promise<TelegramMessage | true> {
  const input = call.params.media;
  if (!input) throw badRequest('media not found');
  const kind = kindOf(input);
  const { chat, record } = editable(call);
  const isAlbumPart = record.albumId !== undefined;
  if (isAlbumPart && record.media && (record.media.kind === 'document') !== (kind === 'document')) {
    throw badRequest("message content type can't be changed in an album");
  }
  const media = withSpoiler(await mediaParam(call, kind, input.media, ''), input.has_spoiler);
  const { text: _, ...rest } = record;
  const captionAbove = input.show_caption_above_media ?? false;
  const next = { ...rest, entities: [], ...captionOf(input), media, captionAbove };
  // A new upload of the same file has another file_id but is no change.
  if (record.media && sameMedia(record.media, media)) next.media = record.media;
  return change(call, chat, record, next);
}

export function editMessageReplyMarkup(call: Call<EditParams>): TelegramMessage | true {
  const { chat, record } = editable(call);
  return change(call, chat, record, { ...record }, false);
}

function editable({ world, params }: Call<EditParams>): { chat: Chat; record: MessageRecord } {
  if (params.inline_message_id !== undefined) {
    const { chatId, messageId } = messageOfInlineId(params.inline_message_id);
    const inline = world.chats.get(chatId);
    const found = inline?.messages.get(messageId);
    if (!inline || !found?.sender.is_bot) throw badRequest('MESSAGE_ID_INVALID');
    return { chat: inline, record: found };
  }
  const chat = world.writableChat(params.chat_id);
  if (!params.message_id) throw badRequest('message identifier is not specified');
  const record = chat.messages.get(params.message_id);
  if (!record) throw badRequest('message to edit not found');
  if (!record.sender.is_bot || record.origin) throw badRequest("message can't be edited");
  return { chat, record };
}

/** Replaces content and keyboard. An edit without a keyboard removes it; an edit without a change is refused. */
function change(
  { world, params }: Call<EditParams>,
  chat: Chat,
  record: MessageRecord,
  next: MessageRecord,
  isMarked = true,
): TelegramMessage | true {
  const markup = inlineKeyboard(params.reply_markup);
  delete next.markup;
  if (markup) next.markup = markup;
  const parts = ({
    text,
    entities,
    media,
    markup: keyboard,
    captionAbove = false,
  }: MessageRecord): unknown[] => [text, entities, media, keyboard, captionAbove];
  if (isDeepStrictEqual(parts(record), parts(next))) throw badRequest(notModified);
  if (isMarked) next.editDate = world.seconds;
  // Replies refer to the record object, so it is changed in place.
  for (const key of ['text', 'markup', 'media'] as const) if (next[key] === undefined) delete record[key];
  Object.assign(record, next);
  world.noteButtons(record);
  world.show(record);
  return params.inline_message_id === undefined ? toTelegram(record, chat.view) : true;
}

export function deleteMessage({
  world,
  params,
}: Call<{ chat_id?: number | string; message_id?: number }>): true {
  const chat = world.chatOf(params.chat_id);
  if (!params.message_id) throw badRequest('message identifier is not specified');
  const record = chat.messages.get(params.message_id);
  if (!record) throw badRequest('message to delete not found');
  if (world.seconds - record.date > deletionWindow) throw badRequest("message can't be deleted for everyone");
  world.remove(chat, record);
  return true;
}

/** Deletes messages; unknown ones and those that are too old are skipped. */
export function deleteMessages({
  world,
  params,
}: Call<{ chat_id?: number | string; message_ids?: number[] }>): true {
  const chat = world.chatOf(params.chat_id);
  const ids = params.message_ids ?? [];
  if (ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > 100) throw badRequest('too many message identifiers specified');
  for (const id of ids) {
    const record = chat.messages.get(id);
    if (record && world.seconds - record.date <= deletionWindow) world.remove(chat, record);
  }
  return true;
}
