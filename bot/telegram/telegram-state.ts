import { HarmoniaError } from '../../foundation/errors.ts';
import type { Sign } from './api-client.ts';

/** Whether Telegram answers, as the calls of the bot have found it. */
export interface TelegramState {
  /** @throws HarmoniaError `job-failed` when the newest call did not reach Telegram */
  check(): Promise<void>;
  /** Rejects with `unauthorized` when Telegram refuses the token; it is never resolved. */
  readonly tokenRefused: Promise<never>;
}

/** The state, and the function to which the API client tells what each call found. */
export function watchTelegram(): { state: TelegramState; onSign: (sign: Sign) => void } {
  let newest: Sign = 'answers';
  const { promise: tokenRefused, reject } = Promise.withResolvers<never>();
  // Before the start is complete the caller of a refused call ends it, and nothing waits for this promise.
  tokenRefused.catch(() => undefined);
  return {
    state: {
      tokenRefused,
      async check() {
        if (newest !== 'answers') throw new HarmoniaError('job-failed', 'Telegram does not answer');
      },
    },
    onSign(sign) {
      newest = sign;
      if (sign === 'refuses-token')
        reject(new HarmoniaError('unauthorized', 'Telegram does not accept BOT_TOKEN'));
    },
  };
}
