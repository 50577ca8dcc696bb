export type FaultKind = '429' | '401' | '403' | '400' | '500' | '502' | 'drop' | 'delay' | 'duplicate';

/** A fault that the sandbox produces on request. */
export interface Fault {
  /**
   * A number is the status of the answer ('502' comes with a web server's page, like that of the real server); 'drop'
   * closes the socket; 'delay' waits before the call; 'duplicate' delivers the next update twice.
   */
  kind: FaultKind;
  /** The method, or for 'duplicate' the kind of update; * is a wildcard. Default: every method except getUpdates. */
  method?: string;
  chatId?: number;
  /** The number of times; default 1. */
  times?: number;
  /** The seconds to wait that a 429 states; default 1. */
  retryAfter?: number;
  /** The length of a 'delay'; default 1000. */
  milliseconds?: number;
  /** The description of the answer, instead of the usual one. */
  description?: string;
  /** The fault comes after the call has taken effect: only the answer is lost. */
  after?: boolean;
}

/** The faults that have been requested and have not happened yet. */
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

  /** Removes and returns the faults for this call in the order of their requests: delays, then at most one failure. */
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

  /** The number of additional deliveries of this update. */
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
