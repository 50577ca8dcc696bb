import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { HarmoniaError, statusOf } from '../foundation/errors.ts';
import type { Log } from '../foundation/log.ts';
import type { Meter } from '../foundation/meter.ts';
import { mountApiDocs } from './api-docs.ts';
import { liveness, readiness, type ReadinessChecks } from './health.ts';
import { keepEncoded, labFileLimit } from './lab-body.ts';
import { labHeaders, labParameters, labUpload, type LabUploadDeps } from './lab-upload.ts';
import { type MetricsRoute, metricsRoute } from './metrics.ts';
import { InvalidRequest } from './invalid-request.ts';
import { mountRoutes } from './mount-routes.ts';
import type { WebApiDeps } from './route.ts';
import { apiRoutes } from './routes-table.ts';
import { telegramUpdates } from './telegram-updates.ts';

export interface AppDeps {
  lab: LabUploadDeps;
  /** Set when Telegram delivers updates by webhook; with long polling the route does not exist. */
  telegram?: { secret: string; handle: (update: { update_id: number }) => Promise<void> };
  api: WebApiDeps;
  /** The version of the program, for the document of the routes. */
  version: string;
  /** How many proxies in front tell the address of their caller. */
  proxies: number;
  checks: ReadinessChecks;
  /** Further fields of the answer of /readyz. */
  notes?: () => Readonly<Record<string, unknown>>;
  /** Without it there is no /metrics. */
  metrics?: MetricsRoute | undefined;
  meter?: Meter | undefined;
  log: Log;
}

const updateLimit = '1mb';

/**
 * The HTTP routes: health, figures, lab files, Telegram's updates and the web API. An error is answered with one sentence
 * and a code, without a stack trace.
 */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.proxies);
  app.use(helmet());
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  if (deps.meter) app.use('/webhooks', countAnswers(deps.meter));
  app.get('/livez', liveness);
  app.get(['/readyz', '/health'], readiness(deps.checks, deps.notes));
  if (deps.metrics) app.get('/metrics', metricsRoute(deps.metrics));
  // The body stays raw and compressed for any content type: the signature covers the bytes as sent.
  app.post(
    '/webhooks/hla',
    labParameters,
    labHeaders,
    keepEncoded,
    express.raw({ type: () => true, limit: labFileLimit }),
    labUpload(deps.lab),
  );
  if (deps.telegram) {
    app.post('/webhooks/telegram', express.json({ limit: updateLimit }), telegramUpdates(deps.telegram));
  }
  mountRoutes(app, apiRoutes, deps.api);
  mountApiDocs(app, deps.version);
  app.use(() => {
    throw new HarmoniaError('not-found', 'There is nothing at this address.');
  });
  app.use(answerError(deps.log));
  return app;
}

/**
 * The sentence that a caller gets for each code. The error's own message is for the log: it may hold internal details.
 */
const sentences: Partial<Record<HarmoniaError['code'], string>> = {
  unauthorized: 'The request is not authenticated.',
  forbidden: 'The role of this account may not do this.',
  'wrong-password': 'The password is not right.',
  conflict: 'This is taken already, or was changed by another request.',
  'too-many-requests': 'Too many requests. Please wait, and try again.',
  'last-admin': 'The last admin cannot be removed. Add another one first.',
  'not-yet-visible': 'This is not there yet.',
  'cohort-too-small': 'Too few people have finished, or agreed to research use.',
  'phase-closed': 'The participant is not at the stage that this needs.',
  'consent-missing': 'The participant did not agree to this, or withdrew.',
  'cohort-state': 'The cohort is not in the state that this needs.',
  'phase-sealed': 'This answer cannot be changed any more.',
  'phase-incomplete': 'The answers about this person are not complete yet.',
  'not-found': 'There is nothing at this address.',
  'too-large': 'The body is too large.',
  'unsupported-type': 'This kind of body is not accepted here.',
  'bad-request': 'The request cannot be read.',
  'database-unavailable': 'The service is not available at the moment; please try again.',
};

/** Counts what callers of webhooks are answered; an address without a webhook counts as `none`. */
function countAnswers(meter: Meter): RequestHandler {
  return (request, response, next) => {
    response.once('close', () => meter.webhookAnswered(routeOf(request), response.statusCode));
    next();
  };
}

/** The pattern of the route, because an address may hold personal data. express types the route as any. */
function routeOf({ route }: { route?: unknown }): string {
  const path = (route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? path : 'none';
}

/** After so many seconds a call that found a queue full may come again. */
const busySeconds = 60;

function answerError(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const known = error instanceof HarmoniaError ? error : fromParser(error);
    log.caught(
      known ?? error,
      { event: 'http.failed', method: request.method, route: routeOf(request) },
      'a request failed',
    );
    const code = known?.code;
    if (code === 'too-many-requests')
      response.set('Retry-After', String(known?.details['retryAfterSeconds'] ?? busySeconds));
    response.status(code ? statusOf(code) : 500).json({
      error: (code && sentences[code]) ?? 'Something went wrong on our side.',
      code: code ?? 'internal',
      ...(known instanceof InvalidRequest && { problems: known.problems }),
    });
  };
}

// The errors of express's body parsers are recognised by their status.
function fromParser(error: unknown): HarmoniaError | undefined {
  const { status } = (error ?? {}) as { status?: unknown };
  if (status === 413) return new HarmoniaError('too-large', 'a body was too large', { cause: error });
  if (status === 415)
    return new HarmoniaError('unsupported-type', 'a body has an unknown encoding', { cause: error });
  return status === 400
    ? new HarmoniaError('bad-request', 'a body could not be read', { cause: error })
    : undefined;
}
