import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Model, ModelStatic } from 'sequelize';
import { connectDatabase, type Database } from '../../db/connect.ts';
import { generateFernetKey } from '../../db/crypto/fernet.ts';
import { erasure } from '../../db/migrations/024-erasure.ts';
import { reminders } from '../../db/migrations/034-reminders.ts';
import { registration } from '../../db/migrations/013-registration.ts';
import { checkedAnswers } from '../../db/migrations/026-checked-answers.ts';
import { migrations, runMigrations } from '../../db/migrations/run-migrations.ts';
import type { ChatId } from '../../engine/ports/participants.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { onServer, testServer, withDatabase } from '../support/test-server.ts';

let migrated: TestDatabase;
const made: string[] = [];

beforeAll(async () => {
  migrated = await createTestDatabase();
});
afterAll(async () => {
  await migrated.close();
  for (const name of made) await onServer(testServer(), `DROP DATABASE ${name} WITH (FORCE)`);
});

async function emptyDatabase(): Promise<string> {
  const name = `harmonia_test_${randomBytes(6).toString('hex')}`;
  await onServer(testServer(), `CREATE DATABASE ${name}`);
  made.push(name);
  return withDatabase(testServer(), name);
}

const uuid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const tablesOf = (url: string): Promise<string[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    return rows.map(({ name }) => name);
  });

/** column, type, whether it may be null, default: as the specification writes them. */
const specified: Record<string, [column: string, type: string, nullable: boolean, preset: RegExp | null][]> =
  {
    users: [
      ['id', 'uuid', false, /^gen_random_uuid\(\)$/],
      ['email', 'character varying(255)', false, null],
      ['password_hash', 'character varying(255)', false, null],
      ['full_name', 'character varying(100)', true, null],
      ['role', 'character varying(20)', true, /^'user'/],
      ['created_at', 'timestamp without time zone', true, /^now\(\)$/],
    ],
    profiles: [
      ['user_id', 'uuid', false, null],
      ['photo_path', 'text', true, null],
      ['visual_embedding', 'jsonb', true, null],
      ['calibration_complete', 'boolean', true, /^false$/],
    ],
    personality_scores: [
      ['user_id', 'uuid', false, null],
      ...['lust', 'gluttony', 'greed', 'sloth', 'wrath', 'envy', 'pride'].map(
        (sin): [string, string, boolean, null] => [`${sin}_score`, 'double precision', true, null],
      ),
      ['raw_responses', 'jsonb', true, null],
    ],
    hla_data: [
      ['user_id', 'uuid', false, null],
      ['encrypted_alleles', 'text', false, null],
      ['hash_checksum', 'character varying(64)', true, null],
    ],
    matches: [
      ['id', 'uuid', false, /^gen_random_uuid\(\)$/],
      ['user_a_id', 'uuid', true, null],
      ['user_b_id', 'uuid', true, null],
      ['visual_score', 'double precision', true, null],
      ['personality_score', 'double precision', true, null],
      ['hla_score', 'double precision', true, null],
      ['total_compatibility', 'double precision', true, null],
      ['report_path', 'text', true, null],
      ['created_at', 'timestamp without time zone', true, /^now\(\)$/],
    ],
  };

describe('the schema', () => {
  test.each(Object.entries(specified))('has the table %s exactly as specified', async (table, columns) => {
    const rows = await withClient(migrated.url, async (client) => {
      const result = await client.query<{
        name: string;
        type: string;
        nullable: boolean;
        preset: string | null;
      }>(
        `SELECT attname AS name, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable,
           pg_get_expr(adbin, adrelid) AS preset
         FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
        [table],
      );
      return result.rows;
    });
    expect(rows.map(({ name, type, nullable }) => [name, type, nullable])).toEqual(
      columns.map(([name, type, nullable]) => [name, type, nullable]),
    );
    rows.forEach(({ preset }, index) => {
      const expected = columns[index]![3];
      if (expected === null) expect(preset).toBeNull();
      else expect(preset).toMatch(expected);
    });
  });

  test('has the columns of the models and no others', async () => {
    const models = await migrated.database.withScope((scope) =>
      Promise.resolve(Object.values(scope.models) as ModelStatic<Model>[]),
    );
    const actual = await withClient(migrated.url, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`,
      );
      return rows.map(({ name }) => name);
    });
    const modelled = models.flatMap((model) =>
      Object.values(model.getAttributes()).map((attribute) => `${model.tableName}.${attribute.field}`),
    );
    const withoutModel =
      /^(audit_log|delivery_notices|key_check|key_digests|kit_events|login_tries|looks|migrations|refresh_tokens|reminders|score_quantiles|sent_files|void_kits|withheld_scores)\./;
    expect(modelled.sort()).toEqual(actual.filter((name) => !withoutModel.test(name)).sort());
  });
});

