import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { soon } from '../support/soon.ts';
import { says, startTestStudy, type TestStudy, walkTo } from '../support/study.ts';

const metricsToken = 'what-prometheus-sends';

let store: TestDatabase;
let wire: TcpProxy;
let study: TestStudy;
beforeAll(async () => {
  store = await createTestDatabase();
  wire = await startTcpProxy(store.url);
  study = await startTestStudy({ DATABASE_URL: wire.url, METRICS_TOKEN: metricsToken });
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

/** What labels may say, by label. A person, a chat or a kit fits none of these. */
const labels: Record<string, RegExp> = {
  outcome: /^(done|failed)$/,
  method: /^[a-z]+[A-Za-z]*$/,
  answer: /^(ok|none|\d{3})$/,
  code: /^[a-z-]+$/,
  route: /^(none|\/webhooks\/(hla|telegram))$/,
  status: /^\d{3}$/,
  state: /^(busy|idle|waiting|running|dead)$/,
  space:
    /^(free|total|new|old|code|read_only|((shared|trusted|shared_trusted|code|new)_)?large_object|(shared_)?trusted|shared(_trusted_large_object)?)$/,
  version: /^v?\d+\.\d+\.\d+$/,
  node: /^v\d+\.\d+\.\d+$/,
  mode: /^(sandbox|polling|webhook)$/,
  le: /^([\d.e-]+|\+Inf)$/,
  // Of Node's own figures.
  type: /^[A-Za-z]+$/,
  kind: /^[a-z]+$/,
  major: /^\d+$/,
  minor: /^\d+$/,
  patch: /^\d+$/,
};

describe('metrics', () => {
  const scrape = (token?: string): Promise<Response> =>
    fetch(`${study.harmonia().url}/metrics`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });

  test('are for callers with METRICS_TOKEN only', async () => {
    for (const token of [undefined, '', `${metricsToken}x`]) {
      const refused = await scrape(token);
      expect(refused.status).toBe(401);
      expect(await refused.text()).not.toContain('harmonia_');
    }
    const answer = await scrape(metricsToken);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  test('tell of updates, statements, queues, faces, errors, webhooks, Telegram and the disk, and of no person', async () => {
    const person = study.person();
    await walkTo(study, person, 'calibration', { name: 'Canary', email: 'canary@example.org' });
    for (const path of ['/webhooks/hla?kit=HK-CANARY', '/webhooks/HK-CANARY'])
      await fetch(`${study.harmonia().url}${path}`, { method: 'POST', body: 'HK-CANARY' });
    study.sandbox.fault({ kind: '500', method: 'sendMessage', times: 1 });
    person.send('/help');
    const figures = [
      /^harmonia_update_seconds_count [1-9]/m,
      /^harmonia_statement_seconds_count\{outcome="done"\} [1-9]/m,
      /^harmonia_connections\{state="busy"\} \d/m,
      /^harmonia_jobs\{state="waiting"\} \d/m,
      /^harmonia_messages_waiting \d/m,
      /^harmonia_face_seconds_count\{outcome="done"\} [1-9]/m,
      /^harmonia_errors_total\{code="not-found"\} [1-9]/m,
      /^harmonia_webhook_requests_total\{route="\/webhooks\/hla",status="400"\} 1$/m,
      /^harmonia_webhook_requests_total\{route="none",status="404"\} 1$/m,
      /^harmonia_telegram_answers_total\{method="sendMessage",answer="ok"\} [1-9]/m,
      /^harmonia_telegram_answers_total\{method="sendMessage",answer="500"\} 1$/m,
      /^harmonia_disk_bytes\{space="free"\} [1-9]/m,
      /^harmonia_database_up 1$/m,
      /^process_resident_memory_bytes [1-9]/m,
    ];
    let text = '';
    await soon(async () => {
      text = await (await scrape(metricsToken)).text();
      expect(figures.filter((figure) => !figure.test(text))).toEqual([]);
    });
    const strange = [...text.matchAll(/[{,](\w+)="([^"]*)"/g)].filter(
      ([, label, value]) => !labels[label!]?.test(value!),
    );
    expect(strange.map(([found]) => found)).toEqual([]);
    expect(text).not.toMatch(/canary/i);
    expect(text).not.toContain(String(person.id));
  });

  test('are still given without the database, and do not exist without METRICS_TOKEN', async () => {
    await wire.down();
    const text = await (await scrape(metricsToken)).text();
    expect(text).toMatch(/^harmonia_database_up 0$/m);
    expect(text).not.toMatch(/^harmonia_(jobs|messages_waiting|database_bytes)/m);
    await wire.up();
    await study.restart({ METRICS_TOKEN: '' });
    const answer = await scrape(metricsToken);
    expect(answer.status).toBe(404);
  });
});

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
