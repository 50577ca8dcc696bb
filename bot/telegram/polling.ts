import { setTimeout as sleep } from 'node:timers/promises';
import type { Update } from 'telegraf/types';
import { isHarmoniaError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { ApiClient } from './api-client.ts';

/** Long polling that confirms an update only after it was handled. */
export interface Polling {
  /** Resolves when polling was stopped; rejects when Telegram refuses the token or another poller took over. */
  readonly done: Promise<void>;
  /** Stops asking for more and waits for the updates at hand. */
  stop(): Promise<void>;
}

/** Updates of one chat are handled in order, chats side by side; a failed one is handled again before the next. */
export function startPolling(
  api: ApiClient,
  handle: (update: Update) => Promise<void>,
  options: { log: Log; allowedUpdates: readonly string[]; timeoutSeconds?: number },
): Polling {
  let stopping = false;
  const wake = new AbortController();

  async function handleUntilDone(update: Update): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await handle(update);
      } catch (error) {
        if (isHarmoniaError(error, 'unauthorized')) throw error;
        if (stopping) throw error;
        await sleep(Math.min(200 * 2 ** attempt, 5000));
      }
    }
  }

  async function handleBatch(updates: readonly Update[]): Promise<void> {
    const lanes = Map.groupBy(updates, laneOf);
    await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const update of lane) await handleUntilDone(update);
      }),
    );
  }

  async function poll(): Promise<void> {
    let offset = 0;
    while (!stopping) {
      const request = api.call<Update[]>('getUpdates', {
        offset,
        limit: 100,
        timeout: options.timeoutSeconds ?? 25,
        allowed_updates: options.allowedUpdates,
      });
      const result = await Promise.race([request, aborted(wake.signal)]);
      if (result === 'stopped') break;
      if (result.outcome === 'done') {
        await handleBatch(result.value);
        const last = result.value.at(-1);
        if (last) offset = last.update_id + 1;
        continue;
      }
      const reason = result.outcome === 'refused' ? result.description : result.outcome;
      options.log.warn({ event: 'polling.failed', reason }, 'asking for updates failed; trying again');
      await Promise.race([
        sleep(result.outcome === 'later' ? result.seconds * 1000 : 3000),
        aborted(wake.signal),
      ]);
    }
    // Tell the server what was handled, so that the next start does not see it again.
    if (offset > 0)
      await Promise.race([api.call('getUpdates', { offset, limit: 1, timeout: 0 }), sleep(1000)]);
  }

  const done = poll();
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      stopping = true;
      wake.abort();
      await done.catch((error: unknown) => options.log.caught(error, { event: 'polling.stopped' }));
    },
  };
}

const aborted = (signal: AbortSignal): Promise<'stopped'> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });

function laneOf(update: Update): string {
  if ('message' in update) return String(update.message.chat.id);
  if ('edited_message' in update) return String(update.edited_message.chat.id);
  if ('callback_query' in update) return String(update.callback_query.from.id);
  if ('my_chat_member' in update) return String(update.my_chat_member.chat.id);
  return 'other';
}
