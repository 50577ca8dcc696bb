import { beforeAll, describe, expect, test } from '@jest/globals';
import { connectDatabase, type Database } from '../../db/connect.ts';
import { generateFernetKey } from '../../db/crypto/fernet.ts';
import type { ChatId, Participant } from '../../engine/ports/participants.ts';
import { closeAfterFile } from '../support/close-after-file.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { enrol } from '../support/participants.ts';

const oldKey = generateFernetKey();
let db: TestDatabase;
let ann: Participant;
let bob: Participant;

const embedding = Float32Array.from({ length: 1024 }, (_, index) => Math.fround(Math.sin(index)));
const typing = JSON.stringify({ 'HLA-A': ['A*01:01', 'A*02:01'] });
const secrets = ['A*01:01', 'dialog canary', 'outbox canary'];

beforeAll(async () => {
  db = await createTestDatabase({ keys: { fernetKeys: [oldKey] } });
  await db.database.migrate();
  [ann, bob] = await db.database.transact(async (uow) => {
    const people = [await enrol(uow), await enrol(uow)] as const;
    const now = new Date();
    for (const { userId, chatId } of people) {
      await uow.biology.saveTyping(userId, typing);
      const description = { embedding, analyserVersion: 'human-3' };
      await uow.visual.saveFace(userId, { photoPath: `uploads/${userId}.jpg`, description });
      await uow.chats.saveDialogState(chatId!, { version: '1', payload: 'dialog canary' }, now);
      await uow.chats.queueCall(chatId!, 'outbox canary');
    }
    await uow.phases.open({
      userId: people[0].userId,
      phase: 'visual',
      instrumentVersion: '1',
      openedAt: now,
    });
    await uow.phases.seal(people[0].userId, 'visual', {
      sealedAt: now,
      digest: 'd',
      missing: false,
      flags: [],
    });
    return people;
  });
});
function withKeys(...fernetKeys: string[]): Database {
  return closeAfterFile(connectDatabase({ url: db.url, keys: { fernetKeys } }));
}

const raw = <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  db.database.withScope(({ query }) => query<Row>(sql, values));
const invalid = expect.objectContaining({ code: 'ciphertext-invalid' });
const typingOf = (database: Database, person: Participant) =>
  database.transact((uow) => uow.biology.typing(person.userId));

async function readsEverything(database: Database, { userId, chatId }: Participant): Promise<void> {
  await database.transact(async (uow) => {
    expect(await uow.biology.typing(userId)).toBe(typing);
    expect(await uow.visual.description(userId)).toEqual({ embedding, analyserVersion: 'human-3' });
    expect((await uow.chats.dialogState(chatId!))?.payload).toBe('dialog canary');
    expect((await uow.chats.pendingCalls(chatId!)).map(({ payload }) => payload)).toEqual(['outbox canary']);
  });
}

