import type { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Clock } from '../../foundation/clock.ts';
import type { ChatFacts } from '../../engine/ports/chats.ts';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { Transactions, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import type { Locale } from '../../locales/locales.ts';
import { translator } from '../../locales/locales.ts';
import type { Log } from '../../foundation/log.ts';
import type { Meter } from '../../foundation/meter.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { createSemaphore } from '../../foundation/semaphore.ts';
import type { Input } from '../turn/input.ts';
import type { ApiClient } from './api-client.ts';
import type { Outbox, QueuedCalls } from './outbox.ts';
import { type SlowResults, withSlowWork } from '../turn/slow-work.ts';
import { createTurn, type Turn, type TurnResults } from '../turn/turn.ts';
import { giftField } from './message-fields.ts';
import { createActs } from './one-act.ts';
import { createReplies } from './replies.ts';
import { hintedLocale, inputOf } from './read-update.ts';
import { threadOf } from './topics.ts';

/** Runs a turn per update, or per message of a background job, each in one transaction. */
export interface Intake {
  /**
   * Handles an update. Resolves when it is committed, was committed before, or has failed five times while the database
   * was there; rejects when Telegram must deliver it again.
   */
  handle(update: Update): Promise<void>;
  /** Runs a turn in a chat without an update, for a background job that has a message for it. */
  inChat(chatId: ChatId, work: (turn: Turn) => Promise<void>): Promise<void>;
  /** Milliseconds that each handled update took, oldest first; at most the last 20,000. */
  readonly latencies: readonly number[];
}

export interface IntakeDeps {
  transactions: Transactions;
  telegraf: Telegraf;
  turns: WeakMap<Update, Turn>;
  api: ApiClient;
  outbox: Outbox;
  clock: Clock;
  log: Log;
  meter?: Meter | undefined;
}

/** What a turn leaves to do after its commit. */
interface Finished {
  results: TurnResults;
  /** What the outbox sends next; undefined when it has to look itself. */
  queued: QueuedCalls | undefined;
}

const mostAttempts = 5;
/** Fewer than the connections of the pool, so that background jobs get one too. */
const updatesAtOnce = 6;

export function createIntake(deps: IntakeDeps): Intake {
  const { transactions, clock, log } = deps;
  const semaphore = createSemaphore(updatesAtOnce);
  const failures = new Map<number, number>();
  const replies = createReplies(log, deps.meter);
  const acts = createActs();

  async function process(
    update: Update,
    chatId: ChatId,
    slowResults: SlowResults,
  ): Promise<Finished | undefined> {
    const sent = deps.outbox.unnoted(chatId);
    const finished = await transactions.transact(async (uow) => {
      const facts = await uow.chats.beginUpdate(chatId, {
        key: String(update.update_id),
        at: clock.now(),
        threadId: threadOf(update),
        sent,
      });
      if (!facts) return undefined;
      const reached = { ...facts.chat, unreachableSince: null };
      const turn = await turnFor(uow, reached, {
        input: inputOf(update),
        hint: hintedLocale(update),
        facts,
        slowResults,
      });
      deps.turns.set(update, turn);
      await deps.telegraf.handleUpdate(update);
      return finish(turn, facts);
    });
    if (finished && sent) deps.outbox.noted(chatId, sent);
    return finished;
  }

  async function turnFor(
    uow: UnitOfWork,
    chat: Turn['chat'],
    {
      input,
      hint,
      facts,
      slowResults,
    }: { input: Input; hint: Locale; facts?: ChatFacts; slowResults?: SlowResults },
  ): Promise<Turn> {
    const now = clock.now();
    const [participant, session] = [
      await uow.participants.byChat(chat.chatId),
      facts?.hasStaff === false ? undefined : await uow.chats.staffSession(chat.chatId),
    ];
    const account = session && (await uow.accounts.byId(session.userId));
    const valid =
      session &&
      account &&
      session.expiresAt > now &&
      !account.disabledAt &&
      account.tokenVersion === session.tokenVersion;
    return createTurn({
      uow,
      chat,
      cohortIsOpen: facts?.cohortIsOpen ?? false,
      input,
      now,
      hintedLocale: (valid ? account.locale : undefined) ?? hint,
      participant,
      staff: valid ? session : undefined,
      ...(slowResults && { slowResults }),
    });
  }

  async function finish(turn: Turn, facts?: ChatFacts): Promise<Finished> {
    const results = turn.conclude();
    await markSecret(turn);
    if (acts.isRepeated(turn, results)) results.outgoing = [];
    const calls: QueuedCalls['calls'] = [];
    for (const outgoing of results.outgoing)
      calls.push({
        id: await turn.uow.chats.queueCall(turn.chatId, JSON.stringify(outgoing)),
        outgoing,
        notBefore: null,
      });
    // Nothing has to be known of a visitor between two messages.
    if (!turn.participant && !turn.staff) await turn.uow.chats.forgetVisitors([turn.chatId]);
    // The chat of a visitor or of an erased participant has no row any more. The outbox reads it, and what waited before.
    const isKnown = facts?.hasCalls === false && (turn.participant ?? turn.staff) !== undefined;
    return { results, queued: isKnown ? { chat: turn.chat, calls } : undefined };
  }

  /** A background job may show another question while the person is typing a password, so it does not clear the mark. */
  async function markSecret({ uow, chat, chatId, input, asksSecret, now }: Turn): Promise<void> {
    const isAsked = chat.secretSince !== null;
    if (asksSecret === undefined || asksSecret === isAsked || (isAsked && input.kind === 'nothing')) return;
    await uow.chats.update(chatId, { secretSince: asksSecret ? now : null });
  }

  async function afterCommit(
    chatId: ChatId,
    update: Update | undefined,
    { results, queued }: Partial<Finished> = {},
  ): Promise<void> {
    const sending = deps.outbox.dispatch(chatId, { urgent: update !== undefined, queued });
    if (update && 'callback_query' in update) {
      const { text, alert } = results?.toast ?? { text: undefined, alert: false };
      // The result is ignored: Telegram refuses to answer a tap that is too old, and the tap has had its effect.
      await deps.api.call('answerCallbackQuery', {
        callback_query_id: update.callback_query.id,
        ...(text === undefined ? {} : { text: text.slice(0, 200), show_alert: alert }),
      });
    }
    await sending;
    for (const effect of results?.effects ?? []) {
      await effect().catch((error: unknown) => log.caught(error, { event: 'update.effect' }));
    }
  }

  async function giveUp(update: Update, chatId: ChatId): Promise<void> {
    await transactions.transact((uow) =>
      uow.chats.markProcessed({ key: String(update.update_id), at: clock.now() }),
    );
    const text = translator(hintedLocale(update))('sorry-failed');
    const thread = threadOf(update);
    const topic = thread ? { message_thread_id: thread } : {};
    await deps.api.call('sendMessage', { chat_id: Number(chatId), text, ...topic });
  }

  return {
    latencies: replies.latencies,
    async handle(update) {
      // Two bots that answer each other would never stop.
      if (senderOf(update)?.is_bot) return;
      const chatId = privateChatOf(update);
      if (!chatId) return refuseGroup(deps.api, update);
      const gift = 'message' in update ? giftField(update.message) : undefined;
      if (gift) log.warn({ event: 'telegram.gift', reason: gift }, 'a gift or a payment reached the bot');
      const started = performance.now();
      let finished: Finished | undefined;
      try {
        finished = await withSlowWork((done) => semaphore.run(() => process(update, chatId, done)));
        if (finished) acts.committed(finished.results);
        failures.delete(update.update_id);
      } catch (error) {
        // While the database is not there no update can be handled, so such a try says nothing about this one.
        const counts = !isHarmoniaError(error, 'database-unavailable');
        const count = (failures.get(update.update_id) ?? 0) + Number(counts);
        failures.set(update.update_id, count);
        deps.meter?.updateFailed();
        log.caught(
          error,
          { event: 'update.failed', updateId: update.update_id, chat: chatId, attempts: count },
          'handling an update failed',
        );
        if (count < mostAttempts) throw error;
        failures.delete(update.update_id);
        await giveUp(update, chatId);
      }
      await replies.wait(chatId, afterCommit(chatId, update, finished), started);
    },
    async inChat(chatId, work) {
      const finished = await transactions.transact(async (uow) => {
        const chat = await uow.chats.lock(chatId);
        const turn = await turnFor(uow, chat, { input: { kind: 'nothing' }, hint: 'en' });
        turn.asNewMessage = true;
        await work(turn);
        return finish(turn);
      });
      await afterCommit(chatId, undefined, finished);
    },
  };
}

/** The person or bot who sent a message; undefined for other updates. */
const senderOf = (update: Update): { is_bot: boolean } | undefined =>
  'message' in update
    ? update.message.from
    : 'edited_message' in update
      ? update.edited_message.from
      : undefined;

/**
 * The private chat of an update; undefined for groups, channels and updates without a chat. Since Bot API 10.5 a tap may
 * come without its message: the bot shows buttons in private chats only, whose id is that of the person.
 */
function privateChatOf(update: Update): ChatId | undefined {
  if ('callback_query' in update && !update.callback_query.message)
    return String(update.callback_query.from.id) as ChatId;
  const chat =
    'message' in update
      ? update.message.chat
      : 'edited_message' in update
        ? update.edited_message.chat
        : 'callback_query' in update
          ? update.callback_query.message?.chat
          : 'my_chat_member' in update
            ? update.my_chat_member.chat
            : undefined;
  return chat?.type === 'private' ? (String(chat.id) as ChatId) : undefined;
}

/** Leaves a group or channel, with a sentence where people read it; a tap there is answered, so that it stops waiting. */
async function refuseGroup(api: ApiClient, update: Update): Promise<void> {
  if ('callback_query' in update)
    await api.call('answerCallbackQuery', { callback_query_id: update.callback_query.id });
  const chat =
    'message' in update
      ? update.message.chat
      : 'my_chat_member' in update
        ? update.my_chat_member.chat
        : undefined;
  if (!chat || chat.type === 'private') return;
  if ('my_chat_member' in update && ['left', 'kicked'].includes(update.my_chat_member.new_chat_member.status))
    return;
  const isForPosts = chat.type === 'channel' || 'is_direct_messages' in chat;
  if (!isForPosts)
    await api.call('sendMessage', { chat_id: chat.id, text: translator('en')('group-goodbye') });
  await api.call('leaveChat', { chat_id: chat.id });
}
