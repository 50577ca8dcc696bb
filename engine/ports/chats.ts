import type { ChatId, Role, UserId } from './participants.ts';

/** The one message of a chat that is edited in place. */
export interface Screen {
  messageId: number;
  kind: 'text' | 'photo' | 'document';
  /** Hash of its content, so that an unchanged screen is not sent again. */
  contentHash: string;
  /** Set when Telegram did not take its picture, so that the screen is a text without it. */
  withoutPicture?: true;
}

/** The state of a chat that the chat client stores. */
export interface ChatRecord {
  chatId: ChatId;
  screen: Screen | null;
  /** Set while the person has blocked the bot. */
  unreachableSince: Date | null;
  lastUpdateAt: Date | null;
  /** Since when the chat is asked for a password; null when it is not. */
  secretSince: Date | null;
  /** The topic in which the person wrote last; null outside topics. */
  threadId: number | null;
}

/** A call to the chat service: stored in the transaction that caused it, sent after the commit. */
export interface OutgoingCall {
  id: string;
  chatId: ChatId;
  /** JSON of the call; encrypted at rest by the store. Null when it cannot be decrypted. */
  payload: string | null;
  attempts: number;
  notBefore: Date | null;
}

/** The stored state of a dialog. It may be lost, since answers are in tables of their own. */
export interface DialogState {
  version: string;
  payload: string;
}

export interface StaffSession {
  chatId: ChatId;
  userId: UserId;
  role: Role;
  tokenVersion: number;
  expiresAt: Date;
}

/** A call that Telegram has accepted and whose row is still in the outbox. */
export interface SentCall {
  id: string;
  /** The screen as the call left it. */
  screen: Screen;
}

/** An update that begins. */
export interface BegunUpdate {
  key: string;
  at: Date;
  /** The topic in which the person acted; undefined when the update does not tell it. */
  threadId: number | null | undefined;
  /** What was sent to the chat before and is not noted yet; it is noted with this update. */
  sent: SentCall | undefined;
}

/** What the statement that begins an update finds. */
export interface ChatFacts {
  /** The chat, whose last update is the one before this one. */
  chat: ChatRecord;
  /** True when calls wait in the outbox. */
  hasCalls: boolean;
  /** True when a member of staff has signed in here; the session may be over. */
  hasStaff: boolean;
  /** True when the chat's participant is in a cohort that is open. */
  cohortIsOpen: boolean;
}

export interface ChatStore {
  /** Locks the chat until the transaction ends, so that its work is done in sequence; creates the row if it is new. */
  lock(chatId: ChatId): Promise<ChatRecord>;
  /** The same row without a lock; undefined for a chat without a row. */
  peek(chatId: ChatId): Promise<ChatRecord | undefined>;
  /**
   * Locks the chat as `lock` does, and notes that a person acted: when, in which topic, and that they are reachable.
   * Undefined when this update was seen before.
   */
  beginUpdate(chatId: ChatId, update: BegunUpdate): Promise<ChatFacts | undefined>;
  /** False when a job, or an update by `beginUpdate`, has marked this key before. */
  markProcessed(update: { key: string; at: Date }): Promise<boolean>;
  update(chatId: ChatId, change: Partial<Omit<ChatRecord, 'chatId'>>): Promise<void>;
  /** Deletes the rows of those of these chats that have no participant, no staff signed in and no open question. */
  forgetVisitors(chatIds: readonly ChatId[]): Promise<void>;
  /** Remembers that a message of the bot holds a picture or a file. */
  rememberFile(chatId: ChatId, messageId: number, sentAt: Date): Promise<void>;
  /** The messages of the bot with a picture or a file that were sent after this moment. */
  filesSince(chatId: ChatId, moment: Date): Promise<number[]>;
  /** Undefined also for a state that cannot be decrypted. */
  dialogState(chatId: ChatId): Promise<DialogState | undefined>;
  saveDialogState(chatId: ChatId, state: DialogState, at: Date): Promise<void>;
  deleteDialogState(chatId: ChatId): Promise<void>;
  /** Appends to the chat's outbox; resolves with the id of the call. */
  queueCall(chatId: ChatId, payload: string): Promise<string>;
  /** Pending calls of one chat in order. */
  pendingCalls(chatId: ChatId): Promise<OutgoingCall[]>;
  /** Chats with calls that are due, oldest first. */
  chatsWithPendingCalls(now: Date, limit: number): Promise<ChatId[]>;
  /** False when the call was erased meanwhile, with the person whom it was for. */
  completeCall(id: string): Promise<boolean>;
  /** Takes sent calls of several chats out of the outbox and notes their screens; passes by what another transaction holds. */
  completeSent(calls: readonly (SentCall & { chatId: ChatId })[]): Promise<void>;
  postponeCall(id: string, until: Date): Promise<void>;
  staffSession(chatId: ChatId): Promise<StaffSession | undefined>;
  saveStaffSession(session: StaffSession): Promise<void>;
  deleteStaffSession(chatId: ChatId): Promise<void>;
  /** Sessions of a role that have not expired. Their accounts may be disabled since: a turn checks that. */
  staffSessions(role: Role, now: Date): Promise<StaffSession[]>;
}
