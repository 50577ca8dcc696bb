import type { InlineKeyboardButton } from 'telegraf/types';
import { encodeTap } from '../callback-data.ts';
import type { Button } from '../view.ts';

/** The keyboard in Telegram's words. */
export const inlineKeyboard = (buttons: Button[][]): InlineKeyboardButton[][] =>
  buttons.map((row) =>
    row.map(({ text, scope, item, value }) => ({ text, callback_data: encodeTap({ scope, item, value }) })),
  );
