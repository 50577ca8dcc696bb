import type { TelegramUpdate } from '@gramio/types';
import { conflict } from './refusal.ts';

export type UpdateKind = Exclude<keyof TelegramUpdate, 'update_id'>;

/** An update that the bot has not acknowledged. */
export interface PendingUpdate {
  update: TelegramUpdate;
  /** Updates of one lane are delivered in order, lanes side by side: messages and taps of a person are two. */
  lane: string;
  personId: number;
  /** Real milliseconds after which it is forgotten: 150 s for a tap, a day for the rest. */
  expiresAt: number;
  /** Delivered a second time on request: kept until it has been handed out, whatever the offset says. */
  repeat: boolean;
  handedOut: boolean;
}

interface Poller {
  limit: number;
  answer(updates: TelegramUpdate[]): void;
  refuse(error: Error): void;
}

const lifetimes: Partial<Record<UpdateKind, number>> = { callback_query: 150_000 };
const day = 24 * 60 * 60 * 1000;
/** These are sent only to bots that name them in allowed_updates. */
const onRequest: ReadonlySet<UpdateKind> = new Set([
  'chat_member',
  'message_reaction',
  'message_reaction_count',
]);

/** The bot's updates between their birth and their acknowledgement, for getUpdates and for the webhook. */
export class UpdateQueue {
  pending: PendingUpdate[] = [];
  #nextId = 310_000_001;
  #allowed: ReadonlySet<string> | undefined;
  #poller: Poller | undefined;
  #lastOf = new Map<number, PendingUpdate>();
  #listeners = new Set<() => void>();

  /** Adds an update unless allowed_updates leaves it out. `copies` more deliveries carry the same update_id. */
  push<K extends UpdateKind>(
    kind: K,
    body: NonNullable<TelegramUpdate[K]>,
    personId: number,
    copies = 0,
  ): void {
    if (!this.allows(kind)) return;
    const entry: PendingUpdate = {
      update: { update_id: this.#nextId++, [kind]: body },
      lane: `${kind === 'callback_query' ? 'tap' : 'message'}:${personId}`,
      personId,
      expiresAt: Date.now() + (lifetimes[kind] ?? day),
      repeat: false,
      handedOut: false,
    };
    this.#lastOf.set(personId, entry);
    this.pending.push(entry, ...Array.from({ length: copies }, () => ({ ...entry, repeat: true })));
    this.#arrived();
  }

  /** Delivers the person's newest update once more, with the same update_id. False when there is none. */
  repeatLast(personId: number): boolean {
    const last = this.#lastOf.get(personId);
    if (!last) return false;
    this.pending.push({ ...last, expiresAt: Date.now() + day, repeat: true, handedOut: false });
    this.#arrived();
    return true;
  }

  allow(kinds: readonly string[] | undefined): void {
    if (kinds) this.#allowed = kinds.length > 0 ? new Set(kinds) : undefined;
  }

  get allowed(): string[] | undefined {
    return this.#allowed && [...this.#allowed];
  }

  allows(kind: UpdateKind): boolean {
    return this.#allowed ? this.#allowed.has(kind) : !onRequest.has(kind);
  }

  /**
   * Long polling: confirms everything below `offset` (a negative one keeps that many), then answers with at
   * most `limit` updates, waiting up to `timeoutSeconds` for the first. A second poller ends the first with 409.
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

  /** Ends a waiting poller with 409 and this sentence. */
  interrupt(sentence: string): void {
    this.#poller?.refuse(conflict(sentence));
  }

  confirm(offset: number): void {
    if (offset < 0) this.pending = this.pending.slice(offset);
    else if (offset > 0) {
      this.pending = this.pending.filter(
        ({ update, repeat, handedOut }) => update.update_id >= offset || (repeat && !handedOut),
      );
    }
  }

  /** Forgets one acknowledged (or expired) update. */
  forget(entry: PendingUpdate): void {
    this.pending = this.pending.filter((other) => other !== entry);
  }

  clear(): void {
    this.pending = [];
  }

  /** Called whenever an update arrives. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(limit: number): TelegramUpdate[] {
    const now = Date.now();
    this.pending = this.pending.filter(({ expiresAt }) => expiresAt > now);
    const taken = this.pending.toSorted((a, b) => a.update.update_id - b.update.update_id).slice(0, limit);
    for (const entry of taken) entry.handedOut = true;
    // A repeated update is handed out on top of everything else, never again after that.
    this.pending = this.pending.filter(({ repeat, handedOut }) => !(repeat && handedOut));
    return taken.map(({ update }) => update);
  }

  #arrived(): void {
    // Whatever is sent in the same turn (an album, a burst of taps) goes out in one batch.
    const poller = this.#poller;
    if (poller) setImmediate(() => this.#poller === poller && poller.answer(this.#take(poller.limit)));
    for (const listener of this.#listeners) listener();
  }
}
