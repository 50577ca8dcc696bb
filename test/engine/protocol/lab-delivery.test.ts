import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  compareDelivery,
  deliverOnce,
  type LabAnswer,
  type ReceivedDelivery,
} from '../../../engine/protocol/lab-delivery.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});

const clock = { now: () => new Date('2026-05-01T12:00:00Z') };
const refused = {
  refused: true,
  problems: [],
  notes: [],
  rows: [],
  otherGenes: {},
  accepted: 0,
  rejected: 0,
};
const delivery = (id: string, body: string): ReceivedDelivery => ({
  id: `north:${id}`,
  lab: 'north',
  body: Buffer.from(body),
  replaceAll: false,
  report: refused,
});
const deliver = (
  received: ReceivedDelivery,
  response = 'first',
  status = 422,
): Promise<LabAnswer | 'id-reused'> => {
  const deps = {
    transactions: db.database,
    deliveryDigest: (text: string): string => db.database.digest.digest('delivery', text),
    sealDigest: (text: string): string => db.database.digest.digest('seal', text),
    method: 'test',
    clock,
  };
  return deliverOnce(deps, received, () => ({ status, response }));
};
const storedTimes = async (): Promise<number> =>
  (
    await db.database.withScope(({ query }) =>
      query(`SELECT FROM audit_log WHERE action = 'lab-file-refused'`),
    )
  ).length;

describe('a lab delivery', () => {
  test.each([
    [undefined, 'new'],
    [{ bodyDigest: 'a' }, 'repeated'],
    [{ bodyDigest: 'b' }, 'id-reused'],
  ] as const)('whose id was stored with %j is %s', (earlier, expected) => {
    expect(compareDelivery(earlier, 'a')).toBe(expected);
  });

  test('that is repeated gets the stored answer and is stored once', async () => {
    const before = await storedTimes();
    expect(await deliver(delivery('one', 'body'))).toMatchObject({ status: 422, response: 'first' });
    expect(await deliver(delivery('one', 'body'), 'second', 200)).toMatchObject({
      status: 422,
      response: 'first',
    });
    expect(await storedTimes()).toBe(before + 1);
  });

  test('that reuses an id for another body is refused and leaves the first one as it is', async () => {
    const before = await storedTimes();
    await deliver(delivery('two', 'body'));
    expect(await deliver(delivery('two', 'another'), 'second')).toBe('id-reused');
    expect(await deliver(delivery('two', 'body'), 'third')).toMatchObject({ response: 'first' });
    expect(await storedTimes()).toBe(before + 1);
  });

  test('that arrives several times at once is stored once, and each copy gets the same answer', async () => {
    const before = await storedTimes();
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((response) => deliver(delivery('three', 'body'), response)),
    );
    const [first] = answers as LabAnswer[];
    for (const answer of answers) expect(answer).toMatchObject({ response: first!.response });
    expect(await storedTimes()).toBe(before + 1);
  });
});
