import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { Screen } from '../../engine/ports/chats.ts';
import type { FileStorage } from '../../engine/ports/unit-of-work.ts';
import type { Outgoing, Picture, View } from '../turn/view.ts';
import { inlineKeyboard, removeButtons } from './inline-keyboard.ts';
import { alreadySo, type ApiClient, type CallResult } from './api-client.ts';
import { isToBeSentAnew, sendText, type SentMessage, textOf } from './plain-message.ts';
import { refusalOfMissingFile } from './plain-sender.ts';
import type { Sent } from './sent.ts';

type ScreenCall = Extract<Outgoing, { kind: 'screen' }>;

/**
 * Brings the screen of a chat up to date: edits its message, or sends a new one and deletes the old one or takes its
 * buttons off. A screen whose picture is refused is shown as text.
 */
export interface ScreenSender {
  send(chatId: ChatId, current: Screen | null, call: ScreenCall): Promise<CallResult<Sent>>;
}

export function createScreenSender({ api, files }: { api: ApiClient; files: FileStorage }): ScreenSender {
  const uploaded = createUploads();

  async function media(picture: Picture): Promise<string | { source: Buffer }> {
    const known = uploaded.get(picture);
    if (known) return known;
    return {
      source: 'bundled' in picture ? await readFile(picture.bundled) : await files.read(picture.stored),
    };
  }

  async function edit(chatId: ChatId, screen: Screen, view: View): Promise<CallResult<Sent> | 'send-anew'> {
    const target = { chat_id: Number(chatId), message_id: screen.messageId };
    const reply_markup = { inline_keyboard: inlineKeyboard(view.buttons) };
    const result = view.picture
      ? await api.call<SentMessage>('editMessageMedia', {
          ...target,
          media: { type: 'photo', media: await media(view.picture), caption: view.text, parse_mode: 'HTML' },
          reply_markup,
        })
      : await api.call<SentMessage>('editMessageText', {
          ...textOf(chatId, view.text),
          ...target,
          reply_markup,
        });
    if (result.outcome === 'refused' && isToBeSentAnew(result.description)) return 'send-anew';
    if (result.outcome === 'refused' && !alreadySo.test(result.description)) return result;
    if (result.outcome === 'done') uploaded.remember(view.picture, result.value);
    if (result.outcome === 'later' || result.outcome === 'unreachable') return result;
    return { outcome: 'done', value: { screen: { ...screen, contentHash: hashOfView(view) } } };
  }

  async function sendNew(chatId: ChatId, view: View): Promise<CallResult<Sent>> {
    const common = {
      protect_content: view.protect ?? false,
      ...(view.buttons.length > 0 ? { reply_markup: { inline_keyboard: inlineKeyboard(view.buttons) } } : {}),
    };
    const result = view.picture
      ? await api.call<SentMessage>('sendPhoto', {
          ...common,
          chat_id: Number(chatId),
          photo: await media(view.picture),
          caption: view.text,
          parse_mode: 'HTML',
        })
      : await sendText(api, chatId, view.text, common);
    if (result.outcome !== 'done') return result;
    uploaded.remember(view.picture, result.value);
    const screen: Screen = {
      messageId: result.value.message_id,
      kind: view.picture ? 'photo' : 'text',
      contentHash: hashOfView(view),
    };
    const { messageId } = screen;
    return { outcome: 'done', value: { screen, messageId, ...(view.picture && { hasFile: true }) } };
  }

  async function show(chatId: ChatId, current: Screen | null, call: ScreenCall): Promise<CallResult<Sent>> {
    const { view, fresh: asNewMessage } = call;
    if (current && !asNewMessage && current.kind === (view.picture ? 'photo' : 'text')) {
      if (current.contentHash === hashOfView(view)) return { outcome: 'done', value: {} };
      const edited = await edit(chatId, current, view);
      if (edited !== 'send-anew') return edited;
    }
    const sent = await sendNew(chatId, view);
    if (sent.outcome === 'done' && current) {
      const { messageId } = current;
      const deleted =
        !asNewMessage &&
        (await api.call('deleteMessage', { chat_id: Number(chatId), message_id: messageId }));
      // Telegram deletes no message that is older than 48 hours; its buttons can still be taken off.
      if (!deleted || deleted.outcome === 'refused') await removeButtons(api, chatId, messageId);
    }
    return sent;
  }

  return {
    async send(chatId, current, call) {
      const attempt = (): Promise<CallResult<Sent>> =>
        show(chatId, current, call).catch(refusalOfMissingFile);
      const { picture, withoutPicture, ...rest } = call.view;
      let sent = await attempt();
      if (sent.outcome !== 'refused' || !picture) return sent;
      // Telegram may not know the file any more under the id that it gave it.
      if (uploaded.forget(picture)) sent = await attempt();
      if (sent.outcome !== 'refused') return sent;
      const asText = await show(chatId, current, { ...call, view: { ...rest, ...withoutPicture } });
      if (asText.outcome !== 'done') return asText;
      const screen = asText.value.screen ?? current;
      return {
        outcome: 'done',
        value: {
          ...asText.value,
          ...(screen && { screen: { ...screen, withoutPicture: true } }),
          pictureRefused: sent.description,
        },
      };
    },
  };
}

/** The file ids of bundled pictures that were uploaded: Telegram sends them again by id, without the bytes. */
function createUploads(): {
  get(picture: Picture): string | undefined;
  remember(picture: Picture | undefined, message: SentMessage): void;
  /** True when an id was known. */
  forget(picture: Picture): boolean;
} {
  const ids = new Map<string, string>();
  const key = (picture: Picture): string => ('bundled' in picture ? picture.bundled : picture.stored);
  return {
    get: (picture) => ids.get(key(picture)),
    remember(picture, message) {
      const id = message.photo?.at(-1)?.file_id;
      if (picture && id && 'bundled' in picture) ids.set(key(picture), id);
    },
    forget: (picture) => ids.delete(key(picture)),
  };
}

const hashOfView = (view: View): string =>
  createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22);
