import http from 'node:http';
import https from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { PendingUpdate, UpdateQueue } from './updates.ts';

/** Headers and body of a 2xx response of the bot's server. */
export interface WebhookAnswer {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Settings {
  url: string;
  secret: string;
  maxConnections: number;
}

/** The state of one per-chat queue. */
interface QueueState {
  isBusy: boolean;
  failures: number;
  /** The real time in milliseconds before which the queue sends nothing. */
  wakeAt: number;
}

const answerTimeout = 60_000;
const longestDelay = 60;

/**
 * Delivers updates like the real server, with one queue for the messages and one for the taps of a person: one update
 * of a queue at a time, queues in parallel. Only a 2xx acknowledges. After a failure it tries again at once, then after
 * 2, 4, 8 … 60 units of `retryUnit` milliseconds, or after the time in Retry-After.
 */
export class Webhook {
  readonly #updates: UpdateQueue;
  readonly #retryUnit: number;
  readonly #onAnswer: (answer: WebhookAnswer) => void;
  readonly #onState: (isReachable: boolean) => void;
  readonly #queues = new Map<string, QueueState>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #settings: Settings | undefined;
  #agent: http.Agent | undefined;
  #connections = 0;
  lastError: { date: number; message: string } | undefined;

  constructor(
    updates: UpdateQueue,
    options: {
      retryUnit: number;
      onAnswer: (answer: WebhookAnswer) => void;
      onState: (isReachable: boolean) => void;
    },
  ) {
    this.#updates = updates;
    this.#retryUnit = options.retryUnit;
    this.#onAnswer = options.onAnswer;
    this.#onState = options.onState;
    updates.onArrival(() => this.#pump());
  }

  get url(): string {
    return this.#settings?.url ?? '';
  }

  get maxConnections(): number {
    return this.#settings?.maxConnections ?? 0;
  }

  /** Starts to deliver. False when the same settings were set already. */
  set(settings: Settings): boolean {
    const isNew = JSON.stringify(settings) !== JSON.stringify(this.#settings);
    if (isNew) this.clear();
    this.#settings = settings;
    const { Agent } = settings.url.startsWith('https:') ? https : http;
    this.#agent ??= new Agent({ keepAlive: true, maxSockets: settings.maxConnections });
    this.#onState(true);
    this.#pump();
    return isNew;
  }

  /** Stops delivering. False when no webhook was set. */
  clear(): boolean {
    const was = this.#settings !== undefined;
    this.#settings = undefined;
    this.lastError = undefined;
    this.#agent?.destroy();
    this.#agent = undefined;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#queues.clear();
    if (was) this.#onState(false);
    return was;
  }

  #pump(): void {
    if (!this.#settings) return;
    const now = Date.now();
    const seen = new Set<string>();
    for (const entry of [...this.#updates.pending]) {
      if (this.#connections >= this.#settings.maxConnections) return;
      if (entry.expiresAt <= now) {
        this.#updates.forget(entry);
        continue;
      }
      if (seen.has(entry.lane)) continue;
      seen.add(entry.lane);
      const queue = this.#queues.get(entry.lane) ?? { isBusy: false, failures: 0, wakeAt: 0 };
      this.#queues.set(entry.lane, queue);
      if (!queue.isBusy && queue.wakeAt <= now) this.#deliver(this.#settings, queue, entry);
    }
  }

  #deliver(settings: Settings, queue: QueueState, entry: PendingUpdate): void {
    queue.isBusy = true;
    this.#connections++;
    let isSettled = false;
    const settle = (error: string | undefined, retryAfterSeconds = 0): void => {
      if (isSettled) return;
      isSettled = true;
      this.#connections--;
      queue.isBusy = false;
      if (error === undefined) this.#acknowledge(queue, entry);
      else this.#postpone(queue, error, retryAfterSeconds);
      if (this.#settings === settings) this.#onState(error === undefined);
      this.#pump();
    };
    const body = Buffer.from(JSON.stringify(entry.update));
    const { request } = settings.url.startsWith('https:') ? https : http;
    const outgoing = request(
      settings.url,
      {
        method: 'POST',
        agent: this.#agent!,
        timeout: answerTimeout,
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': body.length,
          ...(settings.secret === '' ? {} : { 'X-Telegram-Bot-Api-Secret-Token': settings.secret }),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => settle('Webhook connection closed'));
        response.on('end', () => {
          const { statusCode = 0, statusMessage = '', headers } = response;
          if (statusCode < 200 || statusCode > 299) {
            const wait = Number(headers['retry-after']) || 0;
            return settle(`Wrong response from the webhook: ${statusCode} ${statusMessage}`, wait);
          }
          this.#onAnswer({ headers, body: Buffer.concat(parts) });
          settle(undefined);
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('Read timeout expired')));
    outgoing.on('error', (error) => settle(reasonOf(error)));
    outgoing.end(body);
  }

  #acknowledge(queue: QueueState, entry: PendingUpdate): void {
    queue.failures = 0;
    queue.wakeAt = 0;
    this.#updates.forget(entry);
  }

  #postpone(queue: QueueState, error: string, retryAfterSeconds: number): void {
    this.lastError = { date: Math.floor(Date.now() / 1000), message: error };
    const units = queue.failures === 0 ? 0 : Math.min(2 ** queue.failures, longestDelay);
    const delay = retryAfterSeconds > 0 ? Math.min(retryAfterSeconds, 3600) * 1000 : units * this.#retryUnit;
    queue.failures++;
    queue.wakeAt = Date.now() + delay;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#pump();
    }, delay + 1);
    timer.unref();
    this.#timers.add(timer);
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ECONNREFUSED') return 'Connection refused';
  if (error.message === 'Read timeout expired') return error.message;
  return 'Webhook connection closed';
}
