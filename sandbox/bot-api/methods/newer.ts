import type { TelegramMessageEntity, TelegramReactionType } from '@gramio/types';
import type { Call } from '../call.ts';
import { formatText } from '../formatted-text.ts';
import { badRequest } from '../refusal.ts';
import { pictureSize } from '../photo-sizes.ts';
import { target } from './outgoing.ts';

/* Methods that came with Bot API 7.0 to 10.3, as the published types have them. */

const draftLimit = 4096;

interface DraftParams {
  chat_id?: number;
  draft_id?: number;
  text?: string;
  parse_mode?: string;
  entities?: TelegramMessageEntity[];
  can_stop?: boolean;
}

/**
 * Shows a text while the bot is still making its message; an empty one shows that it works on it. The draft is no
 * message: it disappears after 30 s, or when the bot sends one.
 */
export function sendMessageDraft({ world, params }: Call<DraftParams>): true {
  const { draft_id: id = 0, text = '', parse_mode: mode, entities, can_stop: canStop = false } = params;
  const chat = target(world, params);
  if (chat.view.type !== 'private') throw badRequest('drafts can be sent only to private chats');
  if (id === 0) throw badRequest('draft_id must be non-zero');
  const formatted = text === '' ? { text: '' } : formatText(text, mode, entities);
  if (formatted.text.length > draftLimit) throw badRequest('message is too long');
  world.drafts.set(chat.view.id, { id, canStop });
  world.emit({ type: 'draft', chatId: chat.view.id, draftId: id, text: formatted.text, canStop });
  return true;
}

/** The emoji with which a message can be reacted to. */
const reactions: ReadonlySet<string> = new Set(
  [
    '❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴',
    '😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡',
  ].flatMap((line) => line.split(' ')),
);

interface ReactionParams {
  chat_id?: number | string;
  message_id?: number;
  reaction?: TelegramReactionType[];
}

/** Sets the one reaction of the bot to a message, or takes it away. */
export function setMessageReaction({ world, params }: Call<ReactionParams>): true {
  const { message_id: messageId = 0, reaction: list = [] } = params;
  const chat = target(world, params);
  const record = chat.messages.get(messageId);
  if (!record) throw badRequest('message to react not found');
  if (list.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  const [chosen] = list;
  if (chosen && (chosen.type !== 'emoji' || !reactions.has(chosen.emoji)))
    throw badRequest('REACTION_INVALID');
  delete record.reaction;
  if (chosen?.type === 'emoji') record.reaction = chosen.emoji;
  world.show(record);
  return true;
}

/** Sets the picture of the bot: a JPEG, always uploaded anew. */
export async function setMyProfilePhoto({
  world,
  params,
  uploads,
}: Call<{ photo?: { type?: string; photo?: string } }>): Promise<true> {
  const { type, photo = '' } = params.photo ?? {};
  if (type !== 'static') throw badRequest('animated profile photos are not supported by the sandbox');
  const upload = uploads.get(photo.replace(/^attach:\/\//, ''));
  if (!photo.startsWith('attach://') || !upload) throw badRequest('there is no photo in the request');
  const size = await pictureSize(upload.bytes);
  const isJpeg = upload.bytes[0] === 0xff && upload.bytes[1] === 0xd8;
  if (!size || !isJpeg) throw badRequest('PHOTO_CROP_SIZE_SMALL');
  world.bot.photo = await world.store('photo', upload);
  world.profileChanged();
  return true;
}
