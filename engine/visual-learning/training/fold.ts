import { createHash } from 'node:crypto';
import { HarmoniaError } from '../../../foundation/errors.ts';

/** One of several parts into which raters and images are split by their names. */
export interface Fold {
  readonly index: number;
  readonly count: number;
  /** Another split of the same names. */
  readonly split?: string;
}

/** Reads "2/5". @throws HarmoniaError bad-request */
export function parseFold(text: string): Fold {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!(index >= 1 && index <= count && count >= 2)) {
    throw new HarmoniaError('bad-request', `a fold is written like 2/5, not ${text}`);
  }
  return { index, count };
}

/** Whether a rater's or an image's name falls into the fold; the same on every machine. */
export function inFold({ index, count, split = '' }: Fold, name: string): boolean {
  return (
    createHash('sha256')
      .update(split + name)
      .digest()
      .readUInt32BE(0) %
      count ===
    index - 1
  );
}
