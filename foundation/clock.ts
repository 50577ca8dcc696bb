/** The source of time for every part of the program, so that tests and the sandbox can move it. */
export interface Clock {
  now(): Date;
}

/** A clock that follows real time and can be moved forward. */
export interface MovableClock extends Clock {
  advance(milliseconds: number): void;
}

/** A clock at the present time. Its `advance` throws RangeError for a negative or missing number. */
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
