import type { InlineKeyboardButton } from 'telegraf/types';
import type { ChatId } from '../../engine/ports/participants.ts';
import { encodeTap } from '../turn/callback-data.ts';
import type { Button } from '../turn/view.ts';
import { alreadySo, type ApiClient, type CallResult, notThere } from './api-client.ts';

/** The keyboard in Telegram's words. */
export const inlineKeyboard = (buttons: Button[][]): InlineKeyboardButton[][] =>
  buttons.map((row) =>
    row.map(({ text, scope, item, value }) => ({ text, callback_data: encodeTap({ scope, item, value }) })),
  );

/** Takes the buttons off a message, so that nobody taps on yesterday's question. */
export async function removeButtons(
  api: ApiClient,
  chatId: ChatId,
  messageId: number,
): Promise<CallResult<object>> {
  const result = await api.call<object>('editMessageReplyMarkup', {
    chat_id: Number(chatId),
    message_id: messageId,
    reply_markup: { inline_keyboard: [] },
  });
  if (result.outcome !== 'refused') return result;
  // A second tap finds them gone already, and a person may have deleted the message.
  const isSo = alreadySo.test(result.description) || notThere.test(result.description);
  return isSo ? { outcome: 'done', value: {} } : result;
}
