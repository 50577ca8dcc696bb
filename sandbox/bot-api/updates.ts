import type { TelegramUpdate } from '@gramio/types';
import type { Ids } from '../memory/ids.ts';
import type { Keeper } from '../memory/keeper.ts';
import { conflict } from './refusal.ts';

export type UpdateKind = Exclude<keyof TelegramUpdate, 'update_id'>;

/** An update that the bot has not acknowledged. */
export interface PendingUpdate {
  /** The number of this entry in the queue; a second delivery of an update has a number of its own. */
  serial: number;
  update: TelegramUpdate;
  /**
   * The per-chat queue of the webhook that delivers this update in order: one for the messages of a person, one for the
   * taps. Journals of earlier versions have this key, so it keeps its name.
   */
  lane: string;
  personId: number;
  /** The real time in milliseconds at which it is dropped: after 150 s for a tap, after a day for others. */
  expiresAt: number;
  /** True for a second delivery on request: it stays until it is handed out, even if an offset confirms its update. */
  repeat: boolean;
  handedOut: boolean;
  /** True when acknowledged. The last update of a person stays after that, because it can be delivered again. */
  done: boolean;
}

interface Poller {
  limit: number;
  answer(updates: TelegramUpdate[]): void;
  refuse(error: Error): void;
}

const lifetimes: Partial<Record<UpdateKind, number>> = { callback_query: 150_000 };
const day = 24 * 60 * 60 * 1000;
/** The kinds of update in Bot API 10.5. The last two are newer than the installed types. */
const updateKinds: ReadonlySet<string> = new Set<UpdateKind | 'widget_query' | 'shared_widget_query'>([
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'message_reaction',
  'message_reaction_count',
  'inline_query',
  'chosen_inline_result',
  'callback_query',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
  'subscription',
  'stopped_message_generation',
  'widget_query',
  'shared_widget_query',
]);
/** The kinds that are sent only to bots that name them in allowed_updates. */
const onRequest: ReadonlySet<UpdateKind> = new Set([
  'chat_member',
  'message_reaction',
  'message_reaction_count',
]);

/** The updates that the bot has not acknowledged, for getUpdates and for the webhook. */
export class UpdateQueue {
  pending: PendingUpdate[] = [];
  readonly #ids: Ids;
  readonly #keeper: Keeper;
  #nextSerial = 1;
  #allowed: ReadonlySet<string> | undefined;
  #poller: Poller | undefined;
  #lastOf = new Map<number, PendingUpdate>();
  #listeners = new Set<() => void>();

  constructor(ids: Ids, keeper: Keeper) {
    this.#ids = ids;
    this.#keeper = keeper;
  }

  /** Takes the entries of an earlier run in their order, and the allowed_updates that the bot had set. */
  adopt(entries: readonly PendingUpdate[], allowed: readonly string[] | undefined): void {
    for (const entry of entries) {
      if (!entry.done) this.pending.push(entry);
      if (!entry.repeat) this.#lastOf.set(entry.personId, entry);
      this.#nextSerial = Math.max(this.#nextSerial, entry.serial + 1);
      this.#ids.passOver('update', entry.update.update_id);
    }
    this.#allowed = allowed && new Set(allowed);
  }

  /** Adds an update if allowed_updates includes it, and `copies` further deliveries with the same update_id. */
  push<K extends UpdateKind>(
    kind: K,
    body: NonNullable<TelegramUpdate[K]>,
    personId: number,
    copies = 0,
  ): void {
    if (this.allows(kind)) this.#pushAllowed(kind, body, personId, copies);
  }

