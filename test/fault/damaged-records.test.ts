import { beforeAll, expect, test } from '@jest/globals';
import type { Participant } from '../../engine/ports/participants.ts';
import { verifyCohort } from '../../engine/protocol/verify-cohort.ts';
import type { Person } from '../../sandbox/server.ts';
import { pagesOf } from '../support/pdf-text.ts';
import { soon } from '../support/soon.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

interface Actor {
  person: Person;
  participant: Participant;
}
let study: TestStudy;
let admin: Person;
let ann: Actor, bob: Actor, dora: Actor, eve: Actor, finn: Actor;
beforeAll(async () => {
  study = await startTestStudy({ PROFILES_PER_PERSON: '3' });
  admin = await study.staff('admin');
  const actor = async (sex: 'female' | 'male'): Promise<Actor> => {
    const made = await stagedAt(study, 'cohort', { sex, seeks: sex === 'female' ? 'male' : 'female' });
    await type(made.person, '/continue');
    return made;
  };
  [ann, bob, dora] = [await actor('female'), await actor('male'), await actor('female')];
  await actor('male');
  [eve, finn] = [await actor('female'), await actor('male')];
});

/** Writes as a faulty disk does, without the triggers. */
const damage = (sql: string, values: unknown[]): Promise<void> =>
  study.harmonia().database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    await query(sql, values);
  });
const damageTyping = ({ participant: { userId } }: Actor): Promise<void> =>
  damage(`UPDATE hla_data SET encrypted_alleles = 'gAAAAA' || encrypted_alleles WHERE user_id = $1`, [
    userId,
  ]);
const damageFace = ({ participant: { userId } }: Actor): Promise<void> =>
  damage(
    `UPDATE profiles SET visual_embedding = jsonb_set(visual_embedding, '{fernet}', '"x"') WHERE user_id = $1`,
    [userId],
  );
const documents = ({ person }: Actor, count: number) =>
  person.until(() => {
    const found = person.messages().filter(({ file }) => file?.kind === 'document');
    return found.length >= count && found;
  });

test('a freeze leaves out the person whose data cannot be read, and names code and reason before the yes', async () => {
  await damageTyping(eve);
  await damageFace(finn);
  await type(admin, '/freeze');
  const named = new RegExp(
    `Left out, because stored data cannot be read: (?=.*${eve.participant.code} \\(lab result\\))(?=.*${finn.participant.code} \\(face\\))`,
  );
  await says(admin, /Included: 4 [\s\S]*Not included: 2/);
  await says(admin, named);
  await choose(admin, 'yes');
  await says(admin, /frozen with 4 participants/);
  await says(admin, named);
});

test('scoring leaves out the person whose data cannot be read any more, and scores the others', async () => {
  await damageTyping(dora);
  admin.send('/score');
  await says(admin, /Scored\. People: 3; eligible pairs: 2/);
  await says(admin, new RegExp(`cannot be read: ${dora.participant.code} \\(lab result\\)`));
  const [audited] = await rowsOf<{ details: object }>(
    study,
    `SELECT details FROM audit_log WHERE action = 'cohort-scored'`,
  );
  expect(audited!.details).toMatchObject({ people: 3, unreadable: 1 });
});

test('a report comes although data of a person in it cannot be read', async () => {
  await type(admin, '/release');
  await choose(admin, 'yes');
  await says(admin, /Released/);
  await damageTyping(bob);
  await damageFace(bob);
  const { person } = ann;
  await says(person, /How much would you like to meet/);
  while (/How much would you like to meet/.test(person.lastFromBot()!.text!)) {
    await choose(person, '6');
    await choose(person, 'yes');
  }
  await choose(person, 'seal');
  const [report] = await documents(ann, 1);
  const pages = await pagesOf(study.sandbox.file(report!.file!.id));
  expect(pages.join(' ').length).toBeGreaterThan(500);
});

test('/export comes and says which entry cannot be read', async () => {
  bob.person.send('/export');
  const [json, pdf] = await documents(bob, 2);
  const data = JSON.parse(study.sandbox.file(json!.file!.id).toString()) as Record<
    string,
    Record<string, unknown>[]
  >;
  expect(data['hla_data']![0]!['encrypted_alleles']).toBe('unreadable');
  expect(data['profiles']![0]!['visual_embedding']).toBe('unreadable');
  expect(data['participants']![0]!['code']).toBe(bob.participant.code);
  const text = (await pagesOf(study.sandbox.file(pdf!.file!.id))).join(' ');
  expect(text.match(/This entry is damaged and can no longer be read/g)).toHaveLength(2);
});

test('a damaged dialog state or message costs its chat nothing else', async () => {
  const { person } = await stagedAt(study, 'questionnaire');
  await type(person, '/continue');
  await says(person, /1\/44/);
  await rowsOf(study, `UPDATE dialog_state SET payload = 'x' WHERE chat_id = $1`, [person.id]);
  person.tap(buttonsOf(person).find((data) => data.endsWith(':4'))!);
  await says(person, /1\/44/);
  await choose(person, '4');
  await says(person, /2\/44/);
  await rowsOf(study, `INSERT INTO outbox (chat_id, payload) VALUES ($1, 'x')`, [person.id]);
  await type(person, '/help');
  await soon(async () =>
    expect(await rowsOf(study, 'SELECT FROM outbox WHERE chat_id = $1', [person.id])).toEqual([]),
  );
  expect(study.logged()).toMatch(/"event":"outbox\.damaged"/);
});

test('a seal over data that cannot be read is a difference, and the other seals are verified', async () => {
  const { database, study: stages } = study.harmonia();
  const { seals, differences } = await database.transact(async (uow) => {
    const { id: cohortId } = (await uow.cohorts.all())[0]!;
    const methods = [stages.versions.personality, stages.versions.biological];
    return verifyCohort(uow, database.digest.matches, { cohortId, methods });
  });
  const unread = [
    ...[bob, finn].map((actor) => ({ ...actor, phase: 'visual' })),
    ...[bob, dora, eve].map((actor) => ({ ...actor, phase: 'biological' })),
  ];
  const expected = unread.map(({ participant: { code }, phase }) => `${code} ${phase}`);
  expect(
    differences
      .map((found) => ('participant' in found ? `${found.participant} ${found.phase}` : 'hash'))
      .toSorted(),
  ).toEqual(expected.toSorted());
  expect(seals).toBeGreaterThanOrEqual(18);
});
