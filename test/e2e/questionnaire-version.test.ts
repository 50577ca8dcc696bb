import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Instrument } from '../../engine/personality/instrument.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

const builtIn = new URL('../../engine/personality/instruments/piip-7-2.json', import.meta.url);
const builtInReference = new URL(
  '../../engine/personality/references/piip-reference-2.json',
  import.meta.url,
);

let study: TestStudy;
let folder: string;
let mine: string;
let reference: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmonia-questionnaire-'));
  mine = join(folder, 'mine.json');
  const instrument = JSON.parse(await readFile(builtIn, 'utf8')) as Instrument;
  instrument.version = 'mine-1';
  for (const { id, text } of instrument.items) text.en = `My own ${id}.`;
  await writeFile(mine, JSON.stringify(instrument));
  reference = join(folder, 'reference.json');
  const table = JSON.parse(await readFile(builtInReference, 'utf8')) as Record<string, unknown>;
  await writeFile(reference, JSON.stringify({ ...table, instrument: 'mine-1', version: 'mine-reference-1' }));
  study = await startTestStudy({ PERSONALITY_INSTRUMENT: mine });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const versions = (): unknown => study.harmonia().study.declaration['versions'];

test('a replaced questionnaire is asked, declared without a reference, and kept by the cohort that began with it', async () => {
  expect(versions()).toMatchObject({ personality: 'mine-1', similarityReference: 'none' });
  const { person } = await stagedAt(study, 'questionnaire');
  person.send('/continue');
  await says(person, /My own [a-z]+-\d[\s\S]*1\/44/);
  await choose(person, '4');
  await says(person, /My own [a-z]+-\d[\s\S]*2\/44/);
  const { userId } = (await participantOf(study, person))!;
  const [answer] = await study.harmonia().database.transact((uow) => uow.personality.answers(userId));
  expect(answer).toMatchObject({ value: 4, locale: 'en' });

  await expect(study.restart({ PERSONALITY_INSTRUMENT: '' })).rejects.toThrow(
    'PERSONALITY_INSTRUMENT: people of a cohort that is not scored yet began with the questionnaire mine-1',
  );
  await study.restart({ PERSONALITY_INSTRUMENT: mine, PERSONALITY_REFERENCE: reference });
  expect(versions()).toMatchObject({ personality: 'mine-1', similarityReference: 'mine-reference-1' });
  await choose(person, '3');
  await says(person, /3\/44/);
});

test('a freeze is refused with a sentence while people answered two versions', async () => {
  const admin = await study.staff('admin');
  await stagedAt(study, 'cohort');
  const { participant } = await stagedAt(study, 'cohort', { sex: 'male', seeks: 'female' });
  await study.harmonia().database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    await query(
      `UPDATE personality_scores SET raw_responses = raw_responses || '{"instrument": "piip-7.2"}' WHERE user_id = $1`,
      [participant.userId],
    );
  });
  await type(admin, '/freeze');
  await choose(admin, 'yes');
  await says(admin, /several versions of the questionnaire \(mine-1, piip-7\.2\)/);
  expect(await rowsOf(study, `SELECT FROM cohorts WHERE status = 'open'`)).toHaveLength(1);
});

test('the next cohort begins with the built-in questionnaire, once the earlier one is scored', async () => {
  const { database } = study.harmonia();
  await database.transact(async (uow) => {
    const cohort = (await uow.cohorts.latest())!;
    await uow.cohorts.update(cohort.id, { status: 'scored' });
    await uow.cohorts.create({ name: 'Next', createdAt: study.clock.now() });
  });
  await study.restart({ PERSONALITY_INSTRUMENT: '', PERSONALITY_REFERENCE: '' });
  expect(versions()).toMatchObject({ personality: 'piip-7.2', similarityReference: 'piip-reference-2' });
  const { participant } = await stagedAt(study, 'questionnaire');
  const begun = await study
    .harmonia()
    .database.transact(async (uow) => (await uow.phases.of(participant.userId)).get('personality'));
  expect(begun!.instrumentVersion).toBe('piip-7.2');
});
