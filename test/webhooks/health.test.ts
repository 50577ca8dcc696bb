import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startTestStudy, type TestStudy } from '../support/study.ts';

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

  test('with a database that does not answer /readyz is 503 within five seconds', async () => {
    wire.freeze();
    const started = Date.now();
    expect((await get('/readyz')).status).toBe(503);
    expect(Date.now() - started).toBeLessThan(5500);
    wire.thaw();
  });
});
