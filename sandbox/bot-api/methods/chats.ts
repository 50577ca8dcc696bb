import type { TelegramChat, TelegramFile } from '@gramio/types';
import type { Call } from '../call.ts';
import { badRequest, forbidden } from '../refusal.ts';

type ChatParams = { chat_id?: number | string };

/** Telegram gives every account one of seven colours. */
const colours = 7;

export function getChat({ world, params }: Call<ChatParams>): object {
  const { view } = world.chatOf(params.chat_id);
  return {
    ...(view satisfies TelegramChat),
    accent_color_id: Math.abs(view.id) % colours,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  };
}

export function leaveChat({ world, params }: Call<ChatParams>): true {
  const chat = world.chatOf(params.chat_id);
  if (chat.view.type === 'private') {
    throw badRequest("chat member status can't be changed in private chats");
  }
  if (!chat.isOpen) throw forbidden('bot is not a member of the group chat');
  world.setOpen(chat, false);
  const user = world.botUser;
  world.updates.push(
    'my_chat_member',
    {
      chat: chat.view,
      from: user,
      date: world.seconds,
      old_chat_member: { status: 'member', user },
      new_chat_member: { status: 'left', user },
    },
    chat.view.id,
  );
  return true;
}

export function getFile({ world, params }: Call<{ file_id?: string }>): TelegramFile {
  return world.files.link(params.file_id ?? '');
}
