import type { World } from './bot-api/world.ts';

const pollGap = 5000;
const lookEvery = 500;

/**
 * Tells the page who is there: a bot, which polls (at most 5 s ago) or whose webhook answers, and the study's desk,
 * which may come a while after the page.
 */
export class Presence {
  readonly #world: World;
  readonly #hasDesk: () => boolean;
  readonly #timer: NodeJS.Timeout;
  #lastPoll = Number.NEGATIVE_INFINITY;
  #isReachable = false;
  #wasOnline = false;
  #hadDesk: boolean;

  constructor(world: World, hasDesk: () => boolean) {
    this.#world = world;
    this.#hasDesk = hasDesk;
    this.#hadDesk = hasDesk();
    this.#timer = setInterval(() => this.#look(), lookEvery);
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
    if (this.online !== this.#wasOnline) {
      this.#wasOnline = this.online;
      this.#world.emit({ type: 'bot', online: this.online });
    }
    if (this.#hasDesk() !== this.#hadDesk) {
      this.#hadDesk = this.#hasDesk();
      this.#world.emit({ type: 'desk', desk: this.#hadDesk });
    }
  }
}
