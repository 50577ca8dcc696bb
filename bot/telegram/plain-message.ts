import type { ChatId } from '../../engine/ports/participants.ts';
import type { Outgoing } from '../turn/view.ts';
import { alreadySo, type ApiClient, type CallResult, notThere } from './api-client.ts';
import { inlineKeyboard } from './inline-keyboard.ts';
import { partsOf, withoutTags } from './text-parts.ts';

type Message = Extract<Outgoing, { kind: 'message' }>;
type Edit = Extract<Outgoing, { kind: 'edit' }>;

/** A message as Telegram answers that it was sent. */
export interface SentMessage {
  message_id: number;
  photo?: { file_id: string }[];
}

const tooLong = /message is too long/i;
const unreadable = /can't parse entities/i;

/**
 * Sends a text in the form in which Telegram takes it: in several messages when it is too long for one, and without
 * formatting when its formatting is refused. `more` holds the other parameters; a keyboard stands below the last part,
 * which is the message that is returned.
 */
export async function sendText(
  api: ApiClient,
  chatId: ChatId,
  text: string,
  more: { reply_markup?: object; protect_content?: boolean } = {},
): Promise<CallResult<SentMessage>> {
  const once = (html: string, rest: object): Promise<CallResult<SentMessage>> =>
    api.call<SentMessage>('sendMessage', { ...textOf(chatId, html), ...rest });
  const whole = await once(text, more);
  if (whole.outcome !== 'refused') return whole;
  if (unreadable.test(whole.description)) {
    const { parse_mode: _, ...plain } = textOf(chatId, withoutTags(text));
    return api.call<SentMessage>('sendMessage', { ...plain, ...more });
  }
  if (!tooLong.test(whole.description)) return whole;
  const parts = partsOf(text);
  const { reply_markup: _, ...restOfAll } = more;
  let sent: CallResult<SentMessage> = whole;
  for (const [index, part] of parts.entries()) {
    sent = await once(part, index === parts.length - 1 ? more : restOfAll);
    if (sent.outcome !== 'done') return sent;
  }
  return sent;
}

/** Sends a message of its own. */
export const sendMessage = (
  api: ApiClient,
  chatId: ChatId,
  { text, buttons, keyboard }: Omit<Message, 'kind'>,
): Promise<CallResult<object>> =>
  sendText(api, chatId, text, {
    ...(buttons.length > 0 ? { reply_markup: { inline_keyboard: inlineKeyboard(buttons) } } : {}),
    ...(keyboard === undefined ? {} : { reply_markup: replyKeyboard(keyboard) }),
  });

const replyKeyboard = (keyboard: NonNullable<Message['keyboard']>): object =>
  keyboard === 'none'
    ? { remove_keyboard: true }
    : {
        keyboard: [[{ text: keyboard.share, request_contact: true }], [{ text: keyboard.refuse }]],
        resize_keyboard: true,
        one_time_keyboard: true,
      };

/**
 * Writes over a message. One that the person deleted, that is too old to be edited, or whose new text does not fit into
 * one message, is sent anew.
 */
export async function editMessage(
  api: ApiClient,
  chatId: ChatId,
  { messageId, text, buttons }: Edit,
): Promise<CallResult<object>> {
  const result = await api.call<object>('editMessageText', {
    ...textOf(chatId, text),
    message_id: messageId,
    reply_markup: { inline_keyboard: inlineKeyboard(buttons) },
  });
  if (result.outcome !== 'refused') return result;
  if (alreadySo.test(result.description)) return { outcome: 'done', value: {} };
  return isToBeSentAnew(result.description) ? sendMessage(api, chatId, { text, buttons }) : result;
}

/** True for a refusal of an edit after which the same text can still be sent as a new message. */
export const isToBeSentAnew = (description: string): boolean =>
  notThere.test(description) || tooLong.test(description) || unreadable.test(description);

/** The parameters of a text with Telegram's HTML. */
export const textOf = (chatId: ChatId, text: string) => ({
  chat_id: Number(chatId),
  text,
  parse_mode: 'HTML',
  link_preview_options: { is_disabled: true },
});
