import type { TelegramCallbackQuery, TelegramMessageEntity } from '@gramio/types';
import { HarmoniaError } from '../foundation/errors.ts';
import type { ChatFileKind, ChatPerson } from './chat-types.ts';
import type { Chat } from './bot-api/chat.ts';
import { findEntities } from './bot-api/found-entities.ts';
import { mediaFields, type Media, type Upload } from './bot-api/media.ts';
import { inlineIdOf, toTelegram, type MessageRecord } from './bot-api/message-record.ts';
import { Refusal } from './bot-api/refusal.ts';
import { userOf, type World } from './bot-api/world.ts';
import { type OtherKind, otherKinds } from './other-kinds.ts';

/* The actions of a person in Telegram's app; the in-process client and the HTTP API call these functions. */

const refuse = (sentence: string): never => {
  throw new HarmoniaError('bad-request', sentence);
};

function openChat(world: World, person: ChatPerson): Chat {
  if (person.deleted) refuse('this account is deleted');
  if (person.blocked) refuse('this person has blocked the bot: unblock it first');
  const chat = world.chats.get(person.id)!;
  world.setOpen(chat, true);
  return chat;
}

type Content = Partial<
  Pick<MessageRecord, 'text' | 'media' | 'contact' | 'replyTo' | 'albumId' | 'origin' | 'raw' | 'threadId'>
> & { entities?: TelegramMessageEntity[] };

function post(world: World, person: ChatPerson, content: Content): MessageRecord {
  const chat = openChat(world, person);
  const record = world.post({
    chatId: chat.view.id,
    sender: userOf(person),
    entities: [],
    protected: false,
    ...content,
  });
  world.deliver('message', record);
  return record;
}

const messageOf = (world: World, person: ChatPerson, messageId: number): MessageRecord =>
  world.chats.get(person.id)?.messages.get(messageId) ?? refuse('there is no such message');

/** Sends a text. Opening an invite link sends "/start CODE", so CODE must obey the rules of such links. */
export function sendText(world: World, person: ChatPerson, source: string, replyTo?: number): MessageRecord {
  const text = checkText(source);
  return post(world, person, {
    text,
    entities: findEntities(text),
    ...(replyTo === undefined ? {} : { replyTo: messageOf(world, person, replyTo) }),
  });
}

function checkText(source: string): string {
  const text = source.trim();
  if (text === '') refuse('a message has some text');
  if (text.length > 4096) refuse('a message has at most 4096 characters');
  const payload = /^\/start (\S+)$/.exec(text)?.[1];
  if (payload !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(payload)) {
    refuse('a start link carries at most 64 letters, digits, _ and -');
  }
  return text;
}

/** How a tap names its message: whole, by chat and id only, or by an inline_message_id (setMySettings). */
export type TapAs = 'message' | 'inaccessible' | 'inline';

export interface TapOptions {
  messageId?: number;
  times?: number;
  /** The age of the tap in seconds. */
  age?: number;
  as?: TapAs;
}

/** Taps a button `times` times, without a message id on the newest message that shows it. Returns the query ids. */
export function tap(
  world: World,
  person: ChatPerson,
  data: string,
  { messageId, times = 1, age = 0, as = 'message' }: TapOptions = {},
): string[] {
  const chat = openChat(world, person);
  const record = messageId === undefined ? newestWith(chat, data) : chat.messages.get(messageId);
  if (!record?.shownData.has(data)) refuse(`there is no button ${JSON.stringify(data)}`);
  return Array.from({ length: times }, () => {
    const query = world.addQuery({ personId: person.id, messageId: record!.id, data }, age);
    world.updates.push(
      'callback_query',
      {
        id: query.id,
        from: userOf(person),
        ...tappedMessage(world, record!, chat, as),
        chat_instance: String(BigInt(person.id) * 7_919n),
        data,
      },
      person.id,
      world.faults.takeDuplicate('callback_query', person.id),
    );
    return query.id;
  });
}

function tappedMessage(
  { settings }: World,
  record: MessageRecord,
  chat: Chat,
  as: TapAs,
): Pick<TelegramCallbackQuery, 'message' | 'inline_message_id'> {
  const mode = settings.callback_query_mode ?? 'default';
  const isInline = as === 'inline' || mode === 'inline' || (mode === 'auto' && as === 'inaccessible');
  if (isInline) return { inline_message_id: inlineIdOf(record) };
  if (as === 'inaccessible') return { message: { chat: chat.view, message_id: record.id, date: 0 } };
  return { message: toTelegram(record, chat.view) };
}

