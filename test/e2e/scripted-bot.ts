import sharp from 'sharp';
import type { Sandbox } from '../../sandbox/server.ts';

interface Update {
  update_id: number;
  message?: {
    message_id: number;
    chat: { id: number };
    reply_to_message?: { text?: string };
    [content: string]: unknown;
    text?: string;
  };
  stopped_message_generation?: { draft_id: number };
  callback_query?: { id: string; data: string; message: { message_id: number; chat: { id: number } } };
}

const button = (text: string, data = text) => ({ text, callback_data: data });
const keyboard = (...rows: ReturnType<typeof button>[][]) => ({ inline_keyboard: rows });
const scale = keyboard([1, 2, 3, 4, 5, 6, 7].map((step) => button(String(step), `scale:${step}`)));
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** A small bot that answers each of several words with one kind of message. */
export interface ScriptedBot {
  /** The updates it has received, in order. */
  readonly updates: Update[];
  /** While true, taps are received but not answered. */
  hold: boolean;
  stop(): Promise<void>;
}

/** Starts the bot, which polls the sandbox until it is stopped. */
export function startScriptedBot(sandbox: Sandbox): ScriptedBot {
  const stopped = new AbortController();
  const root = `${sandbox.url}/bot${sandbox.token}`;
  const bot: ScriptedBot = { updates: [], hold: false, stop };

  async function call(method: string, body: object | FormData): Promise<unknown> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${root}/${method}`, {
      method: 'POST',
      signal: stopped.signal,
      body: isForm ? body : JSON.stringify(body),
      ...(isForm ? {} : { headers: { 'Content-Type': 'application/json' } }),
    });
    const answer = (await response.json()) as { ok: boolean; result: unknown; description?: string };
    if (!answer.ok) throw new Error(`${method}: ${answer.description}`);
    return answer.result;
  }

  const words: Record<string, (chat_id: number) => Promise<unknown>> = {
    question: (chat_id) =>
      call('sendMessage', {
        chat_id,
        parse_mode: 'HTML',
        text: '<b>Question 1</b>: is <i>this</i> <tg-spoiler>hidden</tg-spoiler>?',
        reply_markup: keyboard([button('No'), button('Yes')], [button('Tell me', 'alert')]),
      }),
    scale: (chat_id) => call('sendMessage', { chat_id, text: 'One to seven?', reply_markup: scale }),
    typing: (chat_id) => call('sendChatAction', { chat_id, action: 'typing' }),
    draft: (chat_id) => call('sendMessageDraft', { chat_id, draft_id: 1, text: 'One half', can_stop: true }),
    name: (chat_id) =>
      call('sendMessage', {
        chat_id,
        text: 'What is your name?',
        reply_markup: { ...keyboard([button('Skip')]), force_reply: true },
      }),
    link: (chat_id) =>
      call('sendMessage', { chat_id, text: `Open https://t.me/harmonia_sandbox_bot?start=AGAIN or /help` }),
    photo: async (chat_id) => call('sendPhoto', await upload(chat_id, 'photo', 'face.jpg', await picture())),
    report: async (chat_id) =>
      call('sendDocument', await upload(chat_id, 'document', 'report.pdf', pdf, { protect_content: 'true' })),
    '/start': (chat_id) => call('sendMessage', { chat_id, text: 'Welcome.' }),
  };

  async function answer(update: Update): Promise<void> {
    const { message, callback_query: query } = update;
    const first = message?.text?.split(' ')[0] ?? '';
    if (message) await words[first]?.(message.chat.id);
    if (message && first === 'look')
      await call('setMessageReaction', {
        chat_id: message.chat.id,
        message_id: message.message_id,
        reaction: [{ type: 'emoji', emoji: '👀' }],
      });
    if (!query || bot.hold) return;
    const isAlert = query.data === 'alert';
    await call('answerCallbackQuery', {
      callback_query_id: query.id,
      text: isAlert ? 'Please finish first.' : `You chose ${query.data}.`,
      show_alert: isAlert,
    });
    if (query.data !== 'Yes') return;
    const { chat, message_id } = query.message;
    const next = keyboard([button('Agree'), button('Disagree')]);
    await call('editMessageText', { chat_id: chat.id, message_id, text: 'Question 2?', reply_markup: next });
  }

  async function poll(): Promise<void> {
    for (let offset = 0; !stopped.signal.aborted;) {
      const updates = (await call('getUpdates', { offset, timeout: 20 })) as Update[];
      for (const update of updates) {
        offset = update.update_id + 1;
        bot.updates.push(update);
        await answer(update);
      }
    }
  }

  const polling = call('setMyCommands', {
    commands: [
      { command: 'status', description: 'Where I am' },
      { command: 'help', description: 'What I can do' },
    ],
  }).then(poll);
  // `stop` aborts the running poll, which is no failure; it rejects with any other one.
  const ended = polling.catch((error: unknown) => (stopped.signal.aborted ? undefined : error));

  async function stop(): Promise<void> {
    const early = await Promise.race([ended, new Promise((resolve) => setImmediate(resolve))]);
    stopped.abort();
    await ended;
    if (early instanceof Error) throw early;
  }
  return bot;
}

/** Draws a small coloured picture, as JPEG bytes. */
export const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 480, height: 600, channels: 3, background: '#7aa6c2' } })
    .jpeg()
    .toBuffer();

async function upload(
  chatId: number,
  field: string,
  name: string,
  bytes: Buffer,
  more: Record<string, string> = {},
): Promise<FormData> {
  const form = new FormData();
  form.append('chat_id', String(chatId));
  form.append('caption', `A ${field}.`);
  for (const [key, value] of Object.entries(more)) form.append(key, value);
  const type = name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg';
  form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
  return Promise.resolve(form);
}
