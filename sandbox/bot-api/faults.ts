export type FaultKind = '429' | '403' | '400' | '500' | '502' | 'drop' | 'delay' | 'duplicate';

/** A misfortune to happen on purpose. */
export interface Fault {
  /**
   * A status answers with it ('502' with a web server's page, as in front of the real server); 'drop' closes
   * the socket; 'delay' waits first; 'duplicate' delivers the next update twice.
   */
  kind: FaultKind;
  /** The method it befalls, or for 'duplicate' the update's kind; * is a wildcard. Unnamed, getUpdates is spared. */
  method?: string;
  chatId?: number;
  /** How often; default 1. */
  times?: number;
  /** Seconds, with 429; default 1. */
  retryAfter?: number;
  /** With 'delay'; default 1000. */
  milliseconds?: number;
  /** Replaces the answer's description. */
  description?: string;
  /** The call takes effect first and only its answer is lost. */
  after?: boolean;
}

/** The faults still to come. */
export class FaultTable {
  #faults: (Fault & { left: number })[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault, left: fault.times ?? 1 });
  }

  list(): Fault[] {
    return this.#faults.map(({ left, ...fault }) => ({ ...fault, times: left }));
  }

  clear(): void {
    this.#faults = [];
  }

  /** What befalls this call, in the order in which it was asked for: delays, then at most one failure. */
  takeForCall(method: string, chatId: number | undefined): Fault[] {
    const taken: Fault[] = [];
    for (const fault of this.#faults) {
      const isSpared = method === 'getUpdates' && fault.method === undefined;
      if (fault.kind === 'duplicate' || isSpared || !matches(fault, method, chatId)) continue;
      if (fault.kind !== 'delay' && taken.some(({ kind }) => kind !== 'delay')) continue;
      taken.push(fault);
    }
    this.#use(taken);
    return taken;
  }

  /** How many more times this update is to be delivered. */
  takeDuplicate(kind: string, chatId: number): number {
    const taken = this.#faults.filter((fault) => fault.kind === 'duplicate' && matches(fault, kind, chatId));
    this.#use(taken);
    return taken.length;
  }

  #use(taken: readonly Fault[]): void {
    for (const fault of this.#faults) if (taken.includes(fault)) fault.left--;
    this.#faults = this.#faults.filter(({ left }) => left > 0);
  }
}

function matches(fault: Fault, method: string, chatId: number | undefined): boolean {
  if (fault.chatId !== undefined && fault.chatId !== chatId) return false;
  const pattern = (fault.method ?? '*').split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`, 'i').test(method);
}
