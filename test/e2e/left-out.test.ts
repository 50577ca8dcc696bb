import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { syntheticTyping } from '../../engine/biological/index.ts';
import type { Participant } from '../../engine/ports/participants.ts';
import { importTypings } from '../../engine/protocol/import-typings.ts';
import { createRandom } from '../../foundation/random.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from '../support/faces.ts';
import { inventedTable } from '../support/invented-table.ts';
import { soon } from '../support/soon.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import type { StagedStep } from '../support/staged-people.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

interface Actor {
  person: Person;
  participant: Participant;
}

let study: TestStudy;
let folder: string;
let admin: Person;
let quinn: Actor,
  carla: Actor,
  sasha: Actor,
  olga: Actor,
  newcomer: Actor,
  kitty: Actor,
  gone: Actor,
  ann: Actor;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'harmonia-left-out-'));
  // The typings that are staged below were read without this table.
  writeFileSync(join(folder, 'hla-table-9.99.0.json'), JSON.stringify(inventedTable()));
  study = await startTestStudy({ LEFT_OUT_DAYS: '30', DATA_DIR: folder });
  admin = await study.staff('admin');
  const actor = async (step: StagedStep, name: string, locale: 'en' | 'es' | 'ru' | null): Promise<Actor> => {
    const made = await stagedAt(study, step, { name });
    await rowsOf(study, 'UPDATE participants SET locale = $2 WHERE user_id = $1', [
      made.participant.userId,
      locale,
    ]);
    await type(made.person, '/continue');
    return made;
  };
  ann = await actor('cohort', 'Ann', 'en');
  const { person: bob } = await stagedAt(study, 'cohort', { name: 'Bob', sex: 'male', seeks: 'female' });
  await type(bob, '/continue');
  quinn = await actor('questionnaire', 'Quinn', 'en');
  carla = await actor('calibration', 'Carla', 'es');
  sasha = await actor('selfie', 'Sasha', 'ru');
  olga = await actor('questionnaire', 'Olga', 'en');
  newcomer = await actor('language', 'Nina', null);
  gone = await actor('questionnaire', 'Gone', 'en');
  await rowsOf(study, `UPDATE participants SET status = 'withdrawn' WHERE user_id = $1`, [
    gone.participant.userId,
  ]);
});

afterAll(async () => {
  await study.close();
  rmSync(folder, { recursive: true });
});

const dayMs = 86_400_000;
const sent = ({ person }: Actor, pattern: RegExp): number =>
  person.messages().filter(({ from, text }) => from === 'bot' && pattern.test(text ?? '')).length;
/** Lets the job run to its end. */
async function jobRuns(): Promise<void> {
  await study.harmonia().database.transact((uow) => uow.jobs.enqueue('left-out', {}));
  await soon(async () => {
    const waiting = await rowsOf(
      study,
      `SELECT FROM pgboss.job WHERE name = 'left-out' AND state IN ('created', 'active', 'retry')`,
    );
    expect(waiting).toEqual([]);
  });
}
const stored = ({ participant }: Actor, table: string) =>
  rowsOf(study, `SELECT * FROM ${table} WHERE user_id = $1`, [participant.userId]);
const kitOf = async ({ participant }: Actor): Promise<string> =>
  (
    await rowsOf<{ code: string }>(study, 'SELECT code FROM kits WHERE user_id = $1', [participant.userId])
  )[0]!.code;
/** What a laboratory is answered that delivers a typing for this kit. */
const labSays = async (kit: string): Promise<string> => {
  const { database, study: stages } = study.harmonia();
  const row = { row: 1, participant: kit, typing: syntheticTyping(createRandom(kit)) };
  const rows = [{ ...row, status: 'accepted' as const, problems: [] }];
  const [imported] = await database.transact((uow) =>
    importTypings(uow, stages.digest, {
      rows,
      lab: 'test',
      replaceAll: false,
      method: stages.versions.biological,
      clock: study.clock,
    }),
  );
  return imported!.status;
};
const exists = async ({ participant }: Actor): Promise<boolean> =>
  (await rowsOf(study, 'SELECT FROM users WHERE id = $1', [participant.userId])).length > 0;