describe('migrating', () => {
  test('a second time changes nothing', async () => {
    expect(await withClient(migrated.url, (client) => runMigrations(client))).toEqual([]);
    await migrated.database.migrate();
    await migrated.database.migrate();
  });

  test('by two programs at once applies every step once', async () => {
    const url = await emptyDatabase();
    const keys = { fernetKeys: [generateFernetKey()] };
    const programs: Database[] = [1, 2].map(() => connectDatabase({ url, keys }));
    await Promise.all(programs.map((program) => program.migrate()));
    await Promise.all(programs.map((program) => program.close()));
    const applied = await withClient(url, async (client) => {
      const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
      return rows;
    });
    expect(applied).toHaveLength(migrations.length);
  });

  test('is rolled back as a whole when a step fails or the connection is killed', async () => {
    const url = await emptyDatabase();
    const failing = { name: '999-failing', up: (client: pg.ClientBase) => client.query('SELECT 1 / 0') };
    await expect(
      withClient(url, (client) => runMigrations(client, [...migrations, failing])),
    ).rejects.toThrow();
    expect(await tablesOf(url)).toEqual([]);

    const killed = new pg.Client({ connectionString: url });
    killed.on('error', () => undefined);
    await killed.connect();
    const dying = {
      name: '999-dying',
      up: (client: pg.ClientBase) => client.query('SELECT pg_terminate_backend(pg_backend_pid())'),
    };
    await expect(runMigrations(killed, [...migrations, dying])).rejects.toThrow();
    expect(await tablesOf(url)).toEqual([]);

    expect(await withClient(url, (client) => runMigrations(client))).toHaveLength(migrations.length);
  });

  test('counts admins of before as told of the deliveries of before', async () => {
    const url = await emptyDatabase();
    const before = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === '015-study-desk'),
    );
    const told = await withClient(url, async (client) => {
      await runMigrations(client, before);
      await client.query(
        `INSERT INTO users (email, password_hash, role) VALUES ('a@x.org', 'x', 'admin'), ('b@x.org', 'x', 'researcher');
         INSERT INTO lab_deliveries (id, body_digest, status, at) VALUES ('lab:1', 'd', 200, now())`,
      );
      await runMigrations(client);
      const { rows } = await client.query<{ delivery_id: string; email: string }>(
        'SELECT delivery_id, email FROM delivery_notices JOIN users ON id = user_id',
      );
      return rows;
    });
    expect(told).toEqual([{ delivery_id: 'lab:1', email: 'a@x.org' }]);
  });

  test('takes the answers of those who had given all of them as checked', async () => {
    const url = await emptyDatabase();
    const confirmed = await withClient(url, async (client) => {
      await runMigrations(client, migrations.slice(0, migrations.indexOf(checkedAnswers)));
      await client.query(`
        INSERT INTO cohorts (id, name, created_at) VALUES ('${uuid(9)}', 'Pilot', now());
        INSERT INTO users (id, email, password_hash)
          SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, n, 'h' FROM generate_series(1, 2) AS n;
        INSERT INTO participants (user_id, code, cohort_id, last_active_at, created_at, sex, seeks, birth_year,
            seeks_age_min, seeks_age_max, display_name)
          SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'P-000' || n, '${uuid(9)}', now(), now(), 'female',
            'both', 1990, 18, 99, CASE WHEN n = 1 THEN 'Kim' END FROM generate_series(1, 2) AS n;
      `);
      await runMigrations(client);
      return (
        await client.query(
          'SELECT about_confirmed_at = created_at AS checked FROM participants ORDER BY code',
        )
      ).rows as unknown[];
    });
    expect(confirmed).toEqual([{ checked: true }, { checked: null }]);
  });

  test('makes "do not introduce us" a reason of its own, also under the seal of a report', async () => {
    const url = await emptyDatabase();
    const before = migrations.slice(0, migrations.indexOf(registration));
    const rows = await withClient(url, async (client) => {
      await runMigrations(client, before);
      await client.query(`
        INSERT INTO cohorts (id, name, created_at) VALUES ('${uuid(9)}', 'Pilot', now());
        INSERT INTO users (id, email, password_hash)
          SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, n, 'h' FROM generate_series(1, 4) AS n;
        INSERT INTO outcomes (viewer, shown, cohort_id, wtm, would_meet, shown_at)
          SELECT '${uuid(1)}', ('00000000-0000-4000-8000-00000000000' || n)::uuid, '${uuid(9)}', n, n = 3, now()
          FROM generate_series(2, 4) AS n;
        INSERT INTO blocks VALUES ('${uuid(1)}', '${uuid(2)}', now()), ('${uuid(1)}', '${uuid(3)}', now());
        INSERT INTO reports (user_id, cohort_id, requested_at) VALUES ('${uuid(1)}', '${uuid(9)}', now());
      `);
      await runMigrations(client);
      await expect(client.query(`UPDATE outcomes SET excluded_reason = 'known'`)).rejects.toThrow(/report/);
      return (
        await client.query('SELECT wtm, would_meet, excluded_reason AS reason FROM outcomes ORDER BY wtm')
      ).rows as unknown[];
    });
    expect(rows).toEqual([
      { wtm: 2, would_meet: null, reason: 'other' },
      { wtm: 3, would_meet: true, reason: null },
      { wtm: 4, would_meet: false, reason: null },
    ]);
  });

  test('takes what earlier erasures left: the chats of updates, rows of chats without a person, codes in answers to laboratories', async () => {
    const url = await emptyDatabase();
    const before = migrations.slice(0, migrations.indexOf(erasure));
    const rows = await withClient(url, async (client) => {
      await runMigrations(client, before);
      await client.query(`
        INSERT INTO cohorts (id, name, created_at) VALUES ('${uuid(9)}', 'Pilot', now());
        INSERT INTO users (id, email, password_hash) VALUES ('${uuid(1)}', 'a', 'h');
        INSERT INTO participants (user_id, code, cohort_id, chat_id, created_at, last_active_at)
          VALUES ('${uuid(1)}', 'P-1', '${uuid(9)}', 11, now(), now());
        INSERT INTO kits (code, user_id, issued_at) VALUES ('K234-6789-B', '${uuid(1)}', now());
        INSERT INTO chats (chat_id) VALUES (11), (12), (13), (14);
        INSERT INTO dialog_state VALUES (13, 'v', 'p', now());
        INSERT INTO outbox (chat_id, payload) VALUES (14, 'p');
        INSERT INTO processed_updates VALUES ('7', 12, now());
      `);
      const lines = [
        ['K234-6789-B', 'imported'],
        ['k234 6789 c', 'imported'],
        ['Kim', 'unknown-kit'],
      ];
      const answer = {
        refused: false,
        rows: lines.map(([participant, status]) => ({ participant, status })),
      };
      await client.query(
        `INSERT INTO lab_deliveries (id, body_digest, status, response, at)
           VALUES ('lab:1', 'd', 200, $1, now()), ('lab:2', 'd', 422, 'null', now())`,
        [JSON.stringify(answer)],
      );
      await runMigrations(client);
      const all = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows as unknown[];
      return {
        chats: await all('SELECT chat_id FROM chats ORDER BY 1'),
        updates: await all('SELECT key FROM processed_updates'),
        codes: await all(
          `SELECT line ->> 'participant' AS code FROM lab_deliveries, jsonb_array_elements(response::jsonb -> 'rows') AS line`,
        ),
      };
    });
    expect(rows).toEqual({
      chats: ['11', '13', '14'].map((chat_id) => ({ chat_id })),
      updates: [{ key: '7' }],
      codes: ['K234-6789-B', 'erased', 'Kim'].map((code) => ({ code })),
    });
  });

  test('takes earlier reminders from the audit log, with the return that followed within 48 hours', async () => {
    const url = await emptyDatabase();
    const before = migrations.slice(0, migrations.indexOf(reminders));
    const rows = await withClient(url, async (client) => {
      await runMigrations(client, before);
      await client.query(`
        INSERT INTO cohorts (id, name, created_at) VALUES ('${uuid(9)}', 'Pilot', now());
        INSERT INTO users (id, email, password_hash) VALUES ('${uuid(1)}', 'a', 'h');
        INSERT INTO participants (user_id, code, cohort_id, created_at, last_active_at)
          VALUES ('${uuid(1)}', 'P-1', '${uuid(9)}', now(), now());
        INSERT INTO audit_log (id, at, actor, action, subject, details, previous_hash, hash)
          SELECT n, '2026-05-01'::timestamptz + make_interval(hours => hours), 'system', action, subject::uuid,
            '{"count": 1}', '', n::text
          FROM (VALUES (1, 0, 'reminded', '${uuid(1)}'), (2, 72, 'reminded', '${uuid(1)}'),
            (3, 73, 'returned', '${uuid(1)}'), (4, 200, 'reminded', '${uuid(1)}'),
            (5, 300, 'returned', '${uuid(1)}'), (6, 400, 'reminded', '${uuid(2)}')) AS e (n, hours, action, subject);
      `);
      await runMigrations(client);
      return (
        await client.query(
          'SELECT number, step, followed, extract(epoch FROM returned_at - sent_at)::int AS seconds FROM reminders ORDER BY id',
        )
      ).rows as unknown[];
    });
    const known = { number: 1, step: 'unknown' };
    expect(rows).toEqual([
      { ...known, followed: 'nothing', seconds: null },
      { ...known, followed: 'back', seconds: 3600 },
      { ...known, followed: 'nothing', seconds: null },
    ]);
  });

  test('deletes what is kept for a time only', async () => {
    const { database } = migrated;
    const days = (ago: number) => new Date(Date.now() - ago * 86_400_000);
    const [kept, over] = ['91', '92'] as [ChatId, ChatId];
    await database.transact(async (uow) => {
      for (const ago of [29, 31]) await uow.chats.markProcessed({ key: `${ago} days`, at: days(ago) });
      // A message of the bot that Telegram no longer deletes, and a visitor who left the question of /login open.
      for (const ago of [1.9, 2]) await uow.chats.rememberFile(kept, ago * 10, days(ago));
      for (const [chatId, ago] of [
        [kept, 29],
        [over, 31],
      ] as const) {
        await uow.chats.lock(chatId);
        await uow.chats.update(chatId, { lastUpdateAt: days(ago) });
        await uow.chats.saveDialogState(chatId, { version: 'v', payload: 'p' }, days(ago));
      }
    });
    await database.migrate();
    const left = (sql: string): Promise<unknown[]> => database.withScope(({ query }) => query(sql));
    expect(await left('SELECT key FROM processed_updates')).toEqual([{ key: '29 days' }]);
    expect(await left('SELECT message_id FROM sent_files')).toEqual([{ message_id: '19' }]);
    expect(await left('SELECT chat_id FROM chats')).toEqual([{ chat_id: kept }]);
    expect(await left('SELECT chat_id FROM dialog_state')).toEqual([{ chat_id: kept }]);
  });

  test('is refused when no key fits the data, and accepts a new key beside the old one', async () => {
    const { url } = migrated;
    const [right, wrong] = [generateFernetKey(), generateFernetKey()];
    await migrated.database.withScope(({ query }) => query('DELETE FROM key_check; DELETE FROM key_digests'));
    const migrate = async (fernetKeys: string[]): Promise<void> => {
      const database = connectDatabase({ url, keys: { fernetKeys } });
      await database.migrate().finally(() => database.close());
    };
    await migrate([right]);
    await expect(migrate([wrong])).rejects.toEqual(expect.objectContaining({ code: 'key-mismatch' }));
    await migrate([wrong, right]);
  });
});
