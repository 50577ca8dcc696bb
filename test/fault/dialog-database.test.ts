// The database fails inside the answer to a dialog's question: the conversations plugin must not hide what failed.
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../sandbox/server.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
  // A sequence is not rolled back, so it counts the tries.
  await rowsOf(study, 'CREATE SEQUENCE tries');
}, 30_000);
afterEach(async () => {
  await rowsOf(study, 'DROP TRIGGER IF EXISTS fail ON questionnaire_answers');
  await rowsOf(study, 'ALTER SEQUENCE tries RESTART');
});

/** Runs these statements of PL/pgSQL whenever an answer of the questionnaire is stored. */
async function whenAnswered(statements: string): Promise<void> {
  await rowsOf(
    study,
    `CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statements} RETURN NEW; END $$`,
  );
  await rowsOf(
    study,
    'CREATE TRIGGER fail BEFORE INSERT ON questionnaire_answers FOR EACH ROW EXECUTE FUNCTION fail()',
  );
}
const atQuestionnaire = async (): Promise<Person> => {
  const { person } = await stagedAt(study, 'questionnaire');
  await type(person, '/continue');
  await says(person, /1\/44/);
  return person;
};
const answersOf = async (person: Person): Promise<number> => {
  const { userId } = (await participantOf(study, person))!;
  return (await rowsOf(study, 'SELECT FROM questionnaire_answers WHERE user_id = $1', [userId])).length;
};
const tapOf = (person: Person, value: string): string =>
  buttonsOf(person).find((data) => data.endsWith(`:${value}`))!;
const failures = (): number => study.logged().match(/"event":"update\.failed"/g)?.length ?? 0;
const retries = (): number => study.logged().match(/"event":"database\.retry"/g)?.length ?? 0;

describe('an answer in a dialog', () => {
  test('counts after a deadlock: its transaction runs again as a whole', async () => {
    const person = await atQuestionnaire();
    const [failed, retried] = [failures(), retries()];
    await whenAnswered('PERFORM pg_advisory_xact_lock(42);');
    const other = new pg.Client({ connectionString: databaseUrl() });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT pg_advisory_xact_lock(42)');
    person.tap(tapOf(person, '4'));
    await soon(async () => {
      const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
      expect(await rowsOf(study, waiting)).toHaveLength(1);
    });
    // The answer waits for 42 and this for the answer's chat; PostgreSQL ends the one that waited first.
    await other.query('SELECT FROM chats WHERE chat_id = $1 FOR UPDATE', [person.id]);
    await other.query('COMMIT');
    await other.end();
    await says(person, /2\/44/);
    expect(await answersOf(person)).toBe(1);
    expect([failures() - failed, retries() - retried]).toEqual([0, 1]);
  });

  test('counts after its backend was killed', async () => {
    const person = await atQuestionnaire();
    const [failed, retried] = [failures(), retries()];
    await whenAnswered(
      `IF nextval('tries') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;`,
    );
    await choose(person, '3');
    await says(person, /2\/44/);
    expect(await answersOf(person)).toBe(1);
    expect([failures() - failed, retries() - retried]).toEqual([0, 1]);
  });

  test('is kept while the disk of the database is full, without an apology, and counts afterwards', async () => {
    const person = await atQuestionnaire();
    const failed = failures();
    await whenAnswered(
      `IF nextval('tries') <= 7 THEN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END IF;`,
    );
    person.tap(tapOf(person, '2'));
    await says(person, /2\/44/, 60_000);
    expect(await answersOf(person)).toBe(1);
    expect(failures() - failed).toBe(7);
    expect(study.logged()).toMatch(
      /"code":"database-unavailable","detail":"the disk of the database is full"/,
    );
    expect(person.messages().filter(({ text }) => /went wrong/.test(text ?? ''))).toEqual([]);
  }, 90_000);

  test('that the database refuses for itself is dropped after five tries, with an apology', async () => {
    const person = await atQuestionnaire();
    const failed = failures();
    await whenAnswered(`RAISE EXCEPTION 'no';`);
    person.tap(tapOf(person, '1'));
    await says(person, /went wrong on our side/, 30_000);
    expect(failures() - failed).toBe(5);
    expect(study.logged()).toMatch(/"code":"database-refused"/);
  }, 60_000);
});

const databaseUrl = (): string => {
  const { database } = study.harmonia().config;
  if (database.mode !== 'external') throw new Error('the test study has a database of its own');
  return database.url;
};
