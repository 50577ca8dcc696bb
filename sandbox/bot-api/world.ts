import type { TelegramChat, TelegramMenuButton, TelegramUser } from '@gramio/types';
import type { ChatEvent, ChatFileKind, ChatMessage, ChatPerson } from '../chat-types.ts';
import { CommandMenus } from './command-menus.ts';
import { FaultTable } from './faults.ts';
import { FileStore } from './files.ts';
import { storeMedia, type Media, type Upload } from './media.ts';
import { toChatMessage, toTelegram, type MessageRecord } from './message-record.ts';
import { badRequest, forbidden } from './refusal.ts';
import { UpdateQueue } from './updates.ts';

export interface Query {
  id: string;
  personId: number;
  messageId: number;
  data: string;
  /** Real milliseconds at which the button was tapped; back-dated for a tap with an age. */
  at: number;
  answer?: { text?: string; alert: boolean; url?: string };
}

export interface Chat {
  view: TelegramChat;
  messages: Map<number, MessageRecord>;
  queries: Query[];
  /** A bot cannot write to a person who never wrote to it, nor to a group that it has left. */
  isOpen: boolean;
}

export interface BotProfile {
  id: number;
  username: string;
  firstName: string;
  /** By language code; '' for all others. */
  descriptions: Map<string, string>;
  shortDescriptions: Map<string, string>;
}

type Listener = (event: ChatEvent) => void;

/** Everything Telegram would know of one bot: its people, chats, messages, files, taps and updates. In memory. */
export class World {
  readonly bot: BotProfile;
  readonly now: () => Date;
  readonly files: FileStore;
  readonly updates = new UpdateQueue();
  readonly faults = new FaultTable();
  readonly menus = new CommandMenus();
  /** What each file_id was part of, so that it can be sent again. */
  readonly media = new Map<string, Media>();
  /** By chat; undefined for all others. */
  readonly menuButtons = new Map<number | undefined, TelegramMenuButton>();
  readonly people = new Map<number, ChatPerson>();
  readonly chats = new Map<number, Chat>();
  readonly queries = new Map<string, Query>();
  /** By chat; undefined hears everything. */
  readonly #listeners = new Map<number | undefined, Set<Listener>>();
  #messageCount = 0;
  #queryCount = 0;
  #albumCount = 0;
  #personCount = 0;

  constructor(bot: { id: number; username: string; firstName: string }, now: () => Date) {
    this.bot = { ...bot, descriptions: new Map(), shortDescriptions: new Map() };
    this.now = now;
    this.files = new FileStore(now);
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
    // Beyond 32 bits, as the ids of new accounts are.
    const person: ChatPerson = {
      id: 5_000_000_001 + this.#personCount++,
      ...details,
      blocked: false,
      deleted: false,
    };
    this.people.set(person.id, person);
    this.chats.set(person.id, { view: privateChat(person), messages: new Map(), queries: [], isOpen: false });
    this.emit({ type: 'person', person: { ...person } });
    return person;
  }

  addGroup(title: string): Chat {
    const view: TelegramChat = { id: -4_000_000_001 - this.chats.size, type: 'group', title };
    const chat: Chat = { view, messages: new Map(), queries: [], isOpen: true };
    this.chats.set(view.id, chat);
    return chat;
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
    return media;
  }

  nextAlbumId(): string {
    return String(13_900_000_000_000_000n + BigInt(this.#albumCount++));
  }

  /** Adds a message to its chat, shows it, and returns it. Ids count through all chats of the bot. */
  post(message: Omit<MessageRecord, 'id' | 'date' | 'shownData'>): MessageRecord {
    const record: MessageRecord = {
      ...message,
      id: ++this.#messageCount,
      date: this.seconds,
      shownData: new Set(),
    };
    this.chats.get(message.chatId)?.messages.set(record.id, record);
    this.noteButtons(record);
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
    this.emit({ type: 'edited', message });
    return message;
  }

  remove(chat: Chat, record: MessageRecord): void {
    chat.messages.delete(record.id);
    this.emit({ type: 'deleted', chatId: record.chatId, messageId: record.id });
  }

  /** Sends a person's message or edit to the bot. */
  deliver(kind: 'message' | 'edited_message', record: MessageRecord): void {
    const chat = this.chats.get(record.chatId)!;
    const copies = this.faults.takeDuplicate(kind, record.chatId);
    this.updates.push(kind, toTelegram(record, chat.view), record.sender.id, copies);
  }

  addQuery(personId: number, messageId: number, data: string, ageSeconds: number): Query {
    const id = String(BigInt(personId) * 2n ** 30n + BigInt(++this.#queryCount));
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