describe('at rest', () => {
  test('typings, faces, dialogs and calls are ciphertexts and decrypt to what was stored', async () => {
    await readsEverything(db.database, ann);
    const tables = await Promise.all(
      ['hla_data', 'profiles', 'dialog_state', 'outbox'].map((table) =>
        raw<{ text: string }>(`SELECT t::text AS text FROM ${table} t`),
      ),
    );
    const text = JSON.stringify(tables);
    expect(text.match(/gAAAA/g)).toHaveLength(8);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  test('equal typings have different ciphertexts and different checksums', async () => {
    const rows = await raw<{ token: string; sum: string }>(
      'SELECT encrypted_alleles AS token, hash_checksum AS sum FROM hla_data',
    );
    expect(new Set(rows.flatMap(({ token, sum }) => [token, sum])).size).toBe(4);
    expect(rows[0]!.token).toHaveLength(rows[1]!.token.length);
  });

  test('a ciphertext that is copied to another person, changed or given another checksum is refused', async () => {
    const before = await raw<{ token: string; sum: string }>(
      'SELECT encrypted_alleles AS token, hash_checksum AS sum FROM hla_data WHERE user_id = $1',
      [bob.userId],
    );
    const put = (token: string, sum: string) =>
      raw('UPDATE hla_data SET encrypted_alleles = $2, hash_checksum = $3 WHERE user_id = $1', [
        bob.userId,
        token,
        sum,
      ]);
    const { token, sum } = before[0]!;
    const [other] = await raw<{ token: string; sum: string }>(
      'SELECT encrypted_alleles AS token, hash_checksum AS sum FROM hla_data WHERE user_id = $1',
      [ann.userId],
    );
    for (const [badToken, badSum] of [
      [other!.token, other!.sum],
      [`${token.slice(0, 40)}AAAA${token.slice(44)}`, sum],
      [token, other!.sum],
      ['', sum],
    ] as const) {
      await put(badToken, badSum);
      await expect(typingOf(db.database, bob)).rejects.toEqual(invalid);
      expect(await typingOf(db.database, ann)).toBe(typing);
    }
    await put(token, sum);
    expect(await typingOf(db.database, bob)).toBe(typing);
  });

  test('numbers of one face analyser are refused when the row names another analyser', async () => {
    const set = (version: string) =>
      raw(
        `UPDATE profiles SET visual_embedding = jsonb_set(visual_embedding, '{analyserVersion}', to_jsonb($2::text)) WHERE user_id = $1`,
        [bob.userId, version],
      );
    await set('human-4');
    await expect(db.database.transact((uow) => uow.visual.description(bob.userId))).rejects.toEqual(invalid);
    await set('human-3');
    await readsEverything(db.database, bob);
  });
});

describe('a new key', () => {
  test('encrypts every row, also of sealed phases, and the old key can then be removed', async () => {
    const newKey = generateFernetKey();
    const both = withKeys(newKey, oldKey);
    await both.migrate();
    await readsEverything(both, ann);
    // One row uses the new key already, as after a rotation that was killed.
    await both.transact((uow) =>
      uow.chats.saveDialogState(ann.chatId!, { version: '1', payload: 'dialog canary' }, new Date()),
    );
    const [corrupt] = await raw<{ id: string }>(
      'INSERT INTO outbox (chat_id, payload) VALUES (1, $1) RETURNING id',
      ['x'],
    );
    expect(await both.rotateKeys()).toEqual({ rotated: 7, unreadable: [`outbox ${corrupt!.id}`] });
    expect(await both.rotateKeys()).toEqual({ rotated: 0, unreadable: [`outbox ${corrupt!.id}`] });
    // The damaged message is told from the others, so that it does not hold them back.
    expect(await both.transact((uow) => uow.chats.pendingCalls('1' as ChatId))).toEqual([
      expect.objectContaining({ id: corrupt!.id, payload: null }),
    ]);

    const onlyNew = withKeys(newKey);
    await onlyNew.migrate();
    await readsEverything(onlyNew, ann);
    await readsEverything(onlyNew, bob);
    await expect(withKeys(oldKey).migrate()).rejects.toEqual(
      expect.objectContaining({ code: 'key-mismatch' }),
    );
    await expect(typingOf(db.database, ann)).rejects.toEqual(invalid);
  });

  test('leaves the seals in force for every other write', async () => {
    const change = raw(`UPDATE profiles SET photo_path = 'x' WHERE user_id = $1`, [ann.userId]);
    await expect(change).rejects.toEqual(expect.objectContaining({ code: 'phase-sealed' }));
  });
});

describe('SECRET_KEY and PASSWORD_PEPPER', () => {
  const keys = {
    fernetKeys: [generateFernetKey()],
    digestKey: 'the key of digests',
    passwordPepper: Buffer.from('the pepper'),
  };
  const other = {
    SECRET_KEY: { ...keys, digestKey: 'another key' },
    PASSWORD_PEPPER: { ...keys, passwordPepper: Buffer.from('another pepper') },
  };
  const refused = (name: string): unknown =>
    expect.objectContaining({
      code: 'key-mismatch',
      message: expect.stringMatching(`^${name}: `) as unknown,
    });
  let store: TestDatabase;
  const start = async (with_: typeof keys): Promise<void> => {
    const database = connectDatabase({ url: store.url, keys: with_ });
    try {
      await database.migrate();
      await database.checkKeys();
    } finally {
      await database.close();
    }
  };
  const sql = <Row extends object>(text: string): Promise<Row[]> =>
    store.database.withScope(({ query }) => query<Row>(text));
  beforeAll(async () => {
    store = await createTestDatabase({ keys });
  });

  test('that differ from those of the first start are refused by name', async () => {
    await start(keys);
    await expect(start(other.SECRET_KEY)).rejects.toEqual(refused('SECRET_KEY'));
    await expect(start(other.PASSWORD_PEPPER)).rejects.toEqual(refused('PASSWORD_PEPPER'));
    await start(keys);
  });

  test('of a study of before the check values are proven by stored typings and by the first password', async () => {
    await store.database.transact(async (uow) => {
      const { userId } = await enrol(uow);
      await uow.biology.saveTyping(userId, typing);
      await uow.accounts.create({ email: 'a@example.org', passwordHash: 'of before', role: 'admin' });
    });
    await sql('DELETE FROM key_digests');
    await expect(start(other.SECRET_KEY)).rejects.toEqual(refused('SECRET_KEY'));
    // With staff who have passwords already, a pepper is not believed before one of them fits.
    await start(other.PASSWORD_PEPPER);
    expect(await sql('SELECT name FROM key_digests')).toEqual([{ name: 'SECRET_KEY' }]);
    await store.database.passwordFitted();
    await expect(start(other.PASSWORD_PEPPER)).rejects.toEqual(refused('PASSWORD_PEPPER'));
    await start(keys);
  });

  test('are taken as they are where the one typing is damaged, since it proves nothing', async () => {
    await sql(`DELETE FROM key_digests; UPDATE hla_data SET encrypted_alleles = 'damaged'`);
    await start(keys);
    expect(await sql('SELECT name FROM key_digests')).toEqual([{ name: 'SECRET_KEY' }]);
  });
});