describe('before the yes', () => {
  test('the admin reads who is left out, at which stage, and what follows; a no stays in the chat', async () => {
    admin.send('/freeze');
    const { text } = await says(admin, /Included: 2 \(without a lab result: 0\)\. Not included: 6\./);
    const codeOf = ({ participant: { code } }: Actor): string => code;
    expect(text).toContain(`· photo: ${codeOf(sasha)}`);
    expect(text).toContain(`· example faces: ${codeOf(carla)}`);
    expect(text).toContain(`· questionnaire: ${[quinn, olga].map(codeOf).toSorted().join(', ')}`);
    expect(text).toContain(`· language: ${codeOf(newcomer)}`);
    expect(text).toContain(`Withdrawn: ${codeOf(gone)}`);
    expect(text).toMatch(/within 30 days everything about them is erased and their kits are void/);
    expect(text).toMatch(/2 typings read otherwise with the HLA table in use \(9\.99\.0\)[\s\S]*hla recheck/);
    await choose(admin, 'no');
    await says(admin, /Pilot: Nothing was changed/);
    expect(admin.messages().some((message) => /Not included: 6/.test(message.text ?? ''))).toBe(true);
  });
});

describe('at the freeze', () => {
  test('everybody left out is asked once, in their language; those who are in, or withdrew, are not', async () => {
    await type(admin, '/freeze');
    await choose(admin, 'yes');
    await says(admin, /frozen with 2 participants/);
    await says(quinn.person, /The group starts without you[\s\S]*still here: questionnaire[\s\S]*30 days/);
    await says(carla.person, /El grupo empieza sin ti[\s\S]*de ejemplo[\s\S]*30 días/);
    await says(sasha.person, /Группа начинает без вас[\s\S]*30 дней/);
    await says(newcomer.person, /starts without you[\s\S]*empieza sin ti[\s\S]*начинает без вас/);
    const date = new Date(study.clock.now().getTime() + 30 * dayMs).toISOString().slice(0, 10);
    expect(quinn.person.lastFromBot()!.text).toContain(`everything is erased on ${date}`);
    await jobRuns();
    for (const asked of [quinn, carla, sasha, olga])
      expect(sent(asked, /without you|empieza sin ti|без вас/)).toBe(1);
    for (const silent of [ann, gone]) expect(sent(silent, /without you/)).toBe(0);
  });

  test('nothing is taken any more: no tap on an old button, no typed answer, no photo', async () => {
    // The keyboard of the question that was open is gone from the chat, but a client may still send the tap.
    await type(quinn.person, '3');
    await says(quinn.person, /one of the buttons/);
    expect(await stored(quinn, 'questionnaire_answers')).toEqual([]);
    const before = sasha.person.lastFromBot()!.id;
    await sasha.person.sendFile('photo', await picture(400, 5));
    await sasha.person.until(() => sasha.person.lastFromBot()!.id > before);
    await says(sasha.person, /нажмите одну из кнопок/);
    expect(await stored(sasha, 'selfies')).toEqual([]);
    expect(await stored(sasha, 'profiles')).toEqual([]);
    await type(quinn.person, '/status');
    await says(quinn.person, /Now: your choice/);
    await type(quinn.person, '/continue');
    await says(quinn.person, /starts without you/);
  });

  test('a question that was open before the freeze takes no answer after it', async () => {
    // The dialog state is that of before: as when the answer arrives before the message about the freeze.
    const { database } = study.harmonia();
    await rowsOf(study, `UPDATE cohorts SET status = 'open'`);
    await type(olga.person, '/continue');
    await says(olga.person, /1\/44/);
    const tap = buttonsOf(olga.person).find((data) => data.endsWith(':4'))!;
    await rowsOf(study, `UPDATE cohorts SET status = 'frozen'`);
    olga.person.tap(tap);
    await says(olga.person, /starts without you/);
    expect(await stored(olga, 'questionnaire_answers')).toEqual([]);
    await expect(database.transact((uow) => uow.cohorts.isOpenTo(olga.participant.userId))).resolves.toBe(
      false,
    );
  });

  test('a selfie whose analysis ends after the freeze is not stored', async () => {
    const file = (await sasha.person.sendFile('photo', await picture(400, 6))).file!.id;
    await rowsOf(
      study,
      `INSERT INTO selfies (user_id, status, remote_file, attempts, updated_at) VALUES ($1, 'analysing', $2, 1, now())`,
      [sasha.participant.userId, file],
    );
    const { userId } = sasha.participant;
    await study
      .harmonia()
      .database.transact((uow) => uow.jobs.enqueue('analyse-selfie', { userId, remoteFile: file }));
    await soon(async () => expect(await stored(sasha, 'selfies')).toMatchObject([{ status: 'refused' }]));
    expect(await stored(sasha, 'profiles')).toEqual([]);
  });
});

