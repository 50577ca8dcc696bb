import type { RequestHandler } from 'express';

/** A check of one part that the program needs; rejects with the reason for the operator when the part does not work. */
export type ReadinessCheck = () => Promise<void>;

const timeoutMs = 4000;

/**
 * GET /livez: 200 while the event loop runs. It checks no other part, because a host restarts the program when it
 * fails, and a restart does not repair the database.
 */
export const liveness: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' });
};

/** The checks of /readyz, by the names of their parts. */
export interface ReadinessChecks {
  /** Parts without which the program can do nothing: when one fails, the status is 503. */
  needed: Readonly<Record<string, ReadinessCheck>>;
  /** Parts whose failure a restart does not mend and that come back by themselves: `degraded`, with status 200. */
  expected: Readonly<Record<string, ReadinessCheck>>;
}

/**
 * GET /readyz and /health: the result of every check by name, with status 503 when a needed part fails. `notes` are
 * added to the answer for parts that the program can run without.
 */
export function readiness(
  { needed, expected }: ReadinessChecks,
  notes: () => Readonly<Record<string, unknown>> = () => ({}),
): RequestHandler {
  return async (_request, response) => {
    const results = await Promise.all([
      ...Object.entries(needed).map(([name, check]) => outcomeOf(name, check, 'failed')),
      ...Object.entries(expected).map(([name, check]) => outcomeOf(name, check, 'degraded')),
    ]);
    const states = new Set(results.map(([, state]) => state));
    const status = states.has('failed') ? 'unavailable' : states.has('degraded') ? 'degraded' : 'ok';
    response
      .status(status === 'unavailable' ? 503 : 200)
      .json({ status, checks: Object.fromEntries(results), ...notes() });
  };
}

const outcomeOf = async <Failure extends string>(
  name: string,
  check: ReadinessCheck,
  failure: Failure,
): Promise<[string, 'ok' | Failure]> => [name, (await passes(check)) ? 'ok' : failure];

async function passes(check: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  try {
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
