import type { ChatId } from '../../engine/ports/participants.ts';
import type { Outgoing } from '../turn/view.ts';
import { alreadySo, type ApiClient, type CallResult, notThere } from './api-client.ts';
import { inlineKeyboard } from './inline-keyboard.ts';

type Message = Extract<Outgoing, { kind: 'message' }>;
type Edit = Extract<Outgoing, { kind: 'edit' }>;

/** Sends a message of its own. */
export const sendMessage = (
  api: ApiClient,
  chatId: ChatId,
  { text, buttons, keyboard }: Omit<Message, 'kind'>,
): Promise<CallResult<object>> =>
  api.call('sendMessage', {
    ...textOf(chatId, text),
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

/** Writes over a message. One that the person deleted, or that is too old to be edited, is sent anew. */
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
  return notThere.test(result.description) ? sendMessage(api, chatId, { text, buttons }) : result;
}

const textOf = (chatId: ChatId, text: string) => ({
  chat_id: Number(chatId),
  text,
  parse_mode: 'HTML',
  link_preview_options: { is_disabled: true },
});