describe('the choice', () => {
  test('/release warns while choices are open', async () => {
    await type(admin, '/score');
    await says(admin, /Scored\. People: 2/);
    await type(admin, '/release');
    await says(admin, /5 people whom the freeze left out have not chosen yet[\s\S]*Releasing shows/);
    await choose(admin, 'no');
  });

  test('who erases is asked once more, and then nothing is left', async () => {
    await choose(carla.person, 'erase');
    await says(carla.person, /No se puede deshacer|no se puede deshacer/);
    await choose(carla.person, 'no');
    await says(carla.person, /El grupo empieza sin ti/);
    await type(carla.person, 'Borrar');
    carla.person.tap(
      buttonsOf(carla.person).find((data) => data.endsWith(':yes'))!,
      { times: 3 },
    );
    await soon(async () => expect(await exists(carla)).toBe(false));
    expect(sent(carla, /El grupo empieza sin ti/)).toBeGreaterThan(0);
  });

  test('who stays keeps what is done and waits, with a new date', async () => {
    study.clock.advance(3 * dayMs);
    await choose(quinn.person, 'stay');
    const date = new Date(study.clock.now().getTime() + 30 * dayMs).toISOString().slice(0, 10);
    const { text } = await says(quinn.person, /You stay for the next group/);
    expect(text).toContain(date);
    await type(quinn.person, 'and now?');
    await says(quinn.person, /nothing for you to do here/);
    expect(await stored(quinn, 'phase_records')).toHaveLength(2);
  });

  test('a result for the kit of somebody who was left out is answered with cohort-frozen, and after the erasure with not-accepted', async () => {
    // A person whom an earlier version let go on after a freeze.
    const { database } = study.harmonia();
    const frozen = (await participantOf(study, quinn.person))!.cohortId;
    const other = await database.transact((uow) =>
      uow.cohorts.create({ name: 'Earlier', createdAt: new Date(study.clock.now().getTime() + 1) }),
    );
    kitty = await stagedAt(study, 'lab', { name: 'Kitty' });
    expect(kitty.participant.cohortId).toBe(other.id);
    await rowsOf(study, 'UPDATE participants SET cohort_id = $2 WHERE user_id = $1', [
      kitty.participant.userId,
      frozen,
    ]);
    await rowsOf(study, 'DELETE FROM cohorts WHERE id = $1', [other.id]);
    await type(kitty.person, '/continue');
    const kit = await kitOf(kitty);
    expect(await labSays(kit)).toBe('cohort-frozen');
    await jobRuns();
    await choose(kitty.person, 'stay');
    expect(await labSays(kit)).toBe('cohort-frozen');
    await choose(kitty.person, 'erase');
    await choose(kitty.person, 'yes');
    expect(await exists(kitty)).toBe(false);
    expect(await labSays(kit)).toBe('not-accepted');
    expect(await labSays(kit.slice(0, -1))).toBe('unknown-kit');
  });

  test('no answer counts as erase: on the date, not before, and the person is told', async () => {
    study.clock.advance(26 * dayMs);
    await jobRuns();
    expect(await exists(olga)).toBe(true);
    sasha.person.block(true);
    study.clock.advance(1.1 * dayMs);
    await jobRuns();
    expect([await exists(olga), await exists(sasha), await exists(newcomer)]).toEqual([false, false, false]);
    await says(olga.person, /You were in no group that began in time[\s\S]*erased now/);
    // The last message to a person who has blocked the bot is given up: their chat stands in no table any more.
    await soon(async () =>
      expect(await rowsOf(study, 'SELECT FROM outbox WHERE chat_id = $1', [sasha.person.id])).toEqual([]),
    );
    expect(await exists(quinn)).toBe(true);
    expect(await exists(gone)).toBe(true);
    const trail = await rowsOf<{ action: string }>(
      study,
      `SELECT DISTINCT action FROM audit_log WHERE action IN ('left-out-asked', 'stays-for-next', 'erased')`,
    );
    expect(trail).toHaveLength(3);
  });
});

describe('the next cohort', () => {
  test('takes in who stayed, with sealed phases as they were, and they go on where they stopped', async () => {
    const before = await stored(quinn, 'phase_records');
    admin = await study.staff('admin');
    await type(admin, '/release');
    await says(admin, /^Pilot: Releasing shows/);
    await type(admin, '/cohorts create Second');
    await says(quinn.person, /You are in the next group[\s\S]*is kept[\s\S]*1\/44/);
    expect(await stored(quinn, 'phase_records')).toEqual(before);
    const now = (await participantOf(study, quinn.person))!;
    expect(now).toMatchObject({ code: quinn.participant.code, leftOutUntil: null, staysSince: null });
    await choose(quinn.person, '4');
    await says(quinn.person, /2\/44/);
    const data = await study.harmonia().database.transact((uow) => uow.personalData.export(now.userId));
    expect(data['questionnaire_answers']).toHaveLength(1);
  });
});
