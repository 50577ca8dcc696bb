import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { HarmoniaError } from '../foundation/errors.ts';

export interface MetricsRoute {
  /** What a caller gives as `Authorization: Bearer TOKEN`. */
  token: string;
  contentType: string;
  read: () => Promise<string>;
}

/** GET /metrics: the figures in Prometheus' text form, for callers with the token. Anything else is answered with 401. */
export function metricsRoute({ token, contentType, read }: MetricsRoute): RequestHandler {
  const expected = hash(`Bearer ${token}`);
  return async (request, response) => {
    if (!timingSafeEqual(hash(request.get('authorization') ?? ''), expected))
      throw new HarmoniaError('unauthorized', 'METRICS_TOKEN was not given');
    response.set('Content-Type', contentType).end(await read());
  };
}

// timingSafeEqual needs equal lengths; comparing hashes also hides the length of the token.
const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
