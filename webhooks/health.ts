import type { RequestHandler } from 'express';

/** One thing that must work before people are served; rejects, with the reason for the operator, when it does not. */
export type ReadinessCheck = () => Promise<void>;

const patienceMs = 4000;

/** GET /livez: the event loop turns. Nothing else: a restart would not mend a database. */
export const liveness: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' });
};

/**
 * GET /readyz and /health: every check by name; 503 as soon as one fails. `notes` stand beside them and fail nothing:
 * what the program can do without.
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
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), patienceMs)));
  try {
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
