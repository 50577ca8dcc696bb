import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKeyedDigest } from '../../db/crypto/keyed-digest.ts';
import { createErasureLedger } from '../../db/erasure-ledger.ts';
import type { UserId } from '../../engine/ports/participants.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { enrol } from '../support/participants.ts';

const [anna, boris, carla] = ['a', 'b', 'c'].map(
  (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as UserId,
) as [UserId, UserId, UserId];
const digest = createKeyedDigest({ fernetKeys: [], digestKey: 'one' });

let root: string;
let db: TestDatabase;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'harmonia-ledger-'));
  db = await createTestDatabase();
});
afterAll(async () => {
  await db.close();
  await rm(root, { recursive: true, force: true });
});
const folder = (name: string): string => join(root, name);

describe('the erasure ledger', () => {
  test('keeps concurrent entries over a restart, and contains digests only', async () => {
    const ledger = createErasureLedger(folder('plain'), digest);
    expect(await ledger.among([anna, boris])).toEqual(new Set());
    await Promise.all([ledger.note(anna), ledger.note(carla), ledger.note(anna)]);
    const later = createErasureLedger(folder('plain'), digest);
    expect(await later.among([anna, boris, carla])).toEqual(new Set([anna, carla]));
    const text = await readFile(join(folder('plain'), 'ledger'), 'utf8');
    expect(text).toMatch(/^([0-9a-f]{64}\n){3}$/);
  });

  test('accepts an entry after a line that a kill interrupted', async () => {
    const path = join(folder('torn'), 'ledger');
    await createErasureLedger(folder('torn'), digest).note(anna);
    await appendFile(path, '0123abc');
    await createErasureLedger(folder('torn'), digest).note(boris);
    expect(await createErasureLedger(folder('torn'), digest).among([anna, boris, carla])).toEqual(
      new Set([anna, boris]),
    );
  });

  test('is refused under another key and not taken for an empty one', async () => {
    await createErasureLedger(folder('keys'), digest).note(anna);
    const other = createErasureLedger(
      folder('keys'),
      createKeyedDigest({ fernetKeys: [], digestKey: 'other' }),
    );
    await expect(other.among([anna])).rejects.toMatchObject({ code: 'key-mismatch' });
    await expect(other.note(boris)).rejects.toMatchObject({ code: 'key-mismatch' });
  });
});

describe('an erasure', () => {
  test('is refused when the ledger cannot be written', async () => {
    await writeFile(folder('in-the-way'), '');
    const blocked = await createTestDatabase({ erasures: folder('in-the-way') });
    const { userId } = await blocked.database.transact((uow) => enrol(uow));
    await expect(blocked.database.transact((uow) => uow.personalData.eraseAll(userId))).rejects.toMatchObject(
      { code: 'volume-not-writable' },
    );
    expect(await blocked.database.transact((uow) => uow.participants.byUser(userId))).toBeDefined();
    await blocked.close();
  });

  test('that is in the ledger but was rolled back is repeated at the next start, for that participant only', async () => {
    const one = await db.database.transact((uow) => enrol(uow));
    const other = await db.database.transact((uow) => enrol(uow));
    const killed = db.database.transact(async (uow) => {
      await uow.personalData.eraseAll(one.userId);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await db.database.transact((uow) => uow.accounts.byId(one.userId))).toBeDefined();
    await db.database.migrate();
    expect(await db.database.transact((uow) => uow.accounts.byId(one.userId))).toBeUndefined();
    expect(await db.database.transact((uow) => uow.accounts.byId(other.userId))).toBeDefined();
    expect((await db.database.transact((uow) => uow.audit.verify())).brokenAt).toBeNull();
  });
});
