import type { InlineKeyboardButton } from 'telegraf/types';
import type { ChatId } from '../../engine/ports/participants.ts';
import { encodeTap } from '../turn/callback-data.ts';
import type { Button } from '../turn/view.ts';
import { alreadySo, type ApiClient, type CallResult, notThere } from './api-client.ts';

/** The buttons in the form of the Bot API. */
export const inlineKeyboard = (buttons: Button[][]): InlineKeyboardButton[][] =>
  buttons.map((row) =>
    row.map(({ text, scope, item, value, style }) => ({
      text,
      callback_data: encodeTap({ scope, item, value }),
      ...(style && { style }),
    })),
  );

/** Takes the buttons off a message whose question is no longer open. */
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
  // An earlier tap may have removed the buttons, or the person has deleted the message: both count as done.
  const isSo = alreadySo.test(result.description) || notThere.test(result.description);
  return isSo ? { outcome: 'done', value: {} } : result;
}