  #pushAllowed<K extends UpdateKind>(
    kind: K,
    body: NonNullable<TelegramUpdate[K]>,
    personId: number,
    copies: number,
  ): void {
    const entry: PendingUpdate = {
      serial: this.#nextSerial++,
      update: { update_id: this.#ids.next('update'), [kind]: body },
      lane: `${kind === 'callback_query' ? 'tap' : 'message'}:${personId}`,
      personId,
      expiresAt: Date.now() + (lifetimes[kind] ?? day),
      repeat: false,
      handedOut: false,
      done: false,
    };
    const previous = this.#lastOf.get(personId);
    if (previous?.done) this.#keeper.drop(keyOf(previous));
    this.#lastOf.set(personId, entry);
    this.#add(entry);
    for (let copy = 0; copy < copies; copy++) this.#add(this.#copyOf(entry));
    this.#arrived();
  }

  /** Adds an update of any kind, also of one that the types do not know, also when allowed_updates leaves it out. */
  pushRaw(kind: string, body: object, personId: number): void {
    this.#pushAllowed(kind as UpdateKind, body as never, personId, 0);
  }

  /** Delivers the person's newest update a second time with the same update_id. False when there is none. */
  repeatLast(personId: number): boolean {
    const last = this.#lastOf.get(personId);
    if (!last) return false;
    this.#add({ ...this.#copyOf(last), expiresAt: Date.now() + day });
    this.#arrived();
    return true;
  }

  #copyOf(entry: PendingUpdate): PendingUpdate {
    return { ...entry, serial: this.#nextSerial++, repeat: true, handedOut: false, done: false };
  }

  /** Sets allowed_updates. Unknown names are ignored; a list without a known one stands for the default kinds. */
  allow(names: readonly string[] | undefined): void {
    if (!names) return;
    const kinds = names.map((name) => name.toLowerCase()).filter((name) => updateKinds.has(name));
    if (kinds.join() === (this.allowed ?? []).join()) return;
    this.#allowed = kinds.length > 0 ? new Set(kinds) : undefined;
    this.#keeper.put('allowed', () => this.allowed ?? null);
  }

  get allowed(): string[] | undefined {
    return this.#allowed && [...this.#allowed];
  }

  allows(kind: UpdateKind): boolean {
    return this.#allowed ? this.#allowed.has(kind) : !onRequest.has(kind);
  }

  /**
   * Long polling: confirms the updates below `offset` (a negative one keeps the last -offset), then resolves with at
   * most `limit` updates, after at most `timeoutSeconds`. A second poller ends the first with 409.
   */
  poll(
    {
      offset = 0,
      limit = 100,
      timeoutSeconds = 0,
    }: { offset?: number; limit?: number; timeoutSeconds?: number },
    gone: AbortSignal,
  ): Promise<TelegramUpdate[]> {
    this.interrupt('terminated by other getUpdates request; make sure that only one bot instance is running');
    this.confirm(offset);
    const ready = this.#take(limit);
    if (ready.length > 0 || timeoutSeconds <= 0) return Promise.resolve(ready);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', onGone);
        if (this.#poller === poller) this.#poller = undefined;
      };
      const poller: Poller = {
        limit,
        answer: (updates) => (leave(), resolve(updates)),
        refuse: (error) => (leave(), reject(error)),
      };
      const onGone = (): void => poller.answer([]);
      const timer = setTimeout(() => poller.answer([]), timeoutSeconds * 1000);
      gone.addEventListener('abort', onGone);
      this.#poller = poller;
    });
  }

  get isPolled(): boolean {
    return this.#poller !== undefined;
  }

  /** Refuses a waiting poller with 409 and this sentence. */
  interrupt(sentence: string): void {
    this.#poller?.refuse(conflict(sentence));
  }

  confirm(offset: number): void {
    if (offset < 0) {
      const kept = new Set(this.pending.slice(offset));
      this.#keep((entry) => kept.has(entry));
    } else if (offset > 0) {
      this.#keep(({ update, repeat, handedOut }) => update.update_id >= offset || (repeat && !handedOut));
    }
  }

  /** Removes one acknowledged or expired update. */
  forget(entry: PendingUpdate): void {
    this.#keep((other) => other !== entry);
  }

  clear(): void {
    this.#keep(() => false);
  }

  /** Calls the listener whenever an update arrives; returns a function that removes it. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(limit: number): TelegramUpdate[] {
    const now = Date.now();
    this.#keep(({ expiresAt }) => expiresAt > now);
    const taken = this.pending.toSorted((a, b) => a.update.update_id - b.update.update_id).slice(0, limit);
    for (const entry of taken) entry.handedOut = true;
    // A second delivery on request is handed out only once.
    this.#keep(({ repeat, handedOut }) => !(repeat && handedOut));
    return taken.map(({ update }) => update);
  }

  #add(entry: PendingUpdate): void {
    this.pending.push(entry);
    this.#keeper.put(keyOf(entry), () => entry);
  }

  #keep(isKept: (entry: PendingUpdate) => boolean): void {
    const kept: PendingUpdate[] = [];
    for (const entry of this.pending) {
      if (isKept(entry)) {
        kept.push(entry);
        continue;
      }
      entry.done = true;
      if (this.#lastOf.get(entry.personId) === entry) this.#keeper.put(keyOf(entry), () => entry);
      else this.#keeper.drop(keyOf(entry));
    }
    this.pending = kept;
  }

  #arrived(): void {
    // Updates of the same turn of the event loop, such as those of an album, go out in one batch.
    const poller = this.#poller;
    if (poller) setImmediate(() => this.#poller === poller && poller.answer(this.#take(poller.limit)));
    for (const listener of this.#listeners) listener();
  }
}

const keyOf = ({ serial }: PendingUpdate): string => `update:${serial}`;
