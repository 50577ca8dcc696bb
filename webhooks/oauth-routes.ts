import { z } from 'zod';
import type { Account } from '../engine/ports/participants.ts';
import { concludeSignIn, countTry, passwordFits, takeTryBack } from '../engine/protocol/sign-in.ts';
import {
  endWebSession,
  openWebSession,
  refreshWebSession,
  type WebSession,
} from '../engine/protocol/web-session.ts';
import { isHarmoniaError } from '../foundation/errors.ts';
import { accessSeconds } from './access-tokens.ts';
import { oauthError } from './oauth-error.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, route, type WebApiDeps } from './route.ts';

/** The longest possible e-mail address (RFC 5321); a longer text matches no account. */
const longestEmail = 254;
/** Seconds after which a client that found the queue of passwords full may try again. */
const busySeconds = 60;

// RFC 6749, 3.2: fields that are not known are ignored.
const tokenForm = z.object({
  grant_type: z.string().describe('`password` or `refresh_token`'),
  username: z.string().optional().describe('The e-mail address, for `password`'),
  password: z.string().optional(),
  refresh_token: z.string().optional().describe('For `refresh_token`'),
  client_id: z.string().optional().describe('Ignored: there is one client'),
  scope: z.string().optional().describe('Ignored: the role of the account decides'),
});
const revokeForm = z.object({
  token: z.string().describe('A refresh token or an access token'),
  token_type_hint: z.string().optional(),
});

const granted = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('Seconds'),
  refresh_token: z.string().describe('Can be used once, within 30 days'),
  scope: z.enum(['user', 'admin', 'researcher']).describe('The role of the account'),
});
const refused = z.object({ error: z.string(), error_description: z.string() });

const answers = {
  400: { description: 'An error of RFC 6749, 5.2', schema: refused },
  429: { description: 'Too many tries; `Retry-After` says when the next one is looked at', schema: refused },
};

/** The token endpoint of RFC 6749 and the revocation endpoint of RFC 7009. */
export const oauthRoutes: readonly ApiRoute[] = [
  route({
    method: 'post',
    path: '/oauth/token',
    access: 'anyone',
    tag: 'Signing in',
    summary: 'Exchanges e-mail and password, or a refresh token, for tokens',
    form: true,
    body: tokenForm,
    answers: { 200: { description: 'Tokens', schema: granted }, ...answers },
    handle: (deps, call) => {
      if (call.body.grant_type === 'password') return passwordGrant(deps, call);
      if (call.body.grant_type === 'refresh_token') return refreshGrant(deps, call);
      return Promise.resolve(oauthError('unsupported_grant_type', 'Use password or refresh_token.'));
    },
  }),
  route({
    method: 'post',
    path: '/oauth/revoke',
    access: 'anyone',
    tag: 'Signing in',
    summary: 'Ends the session of a token; an unknown token is no error',
    form: true,
    body: revokeForm,
    answers: { 200: { description: 'The session is ended' }, 400: answers[400] },
    handle: revoke,
  }),
];

type TokenCall = ApiCall<unknown, unknown, z.output<typeof tokenForm>>;

async function passwordGrant(deps: WebApiDeps, { body, source, now }: TokenCall): Promise<ApiAnswer> {
  const { username, password } = body;
  if (username === undefined || password === undefined)
    return oauthError('invalid_request', 'The password grant needs username and password.');
  const { transactions, study } = deps;
  const attempt = { source, address: username.slice(0, longestEmail).toLowerCase() };
  const tried = await transactions.transact(async (uow) => ({
    ...(await countTry(uow, attempt, now)),
    known: (await uow.accounts.byEmail(attempt.address))?.passwordHash,
  }));
  if (tried.refusedUntil) return tooOften((tried.refusedUntil.getTime() - now.getTime()) / 1000);
  const { known, slowed } = tried;
  let fits: boolean;
  try {
    fits = await passwordFits(study.passwords, { password, known, slowed });
  } catch (error) {
    if (!isHarmoniaError(error, 'too-many-requests')) throw error;
    await transactions.transact((uow) => takeTryBack(uow, attempt));
    return tooOften(busySeconds);
  }
  const session = await transactions.transact(async (uow) => {
    const found = await uow.accounts.byEmail(attempt.address);
    // The password may have been changed while the one that was given was hashed.
    const account = found?.passwordHash === known ? found : undefined;
    const accepted = await concludeSignIn(uow, attempt, { account, fits, now });
    return accepted && openWebSession(uow, accepted, now);
  });
  return session ? grant(deps, session, now) : invalidGrant;
}

async function refreshGrant(deps: WebApiDeps, { body, now }: TokenCall): Promise<ApiAnswer> {
  const { refresh_token: token } = body;
  if (token === undefined)
    return oauthError('invalid_request', 'The refresh_token grant needs a refresh_token.');
  const session = await deps.transactions.transact((uow) => refreshWebSession(uow, token, now));
  return session ? grant(deps, session, now) : invalidGrant;
}

const invalidGrant = oauthError('invalid_grant', 'The address, the password or the token is not right.');

async function grant({ tokens }: WebApiDeps, { account, id, refreshToken }: WebSession, now: Date) {
  const { id: userId, role, tokenVersion }: Account = account;
  return {
    // RFC 6749, 5.1
    headers: { Pragma: 'no-cache' },
    json: {
      access_token: await tokens.issue({ userId, sessionId: id, tokenVersion }, now),
      token_type: 'Bearer',
      expires_in: accessSeconds,
      refresh_token: refreshToken,
      scope: role,
    } satisfies z.output<typeof granted>,
  };
}

const tooOften = (seconds: number): ApiAnswer => ({
  ...oauthError('temporarily_unavailable', 'Too many tries. Please wait, and try again.'),
  status: 429,
  headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
});

async function revoke(
  { transactions, tokens }: WebApiDeps,
  { body: { token }, now }: ApiCall<unknown, unknown, z.output<typeof revokeForm>>,
): Promise<ApiAnswer> {
  const claims = await tokens.read(token, now);
  await transactions.transact((uow) =>
    claims ? uow.refreshTokens.endFamily(claims.sessionId) : endWebSession(uow, token),
  );
  return {};
}
