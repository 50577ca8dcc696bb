import { setTimeout as wait } from 'node:timers/promises';
import type { Update } from 'telegraf/types';
import { type HarmoniaError, isHarmoniaError } from '../../foundation/errors.ts';
import type { Log } from '../../foundation/log.ts';
import type { ApiClient } from './api-client.ts';
import { deleteForeignWebhook, takeBackEveryMs } from './webhook.ts';

/** Long polling that confirms an update only after it was handled. */
export interface Polling {
  /** Resolves when polling was stopped; rejects when Telegram refuses the token or another poller took over. */
  readonly done: Promise<void>;
  /** Stops asking for more and waits for the updates at hand. */
  stop(): Promise<void>;
}

/** Waits without keeping the process alive: a wait that lost a race may outlast the polling. */
const sleep = (ms: number): Promise<void> => wait(ms, undefined, { ref: false });

/**
 * How often the server is asked for updates while some are being handled: it then answers at once with the same ones.
 */
const pollWhileBusyMs = 300;

/** The most updates that one poll returns, counted from the oldest one that is not confirmed. */
const mostPerPoll = 100;

/** How often an update that was confirmed unhandled is tried once more while the polling stops. */
const lastTries = 5;

/**
 * Polls for updates and handles them in one queue per chat: in order within a chat, chats in parallel. A failed update
 * is handled again before the next one of its chat. An update is confirmed to the server only when it and all earlier
 * ones are handled, with one exception: when a poll is full, a failing update at its head would hide the newer updates of
 * all other chats until its last try. Such an update is confirmed and goes on being tried from memory.
 */
export function startPolling(
  api: ApiClient,
  handle: (update: Update) => Promise<void>,
  options: { log: Log; allowedUpdates: readonly string[]; timeoutSeconds?: number },
): Polling {
  let stopping = false;
  let fatal: HarmoniaError | undefined;
  const sleepers = new Set<() => void>();
  /** The per-chat queues: for each, a promise that resolves after its last update. */
  const queues = new Map<string, Promise<void>>();
  /** Updates that are not confirmed, by id: true when handled. The server sends them again at every poll. */
  const known = new Map<number, boolean>();
  /** Updates that failed and wait for their next try. While the database is away none is here: it fails all updates. */
  const failing = new Set<number>();
  /** Failing updates that are confirmed all the same: the server does not send them again. */
  const confirmed = new Set<number>();
  let offset = 0;

  /** The result of `work`; undefined when polling stops or fails before it is there. */
  async function unlessStopped<T>(work: Promise<T>): Promise<T | undefined> {
    if (stopping || fatal !== undefined) return undefined;
    const { promise: woken, resolve: wake } = Promise.withResolvers<undefined>();
    const sleeper = (): void => wake(undefined);
    sleepers.add(sleeper);
    return Promise.race([work, woken]).finally(() => sleepers.delete(sleeper));
  }
  const wakeAll = (): void => sleepers.forEach((wake) => wake());

  async function handleUntilDone(update: Update): Promise<void> {
    const { update_id: id } = update;
    let triesLeft = lastTries;
    for (let attempt = 1; ; attempt++) {
      try {
        await handle(update);
        failing.delete(id);
        if (!confirmed.delete(id)) known.set(id, true);
        return;
      } catch (error) {
        if (isHarmoniaError(error, 'unauthorized')) {
          fatal ??= error;
          wakeAll();
        }
        if (isHarmoniaError(error, 'database-unavailable')) failing.delete(id);
        else failing.add(id);
        await unlessStopped(sleep(Math.min(200 * 2 ** attempt, 5000)));
        if (!stopping && fatal === undefined) continue;
        // An update that is not confirmed is sent again at the next start.
        if (!confirmed.has(id)) return;
        if (triesLeft-- > 0) continue;
        const reason = isHarmoniaError(error) ? error.code : 'internal';
        const words = 'an update that kept failing is lost, because the program stops';
        return options.log.error({ event: 'update.lost', updateId: id, reason }, words);
      }
    }
  }

  function accept(updates: readonly Update[]): void {
    for (const update of updates) {
      if (known.has(update.update_id)) continue;
      known.set(update.update_id, false);
      const queue = queueOf(update);
      const tail = (queues.get(queue) ?? Promise.resolve())
        .then(() => (stopping ? undefined : handleUntilDone(update)))
        .finally(() => {
          if (queues.get(queue) === tail) queues.delete(queue);
        });
      queues.set(queue, tail);
    }
  }

  /** Moves the offset to the first update that is not handled; of a full poll past those that are failing too. */
  function confirmHandled(isFull: boolean): void {
    for (const [id, isHandled] of [...known].toSorted(([a], [b]) => a - b)) {
      const passesOver = isFull && failing.has(id);
      if (!isHandled && !passesOver) return;
      if (!isHandled) confirmed.add(id);
      offset = id + 1;
      known.delete(id);
    }
  }

  let takenBackAt = Number.NEGATIVE_INFINITY;
  async function takeBack(): Promise<void> {
    if (performance.now() - takenBackAt < takeBackEveryMs) return;
    takenBackAt = performance.now();
    await deleteForeignWebhook(api, options.log);
  }

  async function poll(): Promise<void> {
    while (!stopping && fatal === undefined) {
      const timeout = known.size > 0 ? 0 : (options.timeoutSeconds ?? 25);
      const { allowedUpdates: allowed_updates } = options;
      const result = await unlessStopped(
        api.call<Update[]>('getUpdates', { offset, limit: mostPerPoll, timeout, allowed_updates }),
      );
      if (!result) break;
      if (result.outcome === 'done') {
        accept(result.value);
        await unlessStopped(Promise.race([Promise.all(queues.values()), sleep(pollWhileBusyMs)]));
        confirmHandled(result.value.length === mostPerPoll);
        continue;
      }
      if (result.outcome === 'refused' && /webhook is active/.test(result.description)) await takeBack();
      const reason = result.outcome === 'refused' ? result.description : result.outcome;
      options.log.warn({ event: 'polling.failed', reason }, 'asking for updates failed; trying again');
      await unlessStopped(sleep(result.outcome === 'later' ? result.seconds * 1000 : 3000));
    }
    await Promise.all(queues.values());
    confirmHandled(false);
    if (fatal !== undefined) throw fatal;
    // The confirmation travels with the next poll: without this one the next start would get the last updates again.
    if (offset > 0)
      await Promise.race([api.call('getUpdates', { offset, limit: 1, timeout: 0 }), sleep(1000)]);
  }

  const done = poll();
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      stopping = true;
      wakeAll();
      await done.catch((error: unknown) => options.log.caught(error, { event: 'polling.stopped' }));
    },
  };
}

/** The queue of an update: its chat, or 'other'. */
function queueOf(update: Update): string {
  if ('message' in update) return String(update.message.chat.id);
  if ('edited_message' in update) return String(update.edited_message.chat.id);
  if ('callback_query' in update) return String(update.callback_query.from.id);
  if ('my_chat_member' in update) return String(update.my_chat_member.chat.id);
  return 'other';
}
