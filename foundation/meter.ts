/**
 * Takes what the parts of the program count and time, for GET /metrics. Every word that is given is one of a small
 * fixed set (a method of the Bot API, a status, an error code), so that no series belongs to a person, a chat or a kit.
 */
export interface Meter {
  /** The reply to an update was sent, or handed to the outbox, so long after the update came. */
  updateAnswered(milliseconds: number): void;
  /** A try to handle an update failed. */
  updateFailed(): void;
  /** The database answered a statement, or refused it. */
  statementEnded(outcome: Outcome, milliseconds: number): void;
  /** What Telegram answered: `ok`, an HTTP status such as `429`, or `none` when there was no answer. */
  telegramAnswered(method: string, answer: string): void;
  /** A photo was analysed, waiting for a worker included. */
  facesAnalysed(outcome: Outcome, milliseconds: number): void;
  /** An error was logged with this code, or with `internal` when it has none. */
  errorLogged(code: string): void;
  /** A call of a webhook was answered. `route` is the pattern of the address. */
  webhookAnswered(route: string, status: number): void;
}

export type Outcome = 'done' | 'failed';
