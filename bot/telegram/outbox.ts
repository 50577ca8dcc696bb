import type { ChatId } from '../../engine/ports/participants.ts';
import type { OutgoingCall, Screen } from '../../engine/ports/chats.ts';
import type { FileStorage, Transactions, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import type { Outgoing } from '../turn/view.ts';
import { removeButtons } from './inline-keyboard.ts';
import type { ApiClient, CallResult } from './api-client.ts';
import { editMessage, sendMessage } from './plain-message.ts';
import { createScreenSender } from './screen-sender.ts';

/** Sends the calls that committed turns queued: in order within a chat, each until Telegram accepts or refuses it. */
export interface Outbox {
  /** Sends the pending calls of a chat; resolves when none is left, or when the next one has to wait. */
  dispatch(chatId: ChatId): Promise<void>;
  /** Looks every 2 s for calls that are due after a restart, a 429 or an outage, until `stop`. */
  start(): void;
  stop(): Promise<void>;
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
  const { transactions, api, clock, log } = deps;
  const running = new Map<ChatId, Promise<void>>();
  const screens = createScreenSender(deps);
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;

  async function drain(chatId: ChatId): Promise<void> {
    const { chat, calls } = await transactions.transact(async (uow) => ({
      chat: await uow.chats.peek(chatId),
      calls: await uow.chats.pendingCalls(chatId),
    }));
    if (chat?.unreachableSince) return;
    // The row of an erased participant's chat is deleted, but its last message is still sent, as a new one.
    let screen = chat?.screen ?? null;
    const entries: { call: OutgoingCall; outgoing: Outgoing }[] = [];
    for (const call of calls) {
      if (call.payload !== null) entries.push({ call, outgoing: JSON.parse(call.payload) as Outgoing });
      else {
        // Kept, it would hold back everything that the chat is sent after it.
        log.error({ event: 'outbox.damaged', chat: chatId }, 'a message cannot be decrypted and is dropped');
        await transactions.transact((uow) => uow.chats.completeCall(call.id));
      }
    }
    const lastScreen = entries.findLast(({ outgoing }) => outgoing.kind === 'screen');
    for (const { call, outgoing } of entries) {
      if (call.notBefore && call.notBefore > clock.now()) return;
      // Of several pending screens only the newest is sent: after an outage the chat needs the current one.
      if (outgoing.kind === 'screen' && call !== lastScreen?.call) {
        await transactions.transact((uow) => uow.chats.completeCall(call.id));
        continue;
      }
      const result = await (
        outgoing.kind === 'screen' ? screens.send(chatId, screen, outgoing) : sendPlain(chatId, outgoing)
      ).catch(refusalOfMissingFile);
      if (!(await settle(chatId, call, outgoing, result))) return;
      if (result.outcome === 'done' && result.value.screen) screen = result.value.screen;
    }
  }

  /** Stores the result of a call; true when the next call of the chat may be sent. */
  async function settle(
    chatId: ChatId,
    call: OutgoingCall,
    outgoing: Outgoing,
    result: CallResult<{ screen?: Screen }>,
  ): Promise<boolean> {
    if (result.outcome === 'refused') {
      log.warn(
        { event: 'telegram.refused', chat: chatId, method: outgoing.kind, reason: result.description },
        'Telegram refused a call',
      );
    }
    await transactions.transact(async (uow) => {
      if (result.outcome === 'later') {
        return uow.chats.postponeCall(call.id, new Date(clock.now().getTime() + result.seconds * 1000));
      }
      if (result.outcome === 'unreachable') {
        return uow.chats.update(chatId, { unreachableSince: clock.now() });
      }
      await uow.chats.completeCall(call.id);
      if (result.outcome !== 'done') return;
      if (result.value.screen) await uow.chats.update(chatId, { screen: result.value.screen });
      if (outgoing.kind === 'document' && outgoing.after === 'report-delivered')
        await markReportDelivered(uow, chatId);
    });
    if (result.outcome === 'later') later(chatId, result.seconds);
    return result.outcome === 'done' || result.outcome === 'refused';
  }

  function later(chatId: ChatId, seconds: number): void {
    setTimeout(
      () => {
        dispatch(chatId).catch((error: unknown) => log.caught(error, { event: 'outbox.failed' }));
      },
      seconds * 1000 + 20,
    ).unref();
  }

  async function markReportDelivered(uow: UnitOfWork, chatId: ChatId): Promise<void> {
    const participant = await uow.participants.byChat(chatId);
    if (participant) await uow.reports.markDelivered(participant.userId, clock.now());
  }

  async function sendPlain(
    chatId: ChatId,
    outgoing: Exclude<Outgoing, { kind: 'screen' }>,
  ): Promise<CallResult<{ screen?: Screen }>> {
    const call = (method: string, payload: object): Promise<CallResult<object>> =>
      api.call(method, { chat_id: Number(chatId), ...payload });
    switch (outgoing.kind) {
      case 'message':
        return stripped(await sendMessage(api, chatId, outgoing));
      case 'edit':
        return stripped(await editMessage(api, chatId, outgoing));
      case 'document': {
        const source =
          'stored' in outgoing.file
            ? await deps.files.read(outgoing.file.stored)
            : Buffer.from(outgoing.file.base64, 'base64');
        return stripped(
          await call('sendDocument', {
            document: { source, filename: outgoing.fileName },
            caption: outgoing.caption,
            parse_mode: 'HTML',
            protect_content: outgoing.protect,
          }),
        );
      }
      case 'picture':
        return stripped(
          await call('sendPhoto', { photo: { source: Buffer.from(outgoing.base64, 'base64') } }),
        );
      case 'delete':
        return stripped(await call('deleteMessage', { message_id: outgoing.messageId }));
      case 'remove-buttons':
        return stripped(await removeButtons(api, chatId, outgoing.messageId));
      case 'commands':
        return stripped(
          await api.call('setMyCommands', {
            commands: outgoing.commands,
            scope: { type: 'chat', chat_id: Number(chatId) },
          }),
        );
    }
  }

  function dispatch(chatId: ChatId): Promise<void> {
    const before = running.get(chatId) ?? Promise.resolve();
    const next = before
      .then(() => drain(chatId))
      .catch((error: unknown) =>
        log.caught(error, { event: 'outbox.failed', chat: chatId }, 'sending failed; it will be tried again'),
      )
      .finally(() => {
        if (running.get(chatId) === next) running.delete(chatId);
      });
    running.set(chatId, next);
    return next;
  }

  async function sweep(): Promise<void> {
    const chats = await transactions.transact((uow) => uow.chats.chatsWithPendingCalls(clock.now(), 50));
    await Promise.all(chats.filter((chatId) => !running.has(chatId)).map(dispatch));
  }

  return {
    dispatch,
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
      clearInterval(timer);
      await Promise.all([...running.values(), sweeping]);
    },
  };
}

/** A file that was erased after its call was queued: the call counts as refused, so that later calls are sent. */
function refusalOfMissingFile(error: unknown): CallResult<never> {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return { outcome: 'refused', description: 'a file is gone' };
}

const stripped = (result: CallResult<object>): CallResult<{ screen?: Screen }> =>
  result.outcome === 'done' ? { outcome: 'done', value: {} } : result;
