import type { ChatId } from '../../engine/ports/participants.ts';
import type { ChatRecord, OutgoingCall, Screen, SentCall } from '../../engine/ports/chats.ts';
import type { FileStorage, Transactions, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { type Locale, translator } from '../../locales/locales.ts';
import type { Outgoing, View } from '../turn/view.ts';
import { type ApiClient, type CallResult, notThere } from './api-client.ts';
import { createPlainSender } from './plain-sender.ts';
import { createScreenSender } from './screen-sender.ts';
import type { Sent } from './sent.ts';
import { createTopics } from './topics.ts';
import { createUnnotedEdits, type UnnotedEdits } from './unnoted-edits.ts';

/** Sends the calls that committed turns queued: in order within a chat, each until Telegram accepts or refuses it. */
export interface Outbox {
  /**
   * Sends the pending calls of a chat; resolves when none is left, or when the next one has to wait. `urgent`: the person
   * waits for the answer to an update, so it goes before the messages of background jobs. `queued`: what a turn has just
   * committed, when nothing waited before it.
   */
  dispatch(chatId: ChatId, options?: { urgent?: boolean; queued?: QueuedCalls | undefined }): Promise<void>;
  /** An edit of the chat's screen that was sent and that the next transaction of the chat is to note. */
  unnoted(chatId: ChatId): SentCall | undefined;
  /** That edit was noted, and the transaction is committed. */
  noted(chatId: ChatId, edit: SentCall): void;
  /** Looks every 2 s for calls that are due after a restart, a 429 or an outage, until `stop`. */
  start(): void;
  stop(): Promise<void>;
}

type Entry = Pick<OutgoingCall, 'id' | 'notBefore'> & { outgoing: Outgoing };

/** The chat and all its pending calls, as the transaction that was just committed knows them. */
export interface QueuedCalls {
  chat: ChatRecord;
  calls: Entry[];
}

/** The parts that the outbox uses. */
export interface OutboxDeps {
  transactions: Transactions;
  api: ApiClient;
  files: FileStorage;
  clock: Clock;
  log: Log;
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const { transactions, clock, log } = deps;
  const running = new Map<ChatId, Promise<void>>();
  const topics = createTopics(deps.api);
  const screens = createScreenSender({ ...deps, api: topics.api });
  const plain = createPlainSender({ ...deps, api: topics.api });
  const unnoted = createUnnotedEdits(deps);
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let sweeping: Promise<void> | undefined;

  async function drain(chatId: ChatId, queued?: QueuedCalls): Promise<void> {
    const { chat, calls } = queued ?? (await readCalls(deps, unnoted, chatId));
    if (chat?.unreachableSince) return;
    topics.use(Number(chatId), chat?.threadId ?? null);
    // The row of an erased participant's chat is deleted, but its last message is still sent, as a new one.
    let screen = chat?.screen ?? null;
    const lastScreen = calls.findLast(({ outgoing }) => outgoing.kind === 'screen');
    const told: string[] = [];
    let hasMore = false;
    for (const call of calls) {
      const { outgoing } = call;
      // The rest stays in the outbox for the next start: at Telegram's pace it may take minutes.
      if (stopping) return;
      if (call.notBefore && call.notBefore > clock.now()) return;
      // Of several pending screens only the newest is sent: after an outage the chat needs the current one.
      if (outgoing.kind === 'screen' && call !== lastScreen) {
        await transactions.transact((uow) => uow.chats.completeCall(call.id));
        continue;
      }
      const result = await (outgoing.kind === 'screen'
        ? screens.send(chatId, screen, under(told, outgoing))
        : plain(chatId, outgoing.kind === 'message' ? under(told, outgoing) : outgoing));
      const edited = call === calls.at(-1) && editIn(outgoing, result);
      if (edited) unnoted.add(chatId, { id: call.id, screen: edited });
      else if (!(await settle(chatId, call, outgoing, result))) return;
      if (outgoing.kind === 'delete' && outgoing.told) {
        if (isDeleted(result)) told.push(outgoing.told.deleted);
        else hasMore = true;
      }
      if (isFile(outgoing) && result.outcome === 'refused') hasMore = true;
      if (outgoing.kind === 'delete-all')
        told.splice(0, told.length, result.outcome === 'done' ? outgoing.told.deleted : outgoing.told.kept);
      if (outgoing.kind === 'screen' || outgoing.kind === 'message') told.length = 0;
      if (result.outcome === 'done' && result.value.screen) screen = result.value.screen;
    }
    if (!topics.isFound(Number(chatId)))
      await transactions.transact((uow) => uow.chats.update(chatId, { threadId: null }));
    // A sentence about a call was queued when Telegram refused it.
    if (hasMore) await drain(chatId);
  }

  /** Stores the result of a call; true when the next call of the chat may be sent. */
  async function settle(
    chatId: ChatId,
    call: Entry,
    outgoing: Outgoing,
    result: CallResult<Sent>,
  ): Promise<boolean> {
    const refusal =
      result.outcome === 'refused'
        ? result.description
        : result.outcome === 'done' && result.value.pictureRefused;
    if (refusal) {
      const fields = { event: 'telegram.refused', chat: chatId, method: outgoing.kind, reason: refusal };
      if (outgoing.kind === 'screen') log.error(fields, 'Telegram refused a screen or its picture');
      else log.warn(fields, 'Telegram refused a call');
    }
    if (result.outcome === 'later') {
      const until = new Date(clock.now().getTime() + result.seconds * 1000);
      await transactions.transact((uow) => uow.chats.postponeCall(call.id, until));
      later(chatId, result.seconds);
      return false;
    }
    if (result.outcome === 'unreachable') {
      await transactions.transact(async (uow) => {
        // The chat of an erased person has no row: no update brings it back, so the call is given up.
        if (await uow.chats.peek(chatId)) await uow.chats.update(chatId, { unreachableSince: clock.now() });
        else await uow.chats.completeCall(call.id);
      });
      return false;
    }
    const isKnown = await transactions.transact(async (uow) => {
      if (!(await uow.chats.completeCall(call.id))) return false;
      if (outgoing.kind === 'delete' && outgoing.told && !isDeleted(result))
        await queueText(uow, chatId, outgoing.told.kept);
      if (isFile(outgoing) && result.outcome === 'refused')
        await queueText(uow, chatId, translator(await localeOf(uow, chatId))('file-not-sent'));
      if (result.outcome !== 'done') return true;
      const { screen, messageId, hasFile } = result.value;
      if (outgoing.kind === 'screen' && outgoing.view.profile && !result.value.pictureRefused)
        await markShown(uow, outgoing.view.profile);
      if (screen) await uow.chats.update(chatId, { screen });
      if (hasFile && messageId) await uow.chats.rememberFile(chatId, messageId, clock.now());
      if (outgoing.kind === 'document' && outgoing.after === 'report-delivered')
        await markReportDelivered(uow, chatId, clock.now());
      return true;
    });
    if (!isKnown && result.outcome === 'done') await takeBack(deps.api, chatId, result.value);
    return isKnown;
  }

  function later(chatId: ChatId, seconds: number): void {
    setTimeout(
      () => {
        dispatch(chatId).catch((error: unknown) => log.caught(error, { event: 'outbox.failed' }));
      },
      seconds * 1000 + 20,
    ).unref();
  }

  async function markShown(uow: UnitOfWork, profile: NonNullable<View['profile']>): Promise<void> {
    // One of the two may have been erased since the call was queued.
    const [viewer, shown] = [
      await uow.participants.byUser(profile.viewer),
      await uow.participants.byUser(profile.shown),
    ];
    if (viewer && shown) await uow.outcomes.markShown({ ...profile, at: clock.now() });
  }

  function dispatch(
    chatId: ChatId,
    { urgent = false, queued }: { urgent?: boolean; queued?: QueuedCalls | undefined } = {},
  ): Promise<void> {
    const rest = urgent && deps.api.prefer(Number(chatId));
    const before = running.get(chatId);
    // What runs before may leave calls, a new screen or a lost topic behind.
    const next = (before ?? Promise.resolve())
      .then(() => drain(chatId, before ? undefined : queued))
      .catch((error: unknown) =>
        log.caught(error, { event: 'outbox.failed', chat: chatId }, 'sending failed; it will be tried again'),
      )
      .finally(() => {
        if (rest) rest();
        if (running.get(chatId) === next) running.delete(chatId);
      });
    running.set(chatId, next);
    return next;
  }

  async function sweep(): Promise<void> {
    const chats = await transactions.transact((uow) => uow.chats.chatsWithPendingCalls(clock.now(), 50));
    await Promise.all(chats.filter((chatId) => !running.has(chatId)).map((chatId) => dispatch(chatId)));
  }

  return {
    dispatch,
    unnoted: unnoted.of,
    noted: unnoted.noted,
    start() {
      timer = setInterval(() => {
        sweeping ??= sweep()
          .catch((error: unknown) =>
            log.caught(error, { event: 'outbox.sweep' }, 'looking for pending messages failed'),
          )
          .finally(() => (sweeping = undefined));
      }, 2000);
    },
    async stop() {
      stopping = true;
      clearInterval(timer);
      await Promise.all([...running.values(), sweeping]);
      // The database may be gone: then the rows stay, and the same edits are made again.
      await unnoted
        .noteAll()
        .catch((error: unknown) =>
          log.caught(error, { event: 'outbox.failed' }, 'noting what was sent failed'),
        );
    },
  };
}

/** The chat and its pending calls, as they are stored. */
async function readCalls(
  { transactions, log }: OutboxDeps,
  unnoted: UnnotedEdits,
  chatId: ChatId,
): Promise<{ chat: ChatRecord | undefined; calls: Entry[] }> {
  const { edit, chat, calls } = await transactions.transact(async (uow) => ({
    edit: await unnoted.noteIn(uow, chatId),
    chat: await uow.chats.peek(chatId),
    calls: await uow.chats.pendingCalls(chatId),
  }));
  if (edit) unnoted.noted(chatId, edit);
  const entries: Entry[] = [];
  for (const { id, payload, notBefore } of calls) {
    if (payload !== null) entries.push({ id, notBefore, outgoing: JSON.parse(payload) as Outgoing });
    else {
      // Kept, it would hold back everything that the chat is sent after it.
      log.error(
        { event: 'outbox.damaged', chat: chatId, reason: 'ciphertext-invalid' },
        'a message cannot be decrypted and is dropped',
      );
      await transactions.transact((uow) => uow.chats.completeCall(id));
    }
  }
  return { chat, calls: entries };
}

/** Puts what was done just before above a text. */
function under<Call extends Extract<Outgoing, { kind: 'screen' | 'message' }>>(
  told: string[],
  call: Call,
): Call {
  if (told.length === 0) return call;
  const above = (text: string): string => [...told, text].join('\n\n');
  if (call.kind === 'message') return { ...call, text: above(call.text) };
  const { text, withoutPicture } = call.view;
  const instead = withoutPicture && {
    withoutPicture: { ...withoutPicture, text: above(withoutPicture.text) },
  };
  return { ...call, view: { ...call.view, text: above(text), ...instead } };
}

/** The screen that a call has edited, when nothing else follows from its result. */
const editIn = (outgoing: Outgoing, result: CallResult<Sent>): Screen | undefined =>
  outgoing.kind === 'screen' &&
  !outgoing.view.profile &&
  result.outcome === 'done' &&
  result.value.messageId === undefined &&
  result.value.pictureRefused === undefined
    ? result.value.screen
    : undefined;

const isFile = ({ kind }: Outgoing): boolean => kind === 'document' || kind === 'picture';

/** The language of the person in a chat, as far as it is known. */
async function localeOf(uow: UnitOfWork, chatId: ChatId): Promise<Locale> {
  const session = await uow.chats.staffSession(chatId);
  const account = session && (await uow.accounts.byId(session.userId));
  return (await uow.participants.byChat(chatId))?.locale ?? account?.locale ?? 'en';
}

/** True also for a message that the person deleted first. */
const isDeleted = (result: CallResult<unknown>): boolean =>
  result.outcome === 'done' || (result.outcome === 'refused' && notThere.test(result.description));

async function markReportDelivered(uow: UnitOfWork, chatId: ChatId, at: Date): Promise<void> {
  const participant = await uow.participants.byChat(chatId);
  if (participant) await uow.reports.markDelivered(participant.userId, at);
}

/** Deletes a message that was on its way while its person was erased: no row knows it any more. */
async function takeBack(api: ApiClient, chatId: ChatId, { messageId }: Sent): Promise<void> {
  if (messageId !== undefined)
    await api.call('deleteMessage', { chat_id: Number(chatId), message_id: messageId });
}

const queueText = (uow: UnitOfWork, chatId: ChatId, text: string): Promise<string> =>
  uow.chats.queueCall(chatId, JSON.stringify({ kind: 'message', text, buttons: [] } satisfies Outgoing));
