import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { rowsOf } from '../support/staged-study.ts';
import { startTestStudy, type TestStudy } from '../support/study.ts';
import { createWebClient, password } from '../support/web-client.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({ TRUSTED_PROXIES: '1' });
});
const { call, form, refresh, signIn, staff } = createWebClient(() => study);
/** Tries of one test do not count for another. */
let networks = 0;
const from = (network = ++networks) => ({ 'x-forwarded-for': `198.51.${network}.7` });
const wrong = (username: string, headers: Record<string, string>) =>
  form('/oauth/token', { grant_type: 'password', username, password: 'not the password' }, headers);

describe('the token endpoint', () => {
  test('answers a password with tokens that are not stored by any cache', async () => {
    const { email } = await staff('admin');
    const { status, headers, json } = await form('/oauth/token', {
      grant_type: 'password',
      username: email.toUpperCase(),
      password,
      client_id: 'any',
    });
    expect([status, headers.get('cache-control'), headers.get('pragma')]).toEqual([
      200,
      'no-store',
      'no-cache',
    ]);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'admin' });
    const [head, claims] = String(json['access_token']).split('.').slice(0, 2).map(decoded);
    expect(head).toEqual({ alg: 'HS256', typ: 'at+jwt' });
    expect(claims).toMatchObject({ iss: 'harmonia', aud: 'harmonia-web-api' });
    expect(
      await rowsOf(study, 'SELECT FROM refresh_tokens WHERE digest = $1', [json['refresh_token']]),
    ).toEqual([]);
  });

  test('answers errors as RFC 6749 writes them', async () => {
    const cases: [fields: Record<string, string> | string, error: string][] = [
      [{}, 'invalid_request'],
      [{ grant_type: 'password', username: 'a@example.org' }, 'invalid_request'],
      [{ grant_type: 'password', username: 'a@example.org', password: '' }, 'invalid_request'],
      [{ grant_type: 'refresh_token' }, 'invalid_request'],
      ['grant_type=password&grant_type=password', 'invalid_request'],
      [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
      [{ grant_type: '__proto__' }, 'unsupported_grant_type'],
      [{ grant_type: 'refresh_token', refresh_token: 'unknown' }, 'invalid_grant'],
    ];
    for (const [fields, error] of cases) {
      const { status, json } = await form('/oauth/token', fields, from());
      expect([fields, status, json['error']]).toEqual([fields, 400, error]);
    }
    const asJson = await call('POST', '/oauth/token', { json: { grant_type: 'password' } });
    expect([asJson.status, asJson.json['error']]).toEqual([400, 'invalid_request']);
    const large = await form('/oauth/token', { grant_type: 'x'.repeat(70_000) });
    expect(large.status).toBe(413);
  });

  test('does not tell an unknown address from a wrong password or a disabled account', async () => {
    const { email } = await staff('admin');
    const { account: disabled, email: disabledEmail } = await staff('researcher');
    await study
      .harmonia()
      .database.transact((uow) => uow.accounts.update(disabled.id, { disabledAt: study.clock.now() }));
    const answers = [
      await wrong(email, from()),
      await wrong('unknown@example.org', from()),
      await form('/oauth/token', { grant_type: 'password', username: disabledEmail, password }, from()),
    ];
    for (const { status, text } of answers) expect([status, text]).toEqual([400, answers[0]!.text]);
    expect(answers[0]!.json['error']).toBe('invalid_grant');
  });

  test('lets one network wait after five wrong tries for an address, and not the owner elsewhere', async () => {
    const { email } = await staff('admin');
    const [here, elsewhere] = [from(), from()];
    for (let n = 0; n < 5; n++) expect((await wrong(email, here)).status).toBe(400);
    const neighbour = { 'x-forwarded-for': here['x-forwarded-for'].replace(/7$/, '200') };
    const { status, headers } = await form(
      '/oauth/token',
      { grant_type: 'password', username: email, password },
      neighbour,
    );
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(800);
    const owner = await form(
      '/oauth/token',
      { grant_type: 'password', username: email, password },
      elsewhere,
    );
    expect(owner.status).toBe(200);
  });

  test('counts no right password as a try', async () => {
    const { email } = await staff('admin');
    const fields = { grant_type: 'password', username: email, password };
    const here = from();
    for (let n = 0; n < 7; n++) expect((await form('/oauth/token', fields, here)).status).toBe(200);
  });
});

const decoded = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

