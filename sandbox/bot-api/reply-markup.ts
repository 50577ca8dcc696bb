import type {
  TelegramForceReply,
  TelegramInlineKeyboardButton,
  TelegramInlineKeyboardMarkup,
  TelegramReplyKeyboardMarkup,
  TelegramReplyKeyboardRemove,
} from '@gramio/types';
import { checkedLink } from './html-entities.ts';
import { badRequest } from './refusal.ts';

export type ReplyMarkup =
  | TelegramInlineKeyboardMarkup
  | TelegramReplyKeyboardMarkup
  | TelegramReplyKeyboardRemove
  | TelegramForceReply;

const dataLimit = 64;
const buttonLimit = 100;

/**
 * The inline keyboard of a message. Returns undefined for the other markups, which belong to the input field and are
 * not shown by the chat page. Refuses the buttons that Telegram refuses.
 */
export function inlineKeyboard(markup: ReplyMarkup | undefined): TelegramInlineKeyboardMarkup | undefined {
  if (!markup || !('inline_keyboard' in markup)) return undefined;
  // The real server leaves out buttons without a label and rows without a button.
  const rows = markup.inline_keyboard
    .map((row) => row.filter(({ text }) => text !== ''))
    .filter((row) => row.length > 0);
  const buttons = rows.flat();
  if (buttons.length > buttonLimit) throw badRequest('reply markup is too long');
  for (const button of buttons) checkButton(oneAction(button));
  if (rows.length === 0) return undefined;
  const { force_reply: opensReply } = markup;
  return { inline_keyboard: rows.map((row) => row.map(oneAction)), ...(opensReply && { force_reply: true }) };
}

/** What a tap does, in the order in which the real server looks at the fields: of several only the first counts. */
const actions = [
  'url',
  'callback_data',
  'callback_game',
  'pay',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'login_url',
  'web_app',
  'copy_text',
  'disabled',
] as const satisfies readonly (keyof TelegramInlineKeyboardButton)[];

function oneAction(button: TelegramInlineKeyboardButton): TelegramInlineKeyboardButton {
  const isSet = (field: (typeof actions)[number]): boolean => {
    if (field === 'url' || field === 'callback_data') return Boolean(button[field]);
    return button[field] !== undefined && button[field] !== false;
  };
  const action = actions.find(isSet);
  const { text, style, icon_custom_emoji_id: icon } = button;
  return {
    text,
    ...(style === undefined ? {} : { style }),
    ...(icon === undefined ? {} : { icon_custom_emoji_id: icon }),
    ...(action === undefined ? {} : { [action]: button[action] }),
  };
}

function checkButton(button: TelegramInlineKeyboardButton): void {
  const { callback_data: data, url, web_app: app, copy_text: copy } = button;
  if (data !== undefined) {
    if (Buffer.byteLength(data) > dataLimit) throw badRequest('BUTTON_DATA_INVALID');
  } else if (url !== undefined) {
    checkUrl(url);
  } else if (app) {
    if (!/^https:\/\//i.test(app.url) || !checkedLink(app.url)) {
      throw badRequest(
        `inline keyboard button Web App URL '${app.url}' is invalid: Only HTTPS links are allowed`,
      );
    }
  } else if (copy) {
    if (copy.text.length < 1 || copy.text.length > 256) throw badRequest('BUTTON_COPY_TEXT_INVALID');
  } else if (
    button.switch_inline_query === undefined &&
    button.switch_inline_query_current_chat === undefined &&
    button.switch_inline_query_chosen_chat === undefined &&
    button.disabled === undefined
  ) {
    if (button.pay || button.callback_game || button.login_url) throw badRequest('BUTTON_TYPE_INVALID');
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
}

function checkUrl(url: string): void {
  if (checkedLink(url) !== undefined) return;
  const isOther = /^[a-z][a-z0-9+-]*:\/\//i.test(url) && !/^https?:/i.test(url);
  const reason = isOther ? 'Unsupported URL protocol' : 'Wrong HTTP URL';
  throw badRequest(`inline keyboard button URL '${url}' is invalid: ${reason}`);
}
