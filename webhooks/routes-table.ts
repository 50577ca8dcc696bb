import { adminRoutes } from './admin-routes.ts';
import { cohortRoutes } from './cohort-routes.ts';
import { z } from 'zod';
import { labFileTypes } from './lab-body.ts';
import { labAnswers } from './lab-answers.ts';
import { meRoutes } from './me-routes.ts';
import { oauthRoutes } from './oauth-routes.ts';
import { researchRoutes } from './research-routes.ts';
import type { ApiRoute, ListedRoute } from './route.ts';

/** The routes of the web API. */
export const apiRoutes: readonly ApiRoute[] = [
  ...oauthRoutes,
  ...meRoutes,
  ...cohortRoutes,
  ...adminRoutes,
  ...researchRoutes,
];

/**
 * The routes that prove their caller in other ways, or need no proof. Every route of the server stands here or above: a
 * test compares both lists with what the server answers.
 */
export const otherRoutes: readonly ListedRoute[] = [
  {
    ...{ method: 'get', path: '/livez', access: 'anyone', tag: 'Health' },
    summary: 'Whether the process runs',
  },
  {
    ...{ method: 'get', path: '/readyz', access: 'anyone', tag: 'Health' },
    summary: 'Whether each part works',
  },
  {
    ...{ method: 'get', path: '/health', access: 'anyone', tag: 'Health' },
    summary: 'As /readyz',
  },
  {
    ...{ method: 'get', path: '/metrics', access: 'monitor', tag: 'Health' },
    summary: 'Figures for Prometheus, where METRICS_TOKEN is set',
  },
  {
    ...{ method: 'post', path: '/webhooks/hla', access: 'laboratory', tag: 'Laboratories' },
    summary: 'Delivers a file of HLA typings; docs/hla.md has the formats',
    headers: {
      'webhook-id': 'Chosen by the laboratory; the same id and body get the same answer',
      'webhook-timestamp': 'Seconds since 1970, within five minutes of the time here',
      'webhook-signature': '`v1,` and the base64 of HMAC-SHA-256 over id.timestamp.body',
    },
    fileTypes: labFileTypes,
    query: z.object({ dryRun: z.literal('1').optional().describe('Stores nothing') }),
    answers: labAnswers,
  },
  {
    ...{ method: 'get', path: '/openapi.json', access: 'anyone', tag: 'This document' },
    summary: 'This document',
  },
  {
    ...{ method: 'get', path: '/docs', access: 'anyone', tag: 'This document' },
    summary: 'A page that shows it',
  },
  {
    ...{ method: 'get', path: '/docs/{part}', access: 'anyone', tag: 'This document' },
    summary: 'A part of that page',
    params: z.object({ part: z.string() }),
  },
  {
    ...{ method: 'post', path: '/webhooks/telegram', access: 'telegram', tag: 'Telegram' },
    summary: "Takes Telegram's updates, when they come by webhook",
  },
];
