import type { ConstructorOptions } from 'pg-boss';

const CONNECT_MS = 3000;
const ANSWER_MS = 10_000;

/** Options of the driver that pg-boss hands on to its pool without declaring them. */
interface DriverOptions {
  query_timeout: number;
  keepAlive: boolean;
}

/**
 * How pg-boss connects. It sets no limit to the wait for an answer: a worker whose answer was lost on the way would wait
 * for ever, and the stop of the program would wait for the worker.
 */
export const jobConnections = (url: string): ConstructorOptions & DriverOptions => ({
  connectionString: url,
  connectionTimeoutMillis: CONNECT_MS,
  query_timeout: ANSWER_MS,
  keepAlive: true,
});