describe('a refresh token', () => {
  test('is exchanged for another one, once', async () => {
    const first = await staff('admin');
    const { status, json } = await refresh(first.refresh);
    expect(status).toBe(200);
    expect(json['refresh_token']).not.toBe(first.refresh);
    expect((await call('GET', '/me', { token: String(json['access_token']) })).status).toBe(200);
  });

  test('that is used a second time ends every token of its sign-in, and no other', async () => {
    const first = await staff('admin');
    const other = await signIn(first.email, password);
    const { json: second } = await refresh(first.refresh);
    const reused = await refresh(first.refresh);
    expect([reused.status, reused.json['error']]).toEqual([400, 'invalid_grant']);
    expect((await refresh(String(second['refresh_token']))).status).toBe(400);
    for (const token of [first.access, String(second['access_token'])])
      expect((await call('GET', '/me', { token })).status).toBe(401);
    expect((await call('GET', '/me', { token: other.access })).status).toBe(200);
  });

  test('that two requests use at once is exchanged for at most one, and then ended', async () => {
    const { refresh: token } = await staff('admin');
    const answers = await Promise.all([refresh(token), refresh(token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
    const next = answers.find(({ status }) => status === 200)!;
    expect((await refresh(String(next.json['refresh_token']))).status).toBe(400);
  });

  test('works for thirty days and not longer, and its row is deleted then', async () => {
    const { refresh: token, email } = await staff('admin');
    const day = 86_400_000;
    study.clock.advance(30 * day - 1000);
    const { status, json } = await refresh(token);
    expect(status).toBe(200);
    study.clock.advance(30 * day);
    expect((await refresh(String(json['refresh_token']))).status).toBe(400);
    await signIn(email, password);
    await study.harmonia().database.transact((uow) => uow.personalData.deleteExpired());
    const over = 'SELECT FROM refresh_tokens WHERE expires_at <= $1';
    expect(await rowsOf(study, over, [study.clock.now()])).toEqual([]);
  });

  test('and its access token end when either is revoked; an unknown token is no error', async () => {
    for (const kind of ['refresh', 'access'] as const) {
      const tokens = await staff('admin');
      const revoked = await form('/oauth/revoke', { token: tokens[kind] });
      expect([revoked.status, revoked.text]).toEqual([200, '']);
      expect((await refresh(tokens.refresh)).status).toBe(400);
      expect((await call('GET', '/me', { token: tokens.access })).status).toBe(401);
      expect((await form('/oauth/revoke', { token: tokens[kind] })).status).toBe(200);
    }
    expect((await form('/oauth/revoke', {})).json['error']).toBe('invalid_request');
  });
});

describe('an access token', () => {
  const me = (token: string) => call('GET', '/me', { token });
  const b64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  /** A token that is signed as the service signs, with other claims. */
  const forged = (head: object, claims: object, key: Buffer): string => {
    const text = `${b64(head)}.${b64(claims)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };

  test('that is forged, over, of another kind, audience or issuer, or unsigned is refused like none at all', async () => {
    const { access } = await staff('admin');
    const [head, claims] = access.split('.').slice(0, 2).map(decoded) as [object, Record<string, number>];
    const key = Buffer.from(
      hkdfSync('sha256', study.harmonia().secrets.secretKey, '', 'harmonia access tokens', 32),
    );
    expect((await me(forged(head, claims, key))).status).toBe(200);
    const { exp: _, ...endless } = claims;
    const refused = [
      access.slice(0, -2),
      `${access}x`,
      forged(head, claims, Buffer.alloc(32)),
      forged(head, claims, study.harmonia().secrets.secretKey),
      forged(head, { ...claims, exp: claims['iat'] }, key),
      forged(head, { ...claims, aud: 'another' }, key),
      forged(head, { ...claims, iss: 'another' }, key),
      forged(head, { ...claims, sid: randomUUID() }, key),
      forged(head, { ...claims, sub: randomUUID() }, key),
      forged(head, { ...claims, ver: 7 }, key),
      forged(head, endless, key),
      forged({ ...head, typ: 'JWT' }, claims, key),
      `${b64({ alg: 'none', typ: 'at+jwt' })}.${b64(claims)}.`,
      `${b64({ alg: 'none', typ: 'at+jwt' })}.${access.split('.').slice(1).join('.')}`,
      'x',
      '',
    ];
    const none = await call('GET', '/me');
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    for (const token of refused) {
      const { status, text, headers } = await me(token);
      expect([token, status, text]).toEqual([token, 401, none.text]);
      expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });

  test('works for a quarter of an hour', async () => {
    const { access } = await staff('admin');
    study.clock.advance(15 * 60_000 - 2000);
    expect((await me(access)).status).toBe(200);
    study.clock.advance(2000);
    expect((await me(access)).status).toBe(401);
  });

  test('ends when its account is disabled, like the chat session', async () => {
    const { access, account, refresh: token } = await staff('researcher');
    await study
      .harmonia()
      .database.transact((uow) => uow.accounts.update(account.id, { disabledAt: study.clock.now() }));
    expect((await me(access)).status).toBe(401);
    expect((await refresh(token)).status).toBe(400);
  });
});

test('the log holds no token, address or body', async () => {
  const { email, access, refresh: token } = await staff('admin');
  await wrong(email, from());
  await call('PATCH', '/me', {
    token: access,
    body: '{"email": 1, "canary": "in the body"',
    type: 'application/json',
  });
  await refresh(token);
  await refresh(token);
  for (const secret of [email, access, token, password, 'canary', '198.51'])
    expect(study.logged()).not.toContain(secret);
});
