import { HarmoniaError } from '../foundation/errors.ts';
import type { World } from './bot-api/world.ts';
import { toChatMessage } from './bot-api/message-record.ts';
import type { ChatEvent, ChatFileKind, ChatMessage, ChatPerson } from './chat-types.ts';
import type { OtherKind } from './other-kinds.ts';
import * as actions from './person-actions.ts';

/** A person's Telegram app, for tests and synthetic participants. Its methods run the same code as the HTTP API. */
export interface Person {
  readonly id: number;
  /** The person's data at the moment. */
  readonly details: ChatPerson;
  /** The messages in the chat with the bot, oldest first: edited ones in their new form, without deleted ones. */
  messages(): readonly ChatMessage[];
  lastFromBot(): ChatMessage | undefined;
  send(text: string, replyTo?: number): ChatMessage;
  /** Taps a button, without a message id on the newest message that shows it. Returns the query ids. */
  tap(data: string, options?: actions.TapOptions): string[];
  sendFile(
    kind: ChatFileKind,
    bytes: Buffer,
    options?: { fileName?: string; mimeType?: string; caption?: string; spoiler?: boolean },
  ): Promise<ChatMessage>;
  sendAlbum(
    files: readonly { kind: ChatFileKind; bytes: Buffer; fileName?: string }[],
  ): Promise<ChatMessage[]>;
  edit(messageId: number, text: string): void;
  contact(): void;
  /** Sends a message with these fields of the Bot API: `{ dice: {…} }`, `{ rich_message: {…} }`, also unknown ones. */
  sendRaw(fields: Record<string, unknown>): ChatMessage;
  /** Sends a message of another kind, with contents of the sandbox's own. */
  sendOther(kind: OtherKind): ChatMessage;
  sendLivePhoto(bytes: Buffer): Promise<ChatMessage>;
  /** Stops the draft that the bot shows. */
  stopDraft(): void;
  /** Delivers an update of any kind as it is, also one that allowed_updates leaves out. */
  inject(kind: string, body: object): void;
  forward(messageId: number): void;
  block(blocked: boolean): void;
  deleteAccount(): void;
  /** Adds the bot to a group, if it is not there yet, and sends a text to the group. */
  sendInGroup(text: string): { chatId: number; messageId: number };
  /** Delivers this person's last update once more, with the same update_id. */
  duplicateLast(): void;
  /** The answers to this person's taps, oldest first. */
  toasts(): readonly { queryId: string; text?: string; alert: boolean }[];
  /** Calls the listener for each event of this chat; returns a function that removes it. */
  on(listener: (event: ChatEvent) => void): () => void;
  /**
   * Resolves with the first value of `look` that is neither undefined nor false; it is called now and after each event.
   * Rejects after `timeoutMs` (default 10 s), with the last messages of the chat in the error.
   */
  until<T>(look: (person: Person) => T | undefined | false, timeoutMs?: number): Promise<T>;
}

/** The in-process client of one person. */
export function createPerson(world: World, details: ChatPerson): Person {
  const chat = world.chats.get(details.id)!;
  const person: Person = {
    id: details.id,
    get details() {
      return { ...details };
    },
    messages: () => [...chat.messages.values()].map(toChatMessage),
    lastFromBot() {
      const record = [...chat.messages.values()].findLast(({ sender }) => sender.is_bot);
      return record && toChatMessage(record);
    },
    send: (text, replyTo) => toChatMessage(actions.sendText(world, details, text, replyTo)),
    tap: (data, options) => actions.tap(world, details, data, options),
    async sendFile(kind, bytes, options = {}) {
      const [record] = await actions.sendFiles(world, details, [{ kind, bytes, ...options }]);
      return toChatMessage(record!);
    },
    async sendAlbum(files) {
      return (await actions.sendFiles(world, details, files)).map(toChatMessage);
    },
    edit: (messageId, text) => void actions.editText(world, details, messageId, text),
    contact: () => void actions.shareContact(world, details),
    sendRaw: (fields) => toChatMessage(actions.sendRaw(world, details, fields)),
    sendOther: (kind) => toChatMessage(actions.sendOther(world, details, kind)),
    async sendLivePhoto(bytes) {
      return toChatMessage(await actions.sendLivePhoto(world, details, { bytes }));
    },
    stopDraft: () => actions.stopDraft(world, details),
    inject: (kind, body) => actions.inject(world, details, kind, body),
    forward: (messageId) => void actions.forward(world, details, messageId),
    block: (blocked) => actions.setBlocked(world, details, blocked),
    deleteAccount: () => actions.deleteAccount(world, details),
    sendInGroup(text) {
      const { chatId, id } = actions.sendInGroup(world, details, text);
      return { chatId, messageId: id };
    },
    duplicateLast: () => actions.repeatLast(world, details),
    toasts: () =>
      chat.queries.flatMap(({ id, answer }) => {
        if (!answer) return [];
        const { text, alert } = answer;
        return [{ queryId: id, alert, ...(text === undefined ? {} : { text }) }];
      }),
    on: (listener) => world.listen(listener, details.id),
    until: (look, timeoutMs = 10_000) => until(person, look, timeoutMs),
  };
  return person;
}

function until<T>(
  person: Person,
  look: (person: Person) => T | undefined | false,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
    };
    const check = (): void => {
      try {
        const found = look(person);
        if (found === undefined || found === false) return;
        end();
        resolve(found);
      } catch (error) {
        end();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const timer = setTimeout(() => {
      end();
      reject(
        new HarmoniaError(
          'not-found',
          `nothing came in ${timeoutMs} ms; the chat ends:\n${lastLines(person)}`,
        ),
      );
    }, timeoutMs);
    const stop = person.on(check);
    check();
  });
}

function lastLines(person: Person): string {
  const lines = person
    .messages()
    .slice(-8)
    .map(({ from, text, file, buttons }) => {
      const labels = buttons?.flat().map((button) => `[${button.text}]`) ?? [];
      return `  ${from}: ${[file && `<${file.kind}>`, text, ...labels].filter(Boolean).join(' ')}`;
    });
  return lines.length > 0 ? lines.join('\n') : '  (empty)';
}
