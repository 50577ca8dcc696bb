import type { World } from './bot-api/world.ts';

const pollGap = 5000;
const lookEvery = 500;

/**
 * Watches two states and emits an event when one changes: whether a bot is online, that is, has polled in the last 5 s
 * or answers at its webhook; and whether the control panel is available, since the study starts after the sandbox.
 */
export class Presence {
  readonly #world: World;
  readonly #hasControlPanel: () => boolean;
  readonly #timer: NodeJS.Timeout;
  #lastPoll = Number.NEGATIVE_INFINITY;
  #isReachable = false;
  #wasOnline = false;
  #hadControlPanel: boolean;

  constructor(world: World, hasControlPanel: () => boolean) {
    this.#world = world;
    this.#hasControlPanel = hasControlPanel;
    this.#hadControlPanel = hasControlPanel();
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
    if (this.#hasControlPanel() !== this.#hadControlPanel) {
      this.#hadControlPanel = this.#hasControlPanel();
      this.#world.emit({ type: 'control-panel', controlPanel: this.#hadControlPanel });
    }
  }
}
