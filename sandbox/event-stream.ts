import type { Request, Response } from 'express';
import type { World } from './bot-api/world.ts';
import type { ChatEvent } from './chat-types.ts';

const kept = 2000;
const heartbeat = 15_000;

/**
 * Server-sent events of everything the page shows. The last 2,000 can be asked for again with Last-Event-ID; a notice
 * that came while no page was open waits for the next one.
 */
export class EventStream {
  readonly #events: { id: number; data: string }[] = [];
  readonly #open = new Set<Response>();
  readonly #timer: NodeJS.Timeout;
  #unheard: { id: number; data: string }[] = [];
  #nextId = 1;

  constructor(world: World) {
    world.listen((event) => this.#publish(event));
    // Proxies and phones drop a silent connection.
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
    // Without the header nothing is repeated: no event has a number above NaN.
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
