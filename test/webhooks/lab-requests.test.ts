import { randomUUID } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { labFileLimit } from '../../webhooks/lab-body.ts';
import { sign } from '../../webhooks/lab-signature.ts';
import { createLaboratory, csvOf, labKeys, labKeysVariable, statuses } from '../support/laboratory.ts';
import { rowsOf } from '../support/staged-study.ts';
import { startTestStudy, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({ LAB_KEYS: labKeysVariable });
});
const { deliver, holds, isSealed, post, stored, waiting } = createLaboratory(() => study);
const { first, rotated, other, unknown } = labKeys;

describe('the signature of a delivery', () => {
  test('with either key of a laboratory that rotates its key is accepted', async () => {
    for (const key of [first, rotated, other]) {
      const { participant, kit } = await waiting();
      expect(await deliver(csvOf([kit, kit]), { key })).toMatchObject({ status: 200, body: { imported: 1 } });
      expect(await holds(participant, kit)).toBe(true);
      expect(await isSealed(participant)).toBe(true);
    }
  });

  test('is accepted when one of two fits', async () => {
    const { kit } = await waiting();
    const body = Buffer.from(csvOf([kit, 'x']));
    const [id, now] = [randomUUID(), new Date()];
    const headers = sign(first, { id, body, now });
    const both = `${sign(unknown, { id, body, now })['webhook-signature']} ${headers['webhook-signature']}`;
    expect(await post(body, { ...headers, 'webhook-signature': both })).toMatchObject({ status: 200 });
  });

  test('is refused with the same 401 for every fault, and nothing is stored', async () => {
    const { participant, kit } = await waiting();
    const body = Buffer.from(csvOf([kit, 'x']));
    const [id, now] = [randomUUID(), new Date()];
    const good = sign(first, { id, body, now });
    const without = (name: string) =>
      Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
    const at = (seconds: number) => sign(first, { id, body, now: new Date(now.getTime() + seconds * 1000) });
    const attempts: [string, Buffer, Record<string, string>][] = [
      ['no headers', body, {}],
      ['no id', body, without('webhook-id')],
      ['no timestamp', body, without('webhook-timestamp')],
      ['no signature', body, without('webhook-signature')],
      ['an unknown key', body, sign(unknown, { id, body, now })],
      ['another body', Buffer.from(csvOf([kit, 'y'])), good],
      ['one byte more', Buffer.concat([body, Buffer.from('\n')]), good],
      ['another id', body, { ...good, 'webhook-id': randomUUID() }],
      ['too old and of an unknown key', body, sign(unknown, { id, body, now: new Date(0) })],
      [
        'a time that was moved after signing',
        body,
        { ...good, 'webhook-timestamp': at(10)['webhook-timestamp']! },
      ],
      ['an id with strange signs', body, sign(first, { id: 'a/../b', body, now })],
      [
        'another version',
        body,
        { ...good, 'webhook-signature': good['webhook-signature']!.replace('v1,', 'v2,') },
      ],
      ['half a signature', body, { ...good, 'webhook-signature': good['webhook-signature']!.slice(0, 20) }],
    ];
    const answers = new Set<string>();
    for (const [, bytes, headers] of attempts) {
      const { status, text } = await post(bytes, headers);
      answers.add(`${status} ${text}`);
    }
    expect([...answers]).toEqual(['401 {"error":"The request is not authenticated.","code":"unauthorized"}']);
    for (const seconds of [-302, 302]) {
      const { status, body: answer } = await post(body, at(seconds));
      expect([status, answer.code]).toEqual([401, 'timestamp-outside-window']);
      expect(Math.abs(Date.parse(answer.serverTime!) - Date.now())).toBeLessThan(60_000);
    }
    expect(await stored(participant)).toBeUndefined();
    expect(await post(body, at(-295))).toMatchObject({ status: 200 });
  });

  test('covers the bytes as sent, also when they are compressed', async () => {
    for (const [encoding, compress] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const) {
      const { kit } = await waiting();
      const plain = Buffer.from(csvOf([kit, 'x']));
      const body = compress(plain);
      const send = (signed: Buffer) =>
        post(body, {
          'content-encoding': encoding,
          ...sign(first, { id: randomUUID(), body: signed, now: new Date() }),
        });
      expect(await send(plain)).toMatchObject({ status: 401 });
      expect(await send(body)).toMatchObject({ status: 200, body: { imported: 1 } });
    }
  });

  test('is made by the library of Standard Webhooks too', async () => {
    const { kit } = await waiting();
    const [body, id, now] = [csvOf([kit, 'x']), randomUUID(), new Date()];
    const signature = new Webhook(first.secret.toString('base64')).sign(id, now, body);
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signature,
    };
    expect(await post(body, headers)).toMatchObject({ status: 200, body: { imported: 1 } });
  });
});

