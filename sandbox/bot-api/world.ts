import type { TelegramChat, TelegramMenuButton, TelegramUser } from '@gramio/types';
import type { ChatEvent, ChatFileKind, ChatMessage, ChatPerson } from '../chat-types.ts';
import { Ids } from '../memory/ids.ts';
import { inMemory, type Keeper } from '../memory/keeper.ts';
import type { Chat, Query } from './chat.ts';
import { CommandMenus } from './command-menus.ts';
import { FaultTable } from './faults.ts';
import { FileStore } from './files.ts';
import { keepMessage, readKept } from './kept.ts';
import { storeMedia, type Media, type Upload } from './media.ts';
import { toChatMessage, toTelegram, type MessageRecord } from './message-record.ts';
import { badRequest, forbidden } from './refusal.ts';
import { UpdateQueue } from './updates.ts';

export interface BotProfile {
  id: number;
  username: string;
  firstName: string;
  /** By language code; '' for all others. */
  descriptions: Map<string, string>;
  shortDescriptions: Map<string, string>;
}

type Listener = (event: ChatEvent) => void;

/**
 * Everything Telegram would know of one bot: its people, chats, messages, files, taps and updates. All but the taps
 * and the faults is told to the keeper, and taken over from an earlier run with `adopt`.
 */
export class World {
  readonly bot: BotProfile;
  readonly now: () => Date;
  readonly files: FileStore;
  readonly updates: UpdateQueue;
  readonly faults = new FaultTable();
  menus = new CommandMenus();
  /** What each file_id was part of, so that it can be sent again. */
  readonly media = new Map<string, Media>();
  /** By chat; undefined for all others. */
  menuButtons = new Map<number | undefined, TelegramMenuButton>();
  readonly people = new Map<number, ChatPerson>();
  readonly chats = new Map<number, Chat>();
  readonly queries = new Map<string, Query>();
  /** By chat; undefined hears everything. */
  readonly #listeners = new Map<number | undefined, Set<Listener>>();
  readonly #ids: Ids;
  readonly #keeper: Keeper;

  constructor(
    bot: { id: number; username: string; firstName: string },
    now: () => Date,
    { ids, keeper }: { ids: Ids; keeper: Keeper } = { ids: new Ids(), keeper: inMemory() },
  ) {
    this.bot = { ...bot, descriptions: new Map(), shortDescriptions: new Map() };
    this.now = now;
    this.#ids = ids;
    this.#keeper = keeper;
    this.files = new FileStore(now, ids, keeper);
    this.updates = new UpdateQueue(ids, keeper);
  }

  /** Takes over what an earlier run told its keeper. Throws, and takes nothing, when it cannot be read. */
  adopt(entries: ReadonlyMap<string, unknown>): void {
    const kept = readKept(entries);
    for (const person of kept.people) {
      this.people.set(person.id, person);
      this.#ids.passOver('person', person.id);
    }
    for (const media of kept.media) {
      for (const { file } of media.sizes) this.media.set(this.files.adopt(file).fileId, media);
    }
    for (const chat of kept.chats) {
      this.chats.set(chat.view.id, chat);
      for (const id of chat.messages.keys()) this.#ids.passOver('message', id);
    }
    this.updates.adopt(kept.updates, kept.allowed);
    const { descriptions, shortDescriptions, menus, menuButtons } = kept.profile;
    Object.assign(this.bot, { descriptions, shortDescriptions });
    this.menus = menus;
    this.menuButtons = menuButtons;
  }

  get botUser(): TelegramUser {
    return { id: this.bot.id, is_bot: true, first_name: this.bot.firstName, username: this.bot.username };
  }

