import type { TelegramMessage, TelegramMessageEntity } from '@gramio/types';
import type { Call } from '../call.ts';
import { badRequest } from '../refusal.ts';
import {
  captionOf,
  mediaParam,
  messageText,
  sendContent,
  target,
  withSpoiler,
  type CaptionParams,
  type SendParams,
} from './outgoing.ts';

type Sent = TelegramMessage | Promise<TelegramMessage>;

interface TextParams extends SendParams {
  text?: string;
  parse_mode?: string;
  entities?: TelegramMessageEntity[];
}

export function sendMessage(call: Call<TextParams>): Sent {
  const { text, parse_mode: mode, entities } = call.params;
  const formatted = messageText(text, mode, entities);
  return sendContent(call, target(call.world, call.params), formatted);
}

export async function sendPhoto(
  call: Call<SendParams & CaptionParams & { photo?: string }>,
): Promise<TelegramMessage> {
  const { photo, has_spoiler: hasSpoiler, show_caption_above_media: captionAbove = false } = call.params;
  const chat = target(call.world, call.params);
  const caption = captionOf(call.params);
  const media = withSpoiler(await mediaParam(call, 'photo', photo), hasSpoiler);
  return sendContent(call, chat, { ...caption, media, captionAbove });
}

export async function sendDocument(
  call: Call<SendParams & CaptionParams & { document?: string }>,
): Promise<TelegramMessage> {
  const chat = target(call.world, call.params);
  const caption = captionOf(call.params);
  return sendContent(call, chat, {
    ...caption,
    media: await mediaParam(call, 'document', call.params.document),
  });
}

/** One element of an album. */
export interface InputMedia extends CaptionParams {
  type: string;
  media: string;
}

const albumKinds = ['photo', 'document', 'video'] as const;

/** The kinds of media that the bot can send. */
export function kindOf({ type }: InputMedia): (typeof albumKinds)[number] {
  const kind = albumKinds.find((name) => name === type);
  if (!kind) throw badRequest(`can't parse InputMedia: type must be one of ${albumKinds.join(', ')}`);
  return kind;
}

export async function sendMediaGroup(
  call: Call<SendParams & { media?: InputMedia[] }>,
): Promise<TelegramMessage[]> {
  const media = call.params.media ?? [];
  if (media.length === 0) throw badRequest('there are no messages to send');
  if (media.length > 10) throw badRequest('too many messages to send as an album');
  const chat = target(call.world, call.params);
  const kinds = media.map(kindOf);
  if (kinds.includes('document') && kinds.some((kind) => kind !== 'document')) {
    throw badRequest("document can't be mixed with other media types");
  }
  const contents = [];
  for (const [index, input] of media.entries()) {
    const stored = await mediaParam(call, kinds[index]!, input.media, '');
    contents.push({ ...captionOf(input), media: withSpoiler(stored, input.has_spoiler) });
  }
  const albumId = media.length > 1 ? { albumId: call.world.nextAlbumId() } : {};
  // Albums have no keyboard: the real server does not read reply_markup here.
  const { reply_markup: _, ...params } = call.params;
  return contents.map((content) =>
    sendContent({ world: call.world, params }, chat, { ...content, ...albumId }),
  );
}

const actions = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'record_audio',
  'upload_audio',
  'upload_document',
  'choose_sticker',
  'pick_up_location',
  'find_location',
  'record_video_note',
  'upload_video_note',
  'cancel',
]);

export function sendChatAction({
  world,
  params,
}: Call<{ chat_id?: number | string; action?: string }>): true {
  const action = params.action ?? '';
  if (!actions.has(action)) throw badRequest('wrong parameter action in request');
  const chat = target(world, params);
  world.emit({ type: 'action', chatId: chat.view.id, action });
  return true;
}
