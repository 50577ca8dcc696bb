import { setTimeout as sleep } from 'node:timers/promises';
import type { Telegram } from 'telegraf';
import { HarmoniaError } from '../../foundation/errors.ts';
import { createPacer, type Pace, type Paced, telegramPace } from './pacer.ts';

/** The result of a call to the Bot API. `later`: the call may succeed after `seconds`. */
export type CallResult<T> =
  | { outcome: 'done'; value: T }
  /** Telegram will never accept this call, so it must not be repeated. */
  | { outcome: 'refused'; description: string }
  /** The person blocked the bot or deleted the Telegram account. */
  | { outcome: 'unreachable' }
  | { outcome: 'later'; seconds: number };

/** The result of a call that was repeated until Telegram had answered. */
export type Settled<T> = Exclude<CallResult<T>, { outcome: 'later' }>;

/** What a call tells about Telegram: that it answers, that it cannot be reached, or that it refuses the token. */
export type Sign = 'answers' | 'silent' | 'refuses-token';

/** Telegram's error for an edit that changes nothing. */
export const alreadySo = /message is not modified/i;
/** Telegram's errors for a message that was deleted or can no longer be edited. */
export const notThere =
  /message to (edit|delete) not found|message can't be edited|message_id_invalid|there is no (text|caption|media)/i;

/** Calls methods of the Bot API: retries transient failures for a short time, and names every other outcome. */
export interface ApiClient {
  call<T = unknown>(method: string, payload: object): Promise<CallResult<T>>;
  /** Repeats a call that Telegram cannot answer at the moment, until it is done or refused. @throws when aborted */
  insist<T = unknown>(method: string, payload: object, signal?: AbortSignal): Promise<Settled<T>>;
  /** Messages to this chat go before those to others, until the returned function is called. */
  prefer(chatId: number): () => void;
  /** The bytes of a file that a person sent. @throws HarmoniaError `photo-unreadable` or `job-failed`. */
  download(fileId: string): Promise<Buffer>;
}

const longestWaitSeconds = 5;
const attempts = 3;
const downloadLimitBytes = 20 * 1024 * 1024;

/**
 * An API client on top of Telegraf's. After a 429, a 5xx or a network fault it waits and calls again, for up to 5 s and
 * three attempts; then it returns `later`, so that the caller can wait without holding a database connection.
 * Messages, edits and deletions wait for their turn at the pace; other calls do not.
 * @throws HarmoniaError `unauthorized` when Telegram refuses the token
 */
export function createApiClient(
  telegram: Telegram,
  {
    pace = telegramPace,
    pause = (ms, signal) => sleep(ms, undefined, signal && { signal }),
    onSign = () => undefined,
    onAnswer = () => undefined,
  }: {
    pace?: Pace;
    pause?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
    onSign?: (sign: Sign) => void;
    /** Gets each answer: `ok`, an HTTP status, or `none`. */
    onAnswer?: (method: string, answer: string) => void;
  } = {},
): ApiClient {
  const pacer = createPacer(pace);
  const send = (method: string, payload: object): Promise<unknown> => {
    const chatId = 'chat_id' in payload ? Number(payload.chat_id) : undefined;
    const once = (): Promise<unknown> => telegram.callApi(method as 'getMe', payload);
    const what = pacedAs(method);
    return chatId !== undefined && what !== undefined ? pacer.run(chatId, what, once) : once();
  };

  async function call<T>(method: string, payload: object): Promise<CallResult<T>> {
    let waited = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        const value = (await send(method, payload)) as T;
        onSign('answers');
        onAnswer(method, 'ok');
        return { outcome: 'done', value };
      } catch (error) {
        onSign(signOf(error));
        onAnswer(method, String((error as ApiFailure).response?.error_code ?? 'none'));
        const verdict = judge(error);
        if (verdict.outcome !== 'later') return verdict;
        waited += verdict.seconds;
        if (waited > longestWaitSeconds || attempt === attempts)
          return { outcome: 'later', seconds: Math.max(verdict.seconds, attempt * 2) };
        await pause(verdict.seconds * 1000);
      }
    }
  }

  return {
    call,
    async insist<T>(method: string, payload: object, signal?: AbortSignal) {
      for (;;) {
        const result = await call<T>(method, payload);
        if (result.outcome !== 'later') return result;
        await pause(result.seconds * 1000, signal);
      }
    },
    prefer: pacer.prefer,
    async download(fileId) {
      const file = await call<{ file_path?: string; file_size?: number }>('getFile', { file_id: fileId });
      if (file.outcome === 'refused' && /temporarily unavailable/i.test(file.description))
        throw new HarmoniaError('job-failed', 'the file is temporarily unavailable');
      if (file.outcome === 'refused' || file.outcome === 'unreachable') {
        const isTooBig = file.outcome === 'refused' && /file is too big/i.test(file.description);
        throw new HarmoniaError('photo-unreadable', isTooBig ? 'the file is too big' : 'the file is gone', {
          details: { reason: isTooBig ? 'too-large' : 'failed' },
        });
      }
      if (file.outcome === 'later' || !file.value.file_path)
        throw new HarmoniaError('job-failed', 'getFile did not answer');
      const { apiRoot } = telegram.options;
      const response = await fetch(`${apiRoot}/file/bot${telegram.token}/${file.value.file_path}`, {
        signal: AbortSignal.timeout(30_000),
      }).catch(() => undefined);
      if (!response?.ok)
        throw new HarmoniaError('job-failed', `the file server answered ${response?.status ?? 'nothing'}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      const expected = file.value.file_size;
      if (bytes.length > downloadLimitBytes || (expected !== undefined && bytes.length !== expected)) {
        throw new HarmoniaError('job-failed', 'the download was cut short');
      }
      return bytes;
    },
  };
}

/** Whether a method puts a message into a chat or changes one there; undefined when it does neither. */
function pacedAs(method: string): Paced | undefined {
  if (/^(edit|delete)Message/.test(method)) return 'change';
  return method.startsWith('send') && method !== 'sendChatAction' ? 'message' : undefined;
}

interface ApiFailure {
  response?: { error_code: number; description: string; parameters?: { retry_after?: number } };
}

function signOf(error: unknown): Sign {
  const status = (error as ApiFailure).response?.error_code;
  if (typeof status !== 'number' || status >= 500) return 'silent';
  return isTokenRefused(error) ? 'refuses-token' : 'answers';
}

function isTokenRefused(error: unknown): boolean {
  const { error_code: status, description } = (error as ApiFailure).response ?? {};
  return status === 401 || (status === 404 && description === 'Not Found');
}

function judge(error: unknown): Exclude<CallResult<never>, { outcome: 'done' }> {
  const response = (error as ApiFailure).response;
  if (!response || typeof response.error_code !== 'number') return { outcome: 'later', seconds: 0.5 };
  const { error_code: status, description, parameters } = response;
  if (status === 429) return { outcome: 'later', seconds: parameters?.retry_after ?? 1 };
  if (status >= 500) return { outcome: 'later', seconds: 0.5 };
  if (isTokenRefused(error)) {
    throw new HarmoniaError('unauthorized', 'Telegram does not accept BOT_TOKEN');
  }
  const gone = status === 403 || /chat not found|user is deactivated|PEER_ID_INVALID/i.test(description);
  return gone ? { outcome: 'unreachable' } : { outcome: 'refused', description };
}