  /** Unix seconds. */
  get seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  /** Hears the events of one chat, or all. Returns the way to stop. */
  listen(listener: Listener, chatId?: number): () => void {
    const listeners = this.#listeners.get(chatId) ?? new Set();
    this.#listeners.set(chatId, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  emit(event: ChatEvent): void {
    const chatId = chatIdOf(event);
    for (const listener of this.#listeners.get(undefined) ?? []) listener(event);
    if (chatId !== undefined) for (const listener of this.#listeners.get(chatId) ?? []) listener(event);
  }

  addPerson(details: Omit<ChatPerson, 'id' | 'blocked' | 'deleted'>): ChatPerson {
    const person: ChatPerson = {
      id: this.#ids.next('person'),
      ...details,
      blocked: false,
      deleted: false,
    };
    this.people.set(person.id, person);
    this.#addChat({ view: privateChat(person), messages: new Map(), queries: [], isOpen: false });
    this.personChanged(person);
    return person;
  }

  /** Keeps and shows a person who was just changed. */
  personChanged(person: ChatPerson): void {
    this.#keeper.put(`person:${person.id}`, () => person);
    this.emit({ type: 'person', person: { ...person } });
  }

  /** Keeps the commands, descriptions and menu buttons that were just changed. */
  profileChanged(): void {
    this.#keeper.put('profile', () => ({
      descriptions: [...this.bot.descriptions],
      shortDescriptions: [...this.bot.shortDescriptions],
      menus: this.menus.entries(),
      menuButtons: [...this.menuButtons],
    }));
  }

  addGroup(title: string): Chat {
    const view: TelegramChat = { id: -this.#ids.next('group'), type: 'group', title };
    return this.#addChat({ view, messages: new Map(), queries: [], isOpen: true });
  }

  #addChat(chat: Chat): Chat {
    this.chats.set(chat.view.id, chat);
    this.#keepChat(chat);
    return chat;
  }

  /** Whether the bot may write there. */
  setOpen(chat: Chat, isOpen: boolean): void {
    if (chat.isOpen === isOpen) return;
    chat.isOpen = isOpen;
    this.#keepChat(chat);
  }

  #keepChat(chat: Chat): void {
    this.#keeper.put(`chat:${chat.view.id}`, () => ({ view: chat.view, isOpen: chat.isOpen }));
  }

  #keepMessage(record: MessageRecord): void {
    this.#keeper.put(`message:${record.id}`, () => keepMessage(record));
  }

  /** The chat that a bot names, by id or "@username". Refuses one that it cannot know. */
  chatOf(chatId: number | string | undefined): Chat {
    const wanted = String(chatId ?? '').trim();
    if (wanted === '') throw badRequest('chat_id is empty');
    const chat = /^-?\d+$/.test(wanted) ? this.chats.get(Number(wanted)) : undefined;
    if (!chat || (chat.view.type === 'private' && !chat.isOpen)) throw badRequest('chat not found');
    return chat;
  }

  /** The same, and the bot may write there. */
  writableChat(chatId: number | string | undefined): Chat {
    const chat = this.chatOf(chatId);
    const person = this.people.get(chat.view.id);
    if (person?.deleted) throw forbidden('user is deactivated');
    if (person?.blocked) throw forbidden('bot was blocked by the user');
    if (!chat.isOpen) throw forbidden('bot is not a member of the group chat');
    return chat;
  }

  async store(kind: ChatFileKind, upload: Upload): Promise<Media> {
    const media = await storeMedia(this.files, kind, upload);
    for (const { file } of media.sizes) this.media.set(file.fileId, media);
    this.#keeper.put(`media:${media.sizes[0]!.file.fileId}`, () => media);
    return media;
  }

  nextAlbumId(): string {
    return String(13_900_000_000_000_000n + BigInt(this.#ids.next('album')));
  }

  /** Adds a message to its chat, shows it, and returns it. Ids count through all chats of the bot. */
  post(message: Omit<MessageRecord, 'id' | 'date' | 'shownData'>): MessageRecord {
    const record: MessageRecord = {
      ...message,
      id: this.#ids.next('message'),
      date: this.seconds,
      shownData: new Set(),
    };
    this.chats.get(message.chatId)?.messages.set(record.id, record);
    this.noteButtons(record);
    this.#keepMessage(record);
    this.emit({ type: 'message', message: toChatMessage(record) });
    return record;
  }

  noteButtons(record: MessageRecord): void {
    for (const button of record.markup?.inline_keyboard.flat() ?? []) {
      if (button.callback_data !== undefined) record.shownData.add(button.callback_data);
    }
  }

  show(record: MessageRecord): ChatMessage {
    const message = toChatMessage(record);
    this.#keepMessage(record);
    this.emit({ type: 'edited', message });
    return message;
  }

  remove(chat: Chat, record: MessageRecord): void {
    chat.messages.delete(record.id);
    this.#keeper.drop(`message:${record.id}`);
    this.emit({ type: 'deleted', chatId: record.chatId, messageId: record.id });
  }

  /** Sends a person's message or edit to the bot. */
  deliver(kind: 'message' | 'edited_message', record: MessageRecord): void {
    const chat = this.chats.get(record.chatId)!;
    const copies = this.faults.takeDuplicate(kind, record.chatId);
    this.updates.push(kind, toTelegram(record, chat.view), record.sender.id, copies);
  }

  addQuery(personId: number, messageId: number, data: string, ageSeconds: number): Query {
    const id = String(BigInt(personId) * 2n ** 30n + BigInt(this.#ids.next('query')));
    const query = { id, personId, messageId, data, at: Date.now() - ageSeconds * 1000 };
    this.queries.set(id, query);
    this.chats.get(personId)?.queries.push(query);
    return query;
  }
}

function chatIdOf(event: ChatEvent): number | undefined {
  if ('chatId' in event) return event.chatId;
  if ('message' in event) return event.message.chatId;
  return event.type === 'person' ? event.person.id : undefined;
}

/** A person as the Bot API describes a user. */
export function userOf(person: ChatPerson): TelegramUser {
  return {
    id: person.id,
    is_bot: false,
    first_name: person.firstName,
    ...(person.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person.username === undefined ? {} : { username: person.username }),
    language_code: person.languageCode,
  };
}

function privateChat(person: ChatPerson): TelegramChat {
  return {
    id: person.id,
    type: 'private',
    first_name: person.firstName,
    ...(person.lastName === undefined ? {} : { last_name: person.lastName }),
    ...(person.username === undefined ? {} : { username: person.username }),
  };
}
