import type { World } from './bot-api/world.ts';

const pollGap = 5000;

/** Tells the page whether a bot is there: it polls (at most 5 s ago), or its webhook answers. */
export class Presence {
  readonly #world: World;
  readonly #timer: NodeJS.Timeout;
  #lastPoll = Number.NEGATIVE_INFINITY;
  #isReachable = false;
  #wasOnline = false;

  constructor(world: World) {
    this.#world = world;
    this.#timer = setInterval(() => this.#look(), 1000);
    this.#timer.unref();
  }

  get online(): boolean {
    return this.#isReachable || this.#world.updates.isPolled || Date.now() - this.#lastPoll < pollGap;
  }

  polled(): void {
    this.#lastPoll = Date.now();
    this.#look();
  }

  webhook(isReachable: boolean): void {
    this.#isReachable = isReachable;
    this.#look();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.online === this.#wasOnline) return;
    this.#wasOnline = this.online;
    this.#world.emit({ type: 'bot', online: this.online });
  }
}