describe('what is wrong with a delivery is said in one order', () => {
  /** A body that is too large, of a type that is not accepted, which its address and signature may be wrong for too. */
  const large = Buffer.alloc(labFileLimit + 1, 'x');
  const zipped = gzipSync(large);
  const send = async (
    search: string,
    { signed, type, body }: { signed: boolean; type: string; body: Buffer },
    headers: Record<string, string> = {},
  ): Promise<[number, string | undefined]> => {
    const signature = signed ? sign(first, { id: randomUUID(), body, now: new Date() }) : {};
    const answer = await post(body, { 'content-type': type, ...signature, ...headers }, search);
    return [answer.status, answer.body.code];
  };

  test('address, signature, size, type, content', async () => {
    const small = Buffer.from('x');
    const all = { signed: false, type: 'image/png', body: large };
    for (const search of ['?dryrun=1', '?dryRun=true', '?dryRun=1&dryRun=1', '?force=1'])
      expect(await send(search, all)).toEqual([400, 'unknown-parameter']);
    expect(await send('?dryRun=1', all)).toEqual([401, 'unauthorized']);
    expect(await send('', { ...all, signed: true })).toEqual([413, 'too-large']);
    expect(await send('', { ...all, signed: true, body: small })).toEqual([415, 'unsupported-type']);
    expect(await send('', { signed: true, type: 'text/csv', body: small })).toEqual([422, undefined]);
  });

  test('a compressed body is limited in size too, and must be what its encoding says', async () => {
    const csv = { signed: true, type: 'text/csv' };
    expect(await send('', { ...csv, body: zipped }, { 'content-encoding': 'gzip' })).toEqual([
      413,
      'too-large',
    ]);
    const wrong = { ...csv, body: Buffer.from('participant') };
    expect(await send('', wrong, { 'content-encoding': 'gzip' })).toEqual([400, 'bad-request']);
    expect(await send('', wrong, { 'content-encoding': 'zstd' })).toEqual([415, 'unsupported-type']);
  });
});

describe('a dry run', () => {
  test('gets the answer of the delivery, stores nothing, tells nobody, and leaves the id unused', async () => {
    const { participant, kit } = await waiting();
    const file = csvOf([kit, 'x'], ['H-000-000', 'y']);
    const before = await everything();
    const id = `dryrun.${randomUUID()}`;
    const answers = [await deliver(file, { id }), await deliver(file, { search: '?dryRun=1' })];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: { dryRun: true, imported: 1, rejected: 1 } });
      expect(statuses(answer)).toEqual(['imported', 'unknown-kit']);
    }
    expect(await deliver(`participant\n${kit}\n`, { id })).toMatchObject({
      status: 422,
      body: { dryRun: true },
    });
    expect(await everything()).toEqual(before);
    expect(await stored(participant)).toBeUndefined();
    const real = await deliver(file);
    expect(real.body).toMatchObject({ imported: 1 });
    expect(real.text).not.toContain('dryRun');
  });

  test('of a replacement says what it would replace', async () => {
    const { participant, kit } = await waiting();
    await deliver(csvOf([kit, 'first']));
    const file = csvOf([kit, 'second']);
    expect(statuses(await deliver(file, { search: '?dryRun=1' }))).toEqual(['conflict']);
    for (const asked of [
      { id: `dryrun.replace.${randomUUID()}` },
      { id: `replace.${randomUUID()}`, search: '?dryRun=1' },
    ])
      expect(await deliver(file, asked)).toMatchObject({ status: 200, body: { dryRun: true, replaced: 1 } });
    expect(await holds(participant, 'first')).toBe(true);
    expect(await isSealed(participant)).toBe(true);
  });

  /** What a delivery could change. */
  const everything = (): Promise<unknown[]> =>
    Promise.all(
      ['hla_data', 'lab_deliveries', 'phase_records', 'audit_log', 'outbox', 'chats', 'pgboss.job'].map(
        async (table) =>
          (await rowsOf<{ n: string }>(study, `SELECT count(*) AS n FROM ${table}`)).map(({ n }) => [
            table,
            n,
          ]),
      ),
    );
});