function newestWith(chat: Chat, data: string): MessageRecord | undefined {
  const shows = ({ markup }: MessageRecord): boolean =>
    markup?.inline_keyboard.flat().some((button) => button.callback_data === data) ?? false;
  return [...chat.messages.values()].findLast(shows);
}

const captionless: ReadonlySet<ChatFileKind> = new Set(['video_note', 'voice', 'sticker']);

export interface OutgoingFile extends Upload {
  kind: ChatFileKind;
  caption?: string | undefined;
  spoiler?: boolean | undefined;
}

/** Sends one file, or several as an album (2 to 10 photos and videos, or documents). */
export async function sendFiles(
  world: World,
  person: ChatPerson,
  files: readonly OutgoingFile[],
): Promise<MessageRecord[]> {
  openChat(world, person);
  if (files.length === 0) refuse('there is no file');
  if (files.length > 10) refuse('an album has at most 10 files');
  if (files.length > 1) checkAlbum(files);
  const stored: Media[] = [];
  for (const file of files) stored.push(await storeFor(world, file));
  const albumId = files.length > 1 ? world.nextAlbumId() : undefined;
  return stored.map((media, index) => {
    const text = files[index]?.caption?.trim() ?? '';
    return post(world, person, {
      media,
      ...(text === '' ? {} : { text, entities: findEntities(text) }),
      ...(albumId === undefined ? {} : { albumId }),
    });
  });
}

async function storeFor(world: World, file: OutgoingFile): Promise<Media> {
  const caption = file.caption?.trim() ?? '';
  if (caption !== '' && captionless.has(file.kind)) refuse(`a ${file.kind} has no caption`);
  if (caption.length > 1024) refuse('a caption has at most 1024 characters');
  const media = await world.store(file.kind, file).catch((error: unknown) => {
    // Telegram's apps shrink a large picture before sending, so only a file that is no picture is refused.
    const isPicture = !(error instanceof Refusal && error.message.endsWith('IMAGE_PROCESS_FAILED'));
    if (!isPicture) refuse('this picture cannot be read: JPEG, PNG, WebP and GIF can, HEIC cannot');
    throw error;
  });
  return file.spoiler ? { ...media, spoiler: true } : media;
}

function checkAlbum(files: readonly OutgoingFile[]): void {
  const kinds = new Set(files.map(({ kind }) => (kind === 'video' ? 'photo' : kind)));
  const [kind] = kinds;
  if (kinds.size > 1 || (kind !== 'photo' && kind !== 'document')) {
    refuse('an album holds photos and videos, or documents');
  }
}

/** Shares the person's own phone number, one of those reserved for fiction. */
export function shareContact(world: World, person: ChatPerson): MessageRecord {
  const { id, firstName, lastName } = person;
  const phone = `+120255501${String(id % 100).padStart(2, '0')}`;
  return post(world, person, {
    contact: { phone, firstName, userId: id, ...(lastName === undefined ? {} : { lastName }) },
  });
}

/**
 * Sends a message with these fields of the Bot API, for kinds that the sandbox has no action for. With `text` or `photo`
 * among them they replace those of the sandbox; `from` may make it the message of a bot.
 */
export function sendRaw(world: World, person: ChatPerson, fields: Record<string, unknown>): MessageRecord {
  const { message_thread_id: threadId, ...raw } = fields;
  if (typeof threadId !== 'number') return post(world, person, { raw });
  world.topics.set(person.id, (world.topics.get(person.id) ?? new Set()).add(threadId));
  return post(world, person, { raw, threadId });
}

/** Stops the draft that the bot shows; refused where the bot did not allow it. */
export function stopDraft(world: World, person: ChatPerson): void {
  const chat = openChat(world, person);
  const draft = world.drafts.get(person.id);
  if (!draft?.canStop) return refuse('there is no draft that can be stopped');
  world.drafts.delete(person.id);
  const update = { chat: chat.view, draft_id: draft.id };
  world.updates.pushRaw('stopped_message_generation', update, person.id);
}

