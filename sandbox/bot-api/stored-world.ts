import type { TelegramMenuButton } from '@gramio/types';
import type { ChatCommand, ChatPerson } from '../chat-types.ts';
import type { BotSettings } from './bot-settings.ts';
import type { Chat } from './chat.ts';
import { CommandMenus } from './command-menus.ts';
import type { Media } from './media.ts';
import type { MessageRecord } from './message-record.ts';
import type { PendingUpdate } from './updates.ts';

/** A message as it is stored: it names other records by their ids. */
type StoredMessage = Omit<MessageRecord, 'replyTo' | 'media' | 'shownData'> & {
  replyTo?: number;
  /** The file_id of the first size, and the spoiler of this message. */
  media?: { fileId: string; spoiler: boolean };
  shownData: string[];
};

/** The stored data of an earlier run, with the references between records restored. */
export interface StoredWorld {
  people: ChatPerson[];
  media: Media[];
  chats: Chat[];
  /** The updates in the order of their arrival. */
  updates: PendingUpdate[];
  allowed: string[] | undefined;
  profile: {
    descriptions: Map<string, string>;
    shortDescriptions: Map<string, string>;
    menus: CommandMenus;
    menuButtons: Map<number | undefined, TelegramMenuButton>;
    settings: BotSettings;
    photo: Media | undefined;
  };
}

/** The settings of the bot: texts by language, command lists by scope, menu buttons by chat. */
interface StoredProfile {
  descriptions: [string, string][];
  shortDescriptions: [string, string][];
  menus: [string, ChatCommand[]][];
  /** null stands for all other chats. */
  menuButtons: [number | null, TelegramMenuButton][];
  /** Absent in what earlier versions stored. */
  settings?: BotSettings;
  /** The file_id of the first size of the bot's picture; absent when it has none. */
  photo?: string;
}

/** Turns a message into the form that is stored as JSON. */
export function toStoredMessage({ replyTo, media, shownData, ...record }: MessageRecord): StoredMessage {
  return {
    ...record,
    shownData: [...shownData],
    ...(replyTo ? { replyTo: replyTo.id } : {}),
    ...(media ? { media: { fileId: media.sizes[0]!.file.fileId, spoiler: media.spoiler ?? false } } : {}),
  };
}

/** Reads the entries that `World` has stored. Throws when a record that another one names is missing or malformed. */
export function readStoredWorld(entries: ReadonlyMap<string, unknown>): StoredWorld {
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
  for (const stored of ofKind<StoredMessage>('message').toSorted((a, b) => a.id - b.id)) {
    const { messages } = found(chatOf.get(stored.chatId), 'chat');
    messages.set(stored.id, readMessage(stored, mediaOf, messages));
  }
  const people = ofKind<ChatPerson>('person');
  for (const { id } of people) found(chatOf.get(id), 'chat');
  return {
    people,
    media,
    chats,
    updates: ofKind<PendingUpdate>('update').toSorted((a, b) => a.serial - b.serial),
    allowed: entries.get('allowed') as string[] | undefined,
    profile: readProfile(entries.get('profile') as StoredProfile | undefined, mediaOf),
  };
}

function readMessage(
  { replyTo, media, shownData, ...record }: StoredMessage,
  mediaOf: ReadonlyMap<string, Media>,
  messages: ReadonlyMap<number, MessageRecord>,
): MessageRecord {
  // A reply to a message that was deleted is no longer a reply.
  const replied = replyTo === undefined ? undefined : messages.get(replyTo);
  return {
    ...record,
    shownData: new Set(shownData),
    ...(replied ? { replyTo: replied } : {}),
    ...(media ? { media: readMedia(media, mediaOf) } : {}),
  };
}

function readMedia(
  { fileId, spoiler }: NonNullable<StoredMessage['media']>,
  mediaOf: ReadonlyMap<string, Media>,
): Media {
  const media = found(mediaOf.get(fileId), 'file');
  return spoiler ? { ...media, spoiler: true } : media;
}

/** Throws when an entry is not a pair, because the Map constructor does. */
function readProfile(
  profile: StoredProfile | undefined,
  mediaOf: ReadonlyMap<string, Media>,
): StoredWorld['profile'] {
  return {
    descriptions: new Map(profile?.descriptions),
    shortDescriptions: new Map(profile?.shortDescriptions),
    menus: new CommandMenus(profile?.menus),
    menuButtons: new Map(profile?.menuButtons.map(([chatId, button]) => [chatId ?? undefined, button])),
    settings: profile?.settings ?? {},
    photo: mediaOf.get(profile?.photo ?? ''),
  };
}

function found<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new TypeError(`a ${name} is missing`);
  return part;
}
