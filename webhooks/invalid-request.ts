import { HarmoniaError } from '../foundation/errors.ts';

/** One fault of a request: where it stands, and what was expected. It quotes no value. */
export interface RequestProblem {
  path: string;
  message: string;
}

/** A request that a schema refuses, with what is wrong in it. */
export class InvalidRequest extends HarmoniaError {
  readonly problems: readonly RequestProblem[];

  constructor(problems: readonly RequestProblem[]) {
    super('bad-request', 'a request did not fit its schema');
    this.problems = problems;
  }
}
