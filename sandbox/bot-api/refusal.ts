import { HarmoniaError, type ErrorCode } from '../../foundation/errors.ts';

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'too-large',
  429: 'too-many-requests',
};

/** A refusal of the Bot API; `status` and the message become error_code and description of the answer. */
export class Refusal extends HarmoniaError {
  readonly status: number;
  /** The seconds to wait, sent as parameters.retry_after. */
  readonly retryAfter: number | undefined;

  constructor(status: number, description: string, retryAfter?: number) {
    super(codes[status] ?? 'job-failed', description);
    this.name = 'Refusal';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export const badRequest = (sentence: string): Refusal => new Refusal(400, `Bad Request: ${sentence}`);
export const forbidden = (sentence: string): Refusal => new Refusal(403, `Forbidden: ${sentence}`);
export const conflict = (sentence: string): Refusal => new Refusal(409, `Conflict: ${sentence}`);

/** A message as the real server writes it inside a sentence: with a small first letter, except for an abbreviation. */
export function inSentence(message: string): string {
  return /^[A-Z][a-z']/.test(message) ? message[0]!.toLowerCase() + message.slice(1) : message;
}
