import type { TelegramChat, TelegramMenuButton, TelegramUser } from '@gramio/types';
import type { ChatEvent, ChatFileKind, ChatMessage, ChatPerson } from '../chat-types.ts';
import { Ids } from '../memory/ids.ts';
import { inMemory, type Keeper } from '../memory/keeper.ts';
import type { BotSettings } from './bot-settings.ts';
import type { Chat, Query } from './chat.ts';
import { CommandMenus } from './command-menus.ts';
import { FaultTable } from './faults.ts';
import { FileStore } from './files.ts';
import { readStoredWorld, toStoredMessage } from './stored-world.ts';
import { storeMedia, type Media, type Upload } from './media.ts';
import { toChatMessage, toTelegram, type MessageRecord } from './message-record.ts';
import { badRequest, forbidden } from './refusal.ts';
import { UpdateQueue } from './updates.ts';

export interface BotProfile {
  id: number;
  username: string;
  firstName: string;
  /** Descriptions by language code; '' stands for all other languages. */
  descriptions: Map<string, string>;
  shortDescriptions: Map<string, string>;
  photo?: Media;
}

type Listener = (event: ChatEvent) => void;

/**
 * The data of Telegram's side about one bot: people, chats, messages, files, taps and updates. All of them but the taps
 * and the faults are stored in the keeper, and `adopt` takes them over from an earlier run.
 */
export class World {
  readonly bot: BotProfile;
  readonly now: () => Date;
  readonly files: FileStore;
  readonly updates: UpdateQueue;
  readonly faults = new FaultTable();
  menus = new CommandMenus();
  /** The media that each file_id belongs to: the bot can send them again by the id. */
  readonly media = new Map<string, Media>();
  /** Menu buttons by chat; undefined stands for all other chats. */
  menuButtons = new Map<number | undefined, TelegramMenuButton>();
  readonly people = new Map<number, ChatPerson>();
  readonly chats = new Map<number, Chat>();
  readonly queries = new Map<string, Query>();
  settings: BotSettings = {};
  /** The topics that a person has opened, by chat. */
  readonly topics = new Map<number, Set<number>>();
  /** The draft that the bot shows in a chat until its next message there. */
  readonly drafts = new Map<number, { id: number; canStop: boolean }>();
  /** Listeners by chat; those under undefined get the events of all chats. */
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

  /** Takes over the stored entries of an earlier run. Throws without a change when they cannot be read. */
  adopt(entries: ReadonlyMap<string, unknown>): void {
    const stored = readStoredWorld(entries);
    for (const person of stored.people) {
      this.people.set(person.id, person);
      this.#ids.passOver('person', person.id);
    }
    for (const media of stored.media) {
      for (const { file } of media.sizes) this.media.set(this.files.adopt(file).fileId, media);
    }
    for (const chat of stored.chats) {
      this.chats.set(chat.view.id, chat);
      for (const id of chat.messages.keys()) this.#ids.passOver('message', id);
    }
    this.updates.adopt(stored.updates, stored.allowed);
    const { descriptions, shortDescriptions, menus, menuButtons, settings, photo } = stored.profile;
    this.settings = settings;
    Object.assign(this.bot, { descriptions, shortDescriptions, ...(photo && { photo }) });
    this.menus = menus;
    this.menuButtons = menuButtons;
  }

  get botUser(): TelegramUser {
    return { id: this.bot.id, is_bot: true, first_name: this.bot.firstName, username: this.bot.username };
  }

  /** The time in Unix seconds. */
  get seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  /** Calls the listener for the events of one chat, or of all; returns a function that removes it. */
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

  /** Stores a changed person and emits the event. */
  personChanged(person: ChatPerson): void {
    this.#keeper.put(`person:${person.id}`, () => person);
    this.emit({ type: 'person', person: { ...person } });
  }

  /** Stores the changed commands, descriptions and menu buttons. */
  profileChanged(): void {
    this.#keeper.put('profile', () => ({
      descriptions: [...this.bot.descriptions],
      shortDescriptions: [...this.bot.shortDescriptions],
      menus: this.menus.entries(),
      menuButtons: [...this.menuButtons],
      settings: this.settings,
      ...(this.bot.photo && { photo: this.bot.photo.sizes[0]!.file.fileId }),
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

  /** Sets whether the bot may write to the chat. */
  setOpen(chat: Chat, isOpen: boolean): void {
    if (chat.isOpen === isOpen) return;
    chat.isOpen = isOpen;
    this.#keepChat(chat);
  }

  #keepChat(chat: Chat): void {
    this.#keeper.put(`chat:${chat.view.id}`, () => ({ view: chat.view, isOpen: chat.isOpen }));
  }

  #toStoredMessage(record: MessageRecord): void {
    this.#keeper.put(`message:${record.id}`, () => toStoredMessage(record));
  }

  /** The chat that a bot names by id or "@username". Refuses a chat that the bot cannot know. */
  chatOf(chatId: number | string | undefined): Chat {
    const wanted = String(chatId ?? '').trim();
    if (wanted === '') throw badRequest('chat_id is empty');
    const chat = /^-?\d+$/.test(wanted) ? this.chats.get(Number(wanted)) : undefined;
    if (!chat || (chat.view.type === 'private' && !chat.isOpen)) throw badRequest('chat not found');
    return chat;
  }

  /** The chat that a bot names; refuses a chat to which the bot may not write. */
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

  /** Adds a message to its chat, emits the event and returns the message. Message ids are unique over all chats. */
  post(message: Omit<MessageRecord, 'id' | 'date' | 'shownData'>): MessageRecord {
    const record: MessageRecord = {
      ...message,
      id: this.#ids.next('message'),
      date: this.seconds,
      shownData: new Set(),
    };
    if (record.sender.is_bot) this.drafts.delete(record.chatId);
    this.chats.get(message.chatId)?.messages.set(record.id, record);
    this.noteButtons(record);
    this.#toStoredMessage(record);
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
    this.#toStoredMessage(record);
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

  addQuery(query: Omit<Query, 'id' | 'at'>, ageSeconds: number): Query {
    const { personId } = query;
    const id = String(BigInt(personId) * 2n ** 30n + BigInt(this.#ids.next('query')));
    const added = { ...query, id, at: Date.now() - ageSeconds * 1000 };
    this.queries.set(id, added);
    this.chats.get(personId)?.queries.push(added);
    return added;
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
