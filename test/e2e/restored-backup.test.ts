import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { dataMap } from '../../db/data-map.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { says, startTestStudy, type TestStudy, type } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

const tables = Object.keys(dataMap).filter(
  (table) => !['audit_log', 'migrations', 'key_check', 'key_digests'].includes(table),
);

/** Copies every table of the study, like pg_dump. */
async function backUp(): Promise<void> {
  await study.harmonia().database.withScope(async ({ query }) => {
    await query('CREATE SCHEMA backup');
    for (const table of tables) await query(`CREATE TABLE backup.${table} AS TABLE ${table}`);
  });
}
/** Restores the copied rows like pg_restore: with triggers disabled and in any order. */
async function restore(): Promise<void> {
  await study.harmonia().database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    for (const table of tables)
      await query(
        `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM backup.${table} ON CONFLICT DO NOTHING`,
      );
    await query('DROP SCHEMA backup CASCADE');
  });
}

test('a restored backup brings back neither a withdrawn consent nor its data', async () => {
  const { person, participant } = await stagedAt(study, 'cohort');
  const { person: reader, participant: reading } = await stagedAt(study, 'cohort');
  await backUp();
  await type(person, '/withdraw');
  person.tap('withdraw:genetic:ask');
  await says(person, /Are you sure/);
  person.tap('withdraw:genetic:yes');
  await says(person, /participation has ended/);
  await type(reader, '/withdraw');
  reader.tap('withdraw:research:ask');
  await says(reader, /Are you sure/);
  reader.tap('withdraw:research:yes');
  await says(reader, /no longer used for research/);
  const stateOf = async ({ userId }: typeof participant) =>
    study.harmonia().database.transact(async (uow) => ({
      genetic: (await uow.consents.current(userId)).get('genetic')?.granted,
      research: (await uow.consents.current(userId)).get('research')?.granted,
      typing: (await uow.biology.typing(userId)) !== undefined,
      status: (await uow.participants.byUser(userId))?.status,
    }));
  const withdrawn = [await stateOf(participant), await stateOf(reading)];
  await study.harmonia().database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    for (const table of ['participants', 'consents']) await query(`DELETE FROM ${table}`);
  });
  await restore();
  expect(await stateOf(participant)).toEqual({
    genetic: true,
    research: true,
    typing: true,
    status: 'active',
  });

  await study.restart();
  expect([await stateOf(participant), await stateOf(reading)]).toEqual(withdrawn);
  expect(withdrawn).toEqual([
    { genetic: false, research: true, typing: false, status: 'withdrawn' },
    { genetic: true, research: false, typing: true, status: 'active' },
  ]);
});

test('a restored backup does not bring an erased person back, neither rows nor files', async () => {
  const { person, participant } = await stagedAt(study, 'cohort', { name: 'CANARY-BACK' });
  const { participant: stays } = await stagedAt(study, 'cohort', { name: 'CANARY-STAYS' });
  const { dataDir } = study.harmonia().config;
  const [photo] = await rowsOf<{ path: string }>(
    study,
    'SELECT photo_path AS path FROM profiles WHERE user_id = $1',
    [participant.userId],
  );
  const file = join(dataDir, photo!.path);
  await backUp();
  await copyFile(file, `${file}.backup`);

  await type(person, '/delete_my_data');
  person.tap('delete:all:yes');
  await says(person, /erased/);
  await soon(() => expect(existsSync(file)).toBe(false), 10_000);
  await restore();
  await copyFile(`${file}.backup`, file);
  expect(await participantOf(study, person)).toBeDefined();

  await study.restart();
  expect(await participantOf(study, person)).toBeUndefined();
  for (const table of tables) {
    const rows = await rowsOf(study, `SELECT FROM ${table} AS row WHERE row::text ~ $1`, [
      `CANARY-BACK|${participant.userId}`,
    ]);
    expect({ table, rows: rows.length }).toEqual({ table, rows: 0 });
  }
  await soon(() => expect(existsSync(file)).toBe(false), 10_000);
  expect(
    await study.harmonia().database.transact((uow) => uow.participants.byUser(stays.userId)),
  ).toMatchObject({ displayName: 'CANARY-STAYS' });
  expect(study.logged()).toContain('erasure.repeated');
});
