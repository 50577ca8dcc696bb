import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { soon } from '../support/soon.ts';
import { says, startTestStudy, type TestStudy } from '../support/study.ts';

let store: TestDatabase;
let wire: TcpProxy;
let study: TestStudy;
beforeAll(async () => {
  store = await createTestDatabase();
  wire = await startTcpProxy(store.url);
  study = await startTestStudy({ DATABASE_URL: wire.url });
});
afterAll(async () => {
  await study.close();
  await wire.down();
  await store.close();
});

const get = async (path: string): Promise<{ status: number; body: unknown; headers: Headers }> => {
  const response = await fetch(`${study.harmonia().url}${path}`);
  return { status: response.status, body: await response.json(), headers: response.headers };
};

describe('health', () => {
  test('/livez, /readyz and /health answer ok and forbid caching', async () => {
    expect(await get('/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
    for (const path of ['/readyz', '/health']) {
      const { status, body, headers } = await get(path);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'ok', checks: { database: 'ok' } });
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('an unknown path is 404 with one sentence and without a stack trace', async () => {
    for (const path of ['/', '/webhooks/hla', '/webhooks/telegram', '/..%2f..%2fetc/passwd'])
      expect(await get(path)).toMatchObject({
        status: 404,
        body: { error: 'There is nothing at this address.', code: 'not-found' },
      });
  });

  test('without the database /readyz is 503 and /livez ok, and /readyz recovers with the database', async () => {
    await wire.down();
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: { status: 'unavailable', checks: { database: 'failed' } },
    });
    expect(await get('/livez')).toMatchObject({ status: 200 });
    await wire.up();
    const deadline = Date.now() + 5000;
    let status = 0;
    while (status !== 200 && Date.now() < deadline) ({ status } = await get('/readyz'));
    expect(status).toBe(200);
  });

  test('a schema or keys that no longer fit make it 503, by name', async () => {
    const { database } = study.harmonia();
    const sql = (text: string): Promise<unknown> => database.withScope(({ query }) => query(text));
    await sql(`UPDATE migrations SET name = 'x' || name WHERE name LIKE '001%'`);
    expect(await get('/readyz')).toMatchObject({ status: 503, body: { checks: { migrations: 'failed' } } });
    await sql(`UPDATE migrations SET name = substr(name, 2) WHERE name LIKE 'x001%'`);
    await sql(`UPDATE key_check SET token = 'x' || token`);
    expect(await get('/readyz')).toMatchObject({ status: 503, body: { checks: { keys: 'failed' } } });
    await sql(`UPDATE key_check SET token = substr(token, 2)`);
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: { checks: { migrations: 'ok', keys: 'ok', models: 'ok', telegram: 'ok', disk: 'ok' } },
    });
  });

  test('while Telegram does not answer it is 200 and degraded', async () => {
    study.sandbox.fault({ kind: '500', method: 'getUpdates', times: 1000 });
    const person = study.person();
    // It ends the long poll that is open, and the next one fails.
    person.send('/start');
    await says(person, /open by invitation/);
    await soon(async () =>
      expect(await get('/readyz')).toMatchObject({
        status: 200,
        body: { status: 'degraded', checks: { database: 'ok', telegram: 'degraded' } },
      }),
    );
    study.sandbox.clearFaults();
    person.send('hello');
    await says(person, /open by invitation/);
    await soon(async () => expect(await get('/readyz')).toMatchObject({ body: { status: 'ok' } }), 15_000);
  });

  test('with a database that does not answer /readyz is 503 within five seconds', async () => {
    wire.freeze();
    const started = Date.now();
    expect((await get('/readyz')).status).toBe(503);
    expect(Date.now() - started).toBeLessThan(5500);
    wire.thaw();
    await soon(async () => expect((await get('/readyz')).status).toBe(200), 15_000);
  });
});
