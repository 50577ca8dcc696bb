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

/**
 * GET /readyz and /health: the result of every check by name, with status 503 when one fails. `notes` are added to the
 * answer for parts that the program can run without.
 */
export function readiness(
  checks: Readonly<Record<string, ReadinessCheck>>,
  notes: () => Readonly<Record<string, unknown>> = () => ({}),
): RequestHandler {
  return async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, (await passes(check)) ? 'ok' : 'failed'] as const,
      ),
    );
    const ready = results.every(([, state]) => state === 'ok');
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(results), ...notes() });
  };
}

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
