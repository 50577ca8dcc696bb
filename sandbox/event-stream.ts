import type { Request, Response } from 'express';
import type { World } from './bot-api/world.ts';
import type { ChatEvent } from './chat-types.ts';

const kept = 2000;
const heartbeat = 15_000;

/**
 * Sends the events of the chats to pages as server-sent events. A page gets those of the last 2,000 that it missed by
 * Last-Event-ID. A notice that is made while no page is open is sent to the next page.
 */
export class EventStream {
  readonly #events: { id: number; data: string }[] = [];
  readonly #open = new Set<Response>();
  readonly #timer: NodeJS.Timeout;
  #unheard: { id: number; data: string }[] = [];
  #nextId = 1;

  constructor(world: World) {
    world.listen((event) => this.#publish(event));
    // Proxies and phones close a connection without traffic, so a comment is sent regularly.
    this.#timer = setInterval(
      () => this.#open.forEach((response) => response.write(': still here\n\n')),
      heartbeat,
    );
    this.#timer.unref();
  }

  /** The express handler of GET /sandbox/events. */
  readonly serve = (request: Request, response: Response): void => {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    // Without the header `last` is NaN, and no event number is greater than NaN: no event is repeated.
    const last = Number(request.get('Last-Event-ID') || Number.NaN);
    for (const event of this.#events) if (event.id > last) response.write(frame(event));
    for (const event of this.#unheard) if (!(event.id > last)) response.write(frame(event));
    this.#unheard = [];
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
  };

  close(): void {
    clearInterval(this.#timer);
    for (const response of this.#open) response.end();
  }

  #publish(event: ChatEvent): void {
    const entry = { id: this.#nextId++, data: JSON.stringify(event) };
    this.#events.push(entry);
    if (this.#events.length > kept) this.#events.shift();
    if (event.type === 'notice' && this.#open.size === 0) this.#unheard.push(entry);
    for (const response of this.#open) response.write(frame(entry));
  }
}

const frame = ({ id, data }: { id: number; data: string }): string => `id: ${id}\ndata: ${data}\n\n`;
