import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import type { Account } from '../engine/ports/participants.ts';
import { accountOfSession } from '../engine/protocol/web-session.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { networkOf } from './client-network.ts';
import { oauthErrors } from './oauth-error.ts';
import { InvalidRequest } from './invalid-request.ts';
import type { ApiAnswer, ApiRoute, WebApiDeps } from './route.ts';

const bodyLimit = '64kb';
const formType = 'application/x-www-form-urlencoded';

/**
 * Adds the routes to the server. Each call passes in this order: token (401), role (403), address (400), type of the body
 * (415), its size (413), its content (400).
 */
export function mountRoutes(app: Express, routes: readonly ApiRoute[], deps: WebApiDeps): void {
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app[route.method](
      path,
      authorize(route, deps),
      ...(route.body ? [requireType(route), parserOf(route)] : []),
      callOf(route, deps),
      ...(route.form ? [oauthErrors] : []),
    );
  }
}

interface Locals {
  account: Account | null;
}

/** Lets a call pass whose token belongs to an account of a role that the route is for. */
function authorize({ access }: ApiRoute, deps: WebApiDeps): RequestHandler {
  return async (request, response, next) => {
    const locals = response.locals as Locals;
    locals.account = null;
    if (access === 'anyone') return next();
    const account = await accountOf(request, deps);
    if (!account) {
      // RFC 6750, 3: a call without a token is told only that it needs one.
      const given = request.get('authorization') !== undefined;
      response.set('WWW-Authenticate', given ? 'Bearer error="invalid_token"' : 'Bearer');
      throw new HarmoniaError('unauthorized', 'no valid access token');
    }
    if (!access.includes(account.role))
      throw new HarmoniaError('forbidden', 'the role of the account may not call this');
    locals.account = account;
    next();
  };
}

async function accountOf(
  request: Request,
  { tokens, transactions, clock }: WebApiDeps,
): Promise<Account | undefined> {
  const [, token] = /^Bearer +([\w.~+/-]+=*) *$/i.exec(request.get('authorization') ?? '') ?? [];
  const claims = token === undefined ? undefined : await tokens.read(token, clock.now());
  if (!claims) return undefined;
  return transactions.transact((uow) => accountOfSession(uow, { ...claims, id: claims.sessionId }));
}

const requireType =
  ({ form }: ApiRoute): RequestHandler =>
  (request, _response, next) => {
    const type = form ? formType : 'application/json';
    // A body may be absent: then the schema says what is missing.
    if (request.is(type) === false)
      throw form
        ? new InvalidRequest([{ path: '', message: `expected ${formType}` }])
        : new HarmoniaError('unsupported-type', 'a body was not JSON');
    next();
  };

const parserOf = ({ form }: ApiRoute): RequestHandler =>
  form
    ? express.text({ type: formType, limit: bodyLimit })
    : express.json({ limit: bodyLimit, reviver: withoutPrototype });

/** A member `__proto__` means nothing to any route, and much to code that copies objects. */
function withoutPrototype(this: unknown, name: string, value: unknown): unknown {
  if (name === '__proto__') throw new SyntaxError('a member has a reserved name');
  return value;
}

const callOf =
  (route: ApiRoute, deps: WebApiDeps): RequestHandler =>
  async (request, response) => {
    const answer = await route.handle(deps, {
      params: checked('path', route.params, request.params),
      query: checked('query', route.query, queryOf(request)),
      body:
        route.body && checked('body', route.body, route.form ? formOf(request) : (request.body as unknown)),
      account: (response.locals as Locals).account,
      source: `ip:${networkOf(request.ip ?? '')}`,
      now: deps.clock.now(),
    });
    send(response, answer);
  };

/** A route without a schema for the address takes no parameter. */
function queryOf({ query }: Request): Record<string, unknown> {
  return { ...query };
}

function checked(part: string, schema: z.ZodType | undefined, given: unknown): unknown {
  if (!schema) {
    const [extra] = part === 'query' ? Object.keys(given as object) : [];
    if (extra !== undefined)
      throw new InvalidRequest([{ path: part, message: 'the address has no parameters here' }]);
    return undefined;
  }
  const result = schema.safeParse(given ?? {});
  if (result.success) return result.data;
  throw new InvalidRequest(
    result.error.issues.map(({ path, message }) => ({ path: [part, ...path].join('.'), message })),
  );
}

/** The fields of a form. RFC 6749, 3.2: one that is empty counts as absent, and none may stand twice. */
function formOf(request: Request): Record<string, string> {
  const fields = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  const result = new Map<string, string>();
  for (const [name, value] of fields) {
    if (result.has(name)) throw new InvalidRequest([{ path: '', message: 'a field stands twice' }]);
    result.set(name, value);
  }
  return Object.fromEntries([...result].filter(([, value]) => value !== ''));
}

function send(response: Response, { status = 200, headers = {}, json, file }: ApiAnswer): void {
  response.status(status).set(headers);
  if (json) response.json(json);
  else if (file)
    // `attachment` writes names in other letters as RFC 6266 asks, and guesses a type, which the next call replaces.
    response.attachment(file.name).type(file.type).send(Buffer.from(file.bytes));
  else response.end();
}
