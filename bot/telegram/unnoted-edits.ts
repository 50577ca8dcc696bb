import type { SentCall } from '../../engine/ports/chats.ts';
import type { ChatId } from '../../engine/ports/participants.ts';
import type { Transactions, UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import type { Log } from '../../foundation/log.ts';

/** The next update of most chats comes later, so that a group of chats is noted at once. */
const noteAfterMs = 250;

/**
 * Edits of screens that Telegram has accepted and whose rows are still in the outbox. The next update of the chat notes
 * its edit with the statement that begins it; those of other chats are noted together a moment later. A process that is
 * killed before that makes the same edit again, which changes nothing in the chat. A new message is never kept here.
 */
export interface UnnotedEdits {
  of(chatId: ChatId): SentCall | undefined;
  add(chatId: ChatId, edit: SentCall): void;
  /** The edit was noted by a transaction that has been committed. */
  noted(chatId: ChatId, edit: SentCall): void;
  /** Notes the chat's edit in a transaction that is about to read the chat's calls. */
  noteIn(uow: UnitOfWork, chatId: ChatId): Promise<SentCall | undefined>;
  /** Notes all of them. */
  noteAll(): Promise<void>;
}

/** None at first. */
export function createUnnotedEdits({
  transactions,
  log,
}: {
  transactions: Transactions;
  log: Log;
}): UnnotedEdits {
  const edits = new Map<ChatId, SentCall>();
  let timer: NodeJS.Timeout | undefined;

  function noted(chatId: ChatId, edit: SentCall): void {
    if (edits.get(chatId) === edit) edits.delete(chatId);
  }

  async function noteAll(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const now = [...edits];
    if (now.length === 0) return;
    const calls = now.map(([chatId, edit]) => ({ chatId, ...edit }));
    // A chat that is locked just now is passed by: what its turn does not note is found in the outbox again.
    await transactions.transact((uow) => uow.chats.completeSent(calls));
    for (const [chatId, edit] of now) noted(chatId, edit);
  }

  return {
    of: (chatId) => edits.get(chatId),
    add(chatId, edit) {
      edits.set(chatId, edit);
      timer ??= setTimeout(() => {
        noteAll().catch((error: unknown) =>
          log.caught(
            error,
            { event: 'outbox.failed' },
            'noting what was sent failed; it will be tried again',
          ),
        );
      }, noteAfterMs).unref();
    },
    noted,
    async noteIn(uow, chatId) {
      const edit = edits.get(chatId);
      if (edit && (await uow.chats.completeCall(edit.id)))
        await uow.chats.update(chatId, { screen: edit.screen });
      return edit;
    },
    noteAll,
  };
}