/** Sends a message of a kind that has no file, with contents of the sandbox's own. */
export const sendOther = (world: World, person: ChatPerson, kind: OtherKind): MessageRecord =>
  post(world, person, { raw: otherKinds[kind](world.seconds) });

/** Sends a picture as a live photo: Telegram tells both the picture and, in `live_photo`, the clip around it. */
export async function sendLivePhoto(world: World, person: ChatPerson, file: Upload): Promise<MessageRecord> {
  openChat(world, person);
  const media = await storeFor(world, { ...file, kind: 'photo' });
  const { photo } = mediaFields(media);
  const { width, height } = photo!.at(-1)!;
  const clip = await world.store('video', { bytes: Buffer.from('a clip'), fileName: 'live.mp4' });
  const { file_id, file_unique_id, file_size } = mediaFields(clip).video!;
  const live = {
    photo,
    file_id,
    file_unique_id,
    ...(file_size && { file_size }),
    width,
    height,
    duration: 1,
  };
  return post(world, person, { media, raw: { live_photo: live } });
}

/** Delivers an update of any kind to the bot as it is, also one that allowed_updates leaves out. */
export function inject(world: World, person: ChatPerson, kind: string, body: object): void {
  openChat(world, person);
  world.updates.pushRaw(kind, body, person.id);
}

/** Forwards a message of this chat into the same chat; refused for protected content, as in the app. */
export function forward(world: World, person: ChatPerson, messageId: number): MessageRecord {
  const { sender, date, text, entities, media, contact, ...record } = messageOf(world, person, messageId);
  if (record.protected) refuse('the bot has forbidden forwarding of this message');
  return post(world, person, {
    origin: record.origin ?? { type: 'user', date, sender_user: sender },
    entities,
    ...(text === undefined ? {} : { text }),
    ...(media ? { media } : {}),
    ...(contact ? { contact } : {}),
  });
}

/** Changes the text (or caption) of one of the person's own messages. */
export function editText(world: World, person: ChatPerson, messageId: number, source: string): MessageRecord {
  openChat(world, person);
  const record = messageOf(world, person, messageId);
  if (record.sender.id !== person.id || record.text === undefined || record.origin) {
    refuse('only your own texts can be edited');
  }
  record.text = checkText(source);
  record.entities = findEntities(record.text);
  record.editDate = world.seconds;
  world.show(record);
  world.deliver('edited_message', record);
  return record;
}

/** Blocks or unblocks the bot, which gets the update my_chat_member. */
export function setBlocked(world: World, person: ChatPerson, blocked: boolean): void {
  if (person.deleted) refuse('this account is deleted');
  if (person.blocked === blocked) return;
  person.blocked = blocked;
  const user = world.botUser;
  const member = { status: 'member', user } as const;
  const kicked = { status: 'kicked', user, until_date: 0 } as const;
  world.updates.push(
    'my_chat_member',
    {
      chat: world.chats.get(person.id)!.view,
      from: userOf(person),
      date: world.seconds,
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    },
    person.id,
  );
  world.personChanged(person);
}

/** Delivers the person's last update once more, with the same update_id. */
export function repeatLast(world: World, person: ChatPerson): void {
  if (!world.updates.repeatLast(person.id)) refuse('this person has sent nothing yet');
}

/** Deletes the account. Telegram sends the bot no update; a later message of the bot is refused. */
export function deleteAccount(world: World, person: ChatPerson): void {
  person.deleted = true;
  world.personChanged(person);
}

/** Adds the bot to a group of the person, if it is not there yet, and sends a text to the group. */
export function sendInGroup(world: World, person: ChatPerson, text: string): MessageRecord {
  const title = `Group of ${person.id}`;
  const known = [...world.chats.values()].find(({ view, isOpen }) => view.title === title && isOpen);
  const chat = known ?? world.addGroup(title);
  if (!known) {
    const user = world.botUser;
    world.updates.push(
      'my_chat_member',
      {
        chat: chat.view,
        from: userOf(person),
        date: world.seconds,
        old_chat_member: { status: 'left', user },
        new_chat_member: { status: 'member', user },
      },
      person.id,
    );
  }
  const record = world.post({
    chatId: chat.view.id,
    sender: userOf(person),
    text: checkText(text),
    entities: findEntities(text.trim()),
    protected: false,
  });
  world.deliver('message', record);
  return record;
}
