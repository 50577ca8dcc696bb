import type { ClientBase } from 'pg';
import type { Meter } from '../foundation/meter.ts';

type Callback = (error: unknown, result?: unknown) => void;

/** Watches the statements of one transaction. */
export interface StatementGuard {
  /** The error of the first statement that failed, as the driver threw it. */
  failure(): Error | undefined;
  /** Ends the watch: the connection takes every statement again. */
  release(): void;
}

/**
 * After a failed statement PostgreSQL refuses every further one with 25P02, which hides the reason. So no further
 * statement is sent: it fails with the error of the first one. Only the way back to a savepoint stays open. The guard
 * stands on the connection, which the stores, Sequelize and the job sender all use.
 */
export function guardStatements(
  connection: ClientBase,
  { meter, onStatement }: { meter?: Meter | undefined; onStatement: (text: string) => void },
): StatementGuard {
  let failure: Error | undefined;
  const send = connection.query.bind(connection) as (...parameters: unknown[]) => Promise<unknown>;

  const run = async (...parameters: unknown[]): Promise<unknown> => {
    const text = textOf(parameters[0]);
    const toSavepoint = /^\s*ROLLBACK TO\b/i.test(text);
    if (failure !== undefined && !toSavepoint) throw failure;
    onStatement(text);
    const started = performance.now();
    try {
      const result = await send(...parameters);
      meter?.statementEnded('done', performance.now() - started);
      if (toSavepoint) failure = undefined;
      return result;
    } catch (error) {
      meter?.statementEnded('failed', performance.now() - started);
      // Two statements may be sent at once. When the first fails, PostgreSQL answers 25P02 to the second.
      failure ??= error as Error;
      throw failure;
    }
  };

  const guarded = (...parameters: unknown[]): unknown => {
    // Sequelize passes a callback; the stores and the job sender wait for the promise.
    const callback = parameters.at(-1);
    if (typeof callback !== 'function') return run(...parameters);
    const answer = callback as Callback;
    return run(...parameters.slice(0, -1)).then((result) => answer(null, result), answer);
  };
  connection.query = guarded as ClientBase['query'];
  return {
    failure: () => failure,
    // The method of the prototype is visible again.
    release: () => void Reflect.deleteProperty(connection, 'query'),
  };
}

/** The statement of a call: text, or an object that holds the text. */
const textOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : String((statement as { text?: unknown } | null)?.text);
