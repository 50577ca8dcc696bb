import type { Call } from '../call.ts';
import { badRequest } from '../refusal.ts';

const queryLifetime = 150_000;
const toastLimit = 200;

interface AnswerParams {
  callback_query_id?: string;
  text?: string;
  show_alert?: boolean;
  url?: string;
}

/** Answers a tap, once and within 150 s; the button on the page spins until then. */
export function answerCallbackQuery({ world, params }: Call<AnswerParams>): true {
  const { text, url, show_alert: alert = false } = params;
  const query = world.queries.get(params.callback_query_id ?? '');
  if (!query || query.answer || Date.now() - query.at >= queryLifetime) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  if (text !== undefined && text.length > toastLimit) throw badRequest('MESSAGE_TOO_LONG');
  if (url && !url.startsWith(`https://t.me/${world.bot.username}?start=`)) throw badRequest('URL_INVALID');
  query.answer = { alert, ...(text ? { text } : {}), ...(url ? { url } : {}) };
  world.emit({
    type: 'answered',
    chatId: query.personId,
    queryId: query.id,
    messageId: query.messageId,
    data: query.data,
    ...query.answer,
  });
  return true;
}
