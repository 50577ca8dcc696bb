import type { TelegramMenuButton } from '@gramio/types';
import type { ChatCommand, ChatPerson } from '../chat-types.ts';
import type { Chat } from './chat.ts';
import { CommandMenus } from './command-menus.ts';
import type { Media } from './media.ts';
import type { MessageRecord } from './message-record.ts';
import type { PendingUpdate } from './updates.ts';

/** A message as it is kept: other records by their ids. */
type KeptMessage = Omit<MessageRecord, 'replyTo' | 'media' | 'shownData'> & {
  replyTo?: number;
  /** The first size's file_id, and what belongs to this message alone. */
  media?: { fileId: string; spoiler: boolean };
  shownData: string[];
};

/** What an earlier run kept, its parts joined again. */
export interface Kept {
  people: ChatPerson[];
  media: Media[];
  chats: Chat[];
  /** In the order of their arrival. */
  updates: PendingUpdate[];
  allowed: string[] | undefined;
  profile: {
    descriptions: Map<string, string>;
    shortDescriptions: Map<string, string>;
    menus: CommandMenus;
    menuButtons: Map<number | undefined, TelegramMenuButton>;
  };
}

/** What the bot set about itself: texts by language, command lists by scope, menu buttons by chat. */
interface KeptProfile {
  descriptions: [string, string][];
  shortDescriptions: [string, string][];
  menus: [string, ChatCommand[]][];
  /** null stands for all other chats. */
  menuButtons: [number | null, TelegramMenuButton][];
}

/** The message as JSON can hold it. */
export function keepMessage({ replyTo, media, shownData, ...record }: MessageRecord): KeptMessage {
  return {
    ...record,
    shownData: [...shownData],
    ...(replyTo ? { replyTo: replyTo.id } : {}),
    ...(media ? { media: { fileId: media.sizes[0]!.file.fileId, spoiler: media.spoiler ?? false } } : {}),
  };
}

/** Reads what the world told its keeper. Throws when a part that another needs is missing or has another form. */
export function readKept(entries: ReadonlyMap<string, unknown>): Kept {
  const ofKind = <T>(kind: string): T[] =>
    [...entries].flatMap(([key, value]) => (key.startsWith(`${kind}:`) ? [value as T] : []));
  const media = ofKind<Media>('media');
  const mediaOf = new Map(media.map((one) => [one.sizes[0]!.file.fileId, one]));
  const chats = ofKind<Pick<Chat, 'view' | 'isOpen'>>('chat').map((chat): Chat => ({
    ...chat,
    messages: new Map(),
    queries: [],
  }));
  const chatOf = new Map(chats.map((chat) => [chat.view.id, chat]));
  for (const kept of ofKind<KeptMessage>('message').toSorted((a, b) => a.id - b.id)) {
    const { messages } = found(chatOf.get(kept.chatId), 'chat');
    messages.set(kept.id, readMessage(kept, mediaOf, messages));
  }
  const people = ofKind<ChatPerson>('person');
  for (const { id } of people) found(chatOf.get(id), 'chat');
  return {
    people,
    media,
    chats,
    updates: ofKind<PendingUpdate>('update').toSorted((a, b) => a.serial - b.serial),
    allowed: entries.get('allowed') as string[] | undefined,
    profile: readProfile(entries.get('profile') as KeptProfile | undefined),
  };
}

function readMessage(
  { replyTo, media, shownData, ...record }: KeptMessage,
  mediaOf: ReadonlyMap<string, Media>,
  messages: ReadonlyMap<number, MessageRecord>,
): MessageRecord {
  // A message that was deleted is no longer answered by anything.
  const replied = replyTo === undefined ? undefined : messages.get(replyTo);
  return {
    ...record,
    shownData: new Set(shownData),
    ...(replied ? { replyTo: replied } : {}),
    ...(media ? { media: readMedia(media, mediaOf) } : {}),
  };
}

function readMedia(
  { fileId, spoiler }: NonNullable<KeptMessage['media']>,
  mediaOf: ReadonlyMap<string, Media>,
): Media {
  const media = found(mediaOf.get(fileId), 'file');
  return spoiler ? { ...media, spoiler: true } : media;
}

/** An entry that is no pair makes the Maps throw. */
function readProfile(profile?: KeptProfile): Kept['profile'] {
  return {
    descriptions: new Map(profile?.descriptions),
    shortDescriptions: new Map(profile?.shortDescriptions),
    menus: new CommandMenus(profile?.menus),
    menuButtons: new Map(profile?.menuButtons.map(([chatId, button]) => [chatId ?? undefined, button])),
  };
}

function found<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new TypeError(`a ${name} is missing`);
  return part;
}
