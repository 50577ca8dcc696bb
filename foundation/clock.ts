/** Where every part of the program reads the time, so that tests and the sandbox can move it. */
export interface Clock {
  now(): Date;
}

/** A clock that can be moved forward; it follows real time otherwise. */
export interface MovableClock extends Clock {
  advance(milliseconds: number): void;
}

export function createClock(): MovableClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError('a clock only moves forward');
      offset += milliseconds;
    },
  };
}
