import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { syntheticTyping, writeLabCsv } from '../../engine/biological/index.ts';
import type { CohortId, Participant } from '../../engine/ports/participants.ts';
import type { Jobs } from '../../engine/ports/unit-of-work.ts';
import { createRandom } from '../../foundation/random.ts';
import type { ChatMessage } from '../../sandbox/chat-types.ts';
import type { Person } from '../../sandbox/server.ts';
import { sign } from '../../webhooks/lab-signature.ts';
import { patience } from '../support/patience.ts';
import { pagesOf } from '../support/pdf-text.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { atNoon, buttonsOf, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
let admin: Person;
let researcher: Person;
beforeAll(async () => {
  study = await startTestStudy();
  admin = await study.staff('admin');
  researcher = await study.staff('researcher');
});

/** Sends a command and returns the bot's next message. */
async function ask(person: Person, command: string): Promise<string> {
  const before = person.lastFromBot()?.id ?? 0;
  person.send(command);
  const { text } = await person.until((someone) => {
    const last = someone.lastFromBot();
    return last && last.id > before && last;
  });
  return text ?? '';
}

/** Asks for the funnel and waits for its picture too, which a job makes and which would be the next message later. */
async function askForProgress(person: Person, cohort = ''): Promise<string> {
  const pictures = () =>
    person.messages().filter(({ file }) => file?.fileName === 'harmonia-progress.png').length;
  const before = pictures();
  const text = await ask(person, `/progress ${cohort}`.trim());
  await person.until(() => pictures() > before, patience(40_000));
  return text;
}

/** Taps a button of the newest message, or of an older one, and waits until the tap is answered. */
async function tap(person: Person, ending: string, message?: ChatMessage): Promise<string> {
  const buttons = (message ?? person.lastFromBot())?.buttons ?? [];
  const data = buttons.flat().find((button) => button.data?.endsWith(ending))?.data;
  if (!data) throw new Error(`no button ${ending} among ${buttonsOf(person).join(', ')}`);
  const [query] = person.tap(data, message ? { messageId: message.id } : {});
  const answer = await person.until(() => person.toasts().find(({ queryId }) => queryId === query));
  return answer.text ?? '';
}

const cohortNamed = async (name: string) =>
  (await study.harmonia().database.transact((uow) => uow.cohorts.all())).find(
    (cohort) => cohort.name === name,
  )!;
const moveTo = (cohortId: CohortId, { userId }: Participant) =>
  study.harmonia().database.transact((uow) => uow.participants.update(userId, { cohortId }));

async function deliver(rows: { kit: string; seed: string }[]): Promise<void> {
  const { secrets, url } = study.harmonia();
  const csv = writeLabCsv(
    rows.map(({ kit, seed }) => ({ participant: kit, typing: syntheticTyping(createRandom(seed)) })),
  );
  const body = Buffer.from(csv);
  const headers = {
    'content-type': 'text/csv',
    ...sign(secrets.labKeys[0]!, { id: randomUUID(), body, now: new Date() }),
  };
  expect((await fetch(`${url}/webhooks/hla`, { method: 'POST', headers, body })).status).toBe(200);
}

describe('several cohorts side by side', () => {
  test('an admin opens a second one, invites to it, and still reaches the first', async () => {
    const { person: early, participant } = await stagedAt(study, 'questionnaire');
    await type(early, '/continue');
    study.clock.advance(1000);
    expect(await ask(admin, '/cohorts create  Autumn  2027 ')).toMatch(/“Autumn 2027” is open/);
    expect(await ask(admin, '/participants')).toMatch(/Autumn 2027 is open: 0 participants/);
    expect(await ask(admin, '/participants pilot')).toMatch(
      new RegExp(`Pilot is open: one participant[\\s\\S]*${participant.code} · questionnaire`),
    );

    const made = await ask(admin, '/invite');
    expect(made).toMatch(/One invite to Autumn 2027/);
    const person = study.person();
    person.send(`/start ${/start=(\w+)/.exec(made)![1]}`);
    await says(person, /language/i);
    expect((await participantOf(study, person))!.cohortId).toBe((await cohortNamed('Autumn 2027')).id);
    const other = await ask(admin, '/invite 2 Pilot');
    expect(other.match(/start=/g)).toHaveLength(2);
    expect(other).toMatch(/2 invites to Pilot/);

    // A researcher chooses for themselves.
    expect(await askForProgress(researcher)).toMatch(/Autumn 2027 is open/);
    expect(await ask(researcher, '/cohorts Pilot')).toMatch(/You work on the cohort “Pilot”/);
    expect(await askForProgress(researcher)).toMatch(/Pilot is open/);
    // The choice is the account's: it holds in another chat of theirs, and in the next session.
    researcher = await study.staff('researcher');
    expect(await askForProgress(researcher)).toMatch(/Pilot is open/);
    expect(await ask(researcher, '/cohorts create Mine')).toMatch(/Only admins open cohorts/);
  });

  test('buttons choose, archive and bring back the cohort that they name, on old messages too', async () => {
    await ask(admin, '/cohorts create Empty');
    await ask(admin, '/cohorts');
    const old = admin.lastFromBot()!;
    expect(old.text).toMatch(/● Empty: open[\s\S]*○ Autumn 2027[\s\S]*○ Pilot/);
    await ask(admin, '/cohorts');
    const list = admin.lastFromBot()!;
    const { id: pilot } = await cohortNamed('Pilot');
    const { id: empty } = await cohortNamed('Empty');
    // People of the pilot wait for something.
    expect(buttonsOf(admin)).not.toContain(`cohort:${pilot}:archive`);
    await tap(admin, `${pilot}:choose`);
    await admin.until(() => /● Pilot/.test(admin.lastFromBot()?.text ?? ''));
    expect(admin.lastFromBot()!.id).toBe(list.id);
    await tap(admin, `${empty}:archive`);
    await admin.until(() => /Empty: archived/.test(admin.lastFromBot()?.text ?? ''));
    for (const command of ['/participants', '/invite 1', '/kits', '/remind', '/cohorts'])
      expect(await ask(admin, `${command} EMPTY`)).toMatch(/“Empty” is archived/);
    await ask(admin, '/cohorts');
    await tap(admin, `${empty}:restore`);
    await admin.until(() => /Empty: open/.test(admin.lastFromBot()?.text ?? ''));

    const { participant } = await stagedAt(study, 'language');
    await moveTo(empty, participant);
    expect(await tap(admin, `${empty}:archive`, old)).toMatch(/wait for results/);
    await moveTo(pilot, participant);
    await tap(admin, `${empty}:archive`, old);
    await admin.until(() =>
      admin.messages().some(({ id, text }) => id === old.id && /Empty: archived/.test(text!)),
    );
    await ask(admin, '/cohorts');
    await tap(admin, `${empty}:restore`);
    await admin.until(() => /Empty: open/.test(admin.lastFromBot()?.text ?? ''));
    expect(await ask(admin, '/participants')).toMatch(/Pilot is open/);
  });

  test.each([
    ['en', /no cohort “Nowhere”/, /“pilot” already/, /1 to 60 characters/, /no participant P-0000/],
    ['es', /ninguna cohorte «Nowhere»/, /cohorte «pilot»/, /1 a 60 caracteres/, /código P-0000/],
    ['ru', /Когорты «Nowhere» нет/, /«pilot» уже есть/, /1 до 60 знаков/, /Участника P-0000 нет/],
  ])('bad names and codes get a sentence in %s, and nothing is changed', async (locale, ...patterns) => {
    const [unknown, taken, bad, code] = patterns;
    const before = await rowsOf(study, 'SELECT id FROM cohorts');
    for (const person of [admin, researcher]) {
      await ask(person, '/language');
      await tap(person, `:${locale}`);
      await person.until(() => !/\/language/.test(person.lastFromBot()?.text ?? ''));
    }
    for (const command of ['/participants', '/invite', '/invite 3', '/kits', '/remind', '/cohorts'])
      expect(await ask(admin, `${command} Nowhere`)).toMatch(unknown);
    expect(await ask(researcher, '/progress Nowhere')).toMatch(unknown);
    expect(await ask(admin, '/cohorts create pilot')).toMatch(taken);
    for (const name of ['', '2027', '…', 'x'.repeat(61)])
      expect(await ask(admin, `/cohorts create ${name}`)).toMatch(bad);
    expect(await ask(admin, '/kits P-0000')).toMatch(code);
    expect(await ask(researcher, '/participant P-0000')).toMatch(code);
    expect(await ask(researcher, '/participant')).toMatch(/\/participant P-7F3K/);
    expect(await rowsOf(study, 'SELECT id FROM cohorts')).toEqual(before);
    await ask(admin, '/language');
    await tap(admin, ':en');
    await ask(researcher, '/language');
    await tap(researcher, ':en');
  });

  test('a frozen cohort takes no invitation, and another stays open', async () => {
    const { id } = await cohortNamed('Empty');
    const invite = /start=(\w+)/.exec(await ask(admin, '/invite 1 Empty'))![1];
    await rowsOf(study, `UPDATE cohorts SET status = 'frozen' WHERE id = $1 RETURNING id`, [id]);
    expect(await ask(admin, '/invite 1 Empty')).toMatch(/“Empty” takes no people/);
    expect(await ask(study.person(), `/start ${invite}`)).toMatch(/takes no new people/);
    expect(await ask(admin, '/invite 1 Pilot')).toMatch(/One invite to Pilot/);
  });
});

test('many invitations come as a table and a sheet of QR codes, and a repeated job makes none', async () => {
  expect(await ask(admin, '/invite 21 Autumn 2027')).toMatch(/21 invites to “Autumn 2027” are being made/);
  const files = () => admin.messages().filter(({ file }) => file?.kind === 'document');
  await admin.until(() => files().length === 2);
  const [table, sheet] = files().map(({ file }) => study.sandbox.file(file!.id)) as [Buffer, Buffer];
  const links = [...table.toString().matchAll(/https:\/\/t\.me\/\w+\?start=(\w{16})/g)].map(
    ([, code]) => code!,
  );
  expect(new Set(links).size).toBe(21);
  expect((await pagesOf(sheet)).join('').replaceAll(' ', '')).toContain(links[20]);
  const person = study.person();
  person.send(`/start ${links[7]}`);
  await says(person, /language/i);
  // No code is stored, neither in the job nor elsewhere.
  const [{ stored }] = (await rowsOf<{ stored: number }>(
    study,
    `SELECT count(*)::int AS stored FROM pgboss.job WHERE data::text LIKE '%' || $1 || '%'`,
    [links[0]],
  )) as [{ stored: number }];
  expect(stored).toBe(0);
  // The job is done, so it is deleted; that it ran is marked.
  const [job] = await rowsOf<Jobs['invite-batch']>(
    study,
    `SELECT substr(key, 14) AS batch, c.id AS "cohortId", s.user_id AS by, s.chat_id::text AS "replyTo", 21 AS count
     FROM processed_updates, cohorts c, staff_sessions s
     WHERE key LIKE 'invite-batch %' AND c.name = 'Autumn 2027' AND s.role = 'admin' AND s.chat_id = $1`,
    [admin.id],
  );
  const count = async () => (await rowsOf(study, 'SELECT FROM invites')).length;
  const before = await count();
  await study.harmonia().database.transact((uow) => uow.jobs.enqueue('invite-batch', job!));
  await sleep(300);
  expect(await count()).toBe(before);
  expect(files()).toHaveLength(2);
});

test('kits and deliveries are shown by code, row by row, and each admin hears of a delivery once', async () => {
  const [one, other] = [await stagedAt(study, 'lab'), await stagedAt(study, 'lab')];
  const pilot = (await cohortNamed('Pilot')).id;
  for (const { participant } of [one, other]) await moveTo(pilot, participant);
  const kitOf = async ({ participant }: typeof one) =>
    (await study.harmonia().database.transact((uow) => uow.biology.kitOf(participant.userId)))!.code;
  const [first, second] = [await kitOf(one), await kitOf(other)];
  await deliver([
    { kit: first, seed: 'a' },
    { kit: 'MariaGarcia', seed: 'b' },
    { kit: 'K234-6789-2', seed: 'c' },
  ]);
  await says(admin, /A laboratory has delivered results/);
  await deliver([{ kit: first, seed: 'other' }]);
  await admin.until(
    () => admin.messages().filter(({ text }) => /laboratory has delivered/.test(text ?? '')).length === 2,
  );

  const kits = await ask(admin, '/kit Pilot');
  expect(kits).toMatch(/Kits of Pilot\nto be handed over: 1, typed: 1\n/);
  expect(kits).toContain(`${first} · ${one.participant.code} · typed`);
  expect(kits).toContain(`${second} · ${other.participant.code} · to be handed over`);
  expect(await ask(admin, `/kits ${other.participant.code}`)).toMatch(/\(Pilot\) has a new kit/);
  expect(await ask(admin, '/kits Pilot')).toContain(`${second} · ${other.participant.code} · void`);

  expect(await ask(admin, '/imports')).toMatch(
    /2 deliveries[\s\S]*1\. .* rows: 1, accepted: 0, rejected: 1\n2\. .* rows: 3, accepted: 1, rejected: 2/,
  );
  const list = admin.lastFromBot()!;
  const [, earlier] = buttonsOf(admin);
  admin.tap(earlier!);
  await admin.until(() => /Row 2/.test(admin.lastFromBot()?.text ?? ''));
  const report = admin.lastFromBot()!;
  expect(report.id).toBe(list.id);
  expect(report.text).toMatch(new RegExp(`Row 2 · ${first} · stored\\n`));
  expect(report.text).toMatch(/no kit code · no kit has this code \(unknown-kit\)/);
  expect(report.text).not.toMatch(/Maria/);
  await tap(admin, 'imports::p1');
  await admin.until(() => /2 deliveries/.test(admin.lastFromBot()?.text ?? ''));

  // Told once: a second session of the same admin gets nothing, an admin of later deliveries only.
  await study.harmonia().database.transact((uow) => uow.jobs.enqueue('tell-of-deliveries', {}));
  await sleep(300);
  expect(admin.messages().filter(({ text }) => /laboratory has delivered/.test(text ?? ''))).toHaveLength(2);
});

test('staff are added by a link that works once, and the last admin stays', async () => {
  for (const wrong of ['add', 'add boss a@example.org', 'add admin nobody', 'remove admin a@example.org'])
    expect(await ask(admin, `/staff ${wrong}`)).toMatch(/Please write \/staff add/);
  const added = await ask(admin, '/staff add researcher New@Example.org');
  const code = /start=(staff-\w+)/.exec(added)![1]!;
  expect(await ask(admin, '/staff add admin new@example.org')).toMatch(/account of another role/);
  const colleague = study.person();
  expect(await ask(colleague, `/start ${code}`)).toMatch(/password for new@example\.org/);
  expect(await ask(colleague, 'short')).toMatch(/password/i);
  colleague.send('seven purple wheelbarrows');
  await says(colleague, /Signed in as researcher/);
  await colleague.until(() => !JSON.stringify(colleague.messages()).includes('wheelbarrows'));
  expect(await askForProgress(colleague)).toMatch(/Empty is frozen/);
  expect(await ask(study.person(), `/start ${code}`)).toMatch(/used already/);

  // An admin who has not used the link yet cannot sign in, so that the other one stays the last.
  await ask(admin, '/staff add admin second@example.org');
  const disable = async (email: string): Promise<void> => {
    await ask(admin, '/staff');
    const { buttons } = admin.lastFromBot()!;
    admin.tap(buttons!.flat().find(({ text }) => text.includes(email))!.data!);
    await says(admin, new RegExp(`^Disable ${email}\\?`));
    await tap(admin, ':yes');
  };
  expect(await ask(admin, '/staff')).toMatch(
    /admin@sandbox\.invalid: admin, active\nsecond@example\.org: admin, link not used yet[\s\S]*new@example\.org: researcher, active/,
  );
  await disable('admin@sandbox.invalid');
  await says(admin, /is the last admin and stays/);
  await disable('new@example.org');
  await says(admin, /new@example\.org is disabled/);
  expect(await ask(colleague, '/progress')).toMatch(/not available to you/);
});

test('/health and /audit tell how the service and its log stand, by code', async () => {
  const health = await ask(admin, '/health');
  expect(health).toMatch(/PostgreSQL \d+\.\d+.*answered in \d+ ms/);
  expect(health).toMatch(/Jobs: waiting \d+, running \d+, failed for good in 7 days 0/);
  expect(health).toMatch(
    /Disk: [\d.,]+ of [\d.,]+ GiB free[\s\S]*long polling[\s\S]*program \d+\.\d+\.\d+, Node v\d+/,
  );
  const { participant } = await stagedAt(study, 'language');
  const { userId: actor } = participant;
  await study.harmonia().database.transact(async (uow) => {
    const rest = { actor, subject: actor, at: study.clock.now() };
    await uow.audit.append({ ...rest, action: 'introduced', details: {} });
    await uow.audit.append({ ...rest, action: 'follow-up-sealed', details: {} });
    await uow.audit.append({ ...rest, action: 'consent-granted', details: { purpose: 'follow-up' } });
  });
  expect(await ask(admin, '/audit')).toMatch(/The chain is whole: \d+ events/);
  const page = admin.lastFromBot()!;
  expect(page.text).toMatch(/admin@sandbox\.invalid → second@example\.org · staff-added role=admin/);
  await tap(admin, buttonsOf(admin).at(-1)!);
  await admin.until(() => !/The chain/.test(admin.lastFromBot()?.text ?? ''));
  expect(admin.lastFromBot()!.id).toBe(page.id);
  expect(
    admin
      .messages()
      .map(({ text }) => text)
      .join(''),
  ).not.toMatch(/introduced|follow-up/);
});

test('/remind reaches the silent people of one cohort, not those who switched reminders off, and tells how many', async () => {
  const people = [];
  for (let index = 0; index < 4; index++) {
    const one = await stagedAt(study, 'questionnaire');
    await type(one.person, '/continue');
    people.push(one);
  }
  const [silent, off, elsewhere, active] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  await ask(admin, '/cohorts create Quiet');
  const { id } = await cohortNamed('Quiet');
  for (const { participant } of [silent, off, active]) await moveTo(id, participant);
  await moveTo((await cohortNamed('Pilot')).id, elsewhere.participant);
  await study
    .harmonia()
    .database.transact((uow) => uow.participants.update(off.participant.userId, { remindersOff: true }));
  study.clock.advance(26 * 3_600_000);
  atNoon(study);
  admin = await study.staff('admin');
  researcher = await study.staff('researcher');
  await type(active.person, '/continue');
  admin.send('/remind Quiet');
  await says(admin, /Quiet: one person was reminded/);
  await says(silent.person, /You stopped at/);
  for (const { person } of [off, elsewhere])
    expect(person.lastFromBot()?.text ?? '').not.toMatch(/You stopped at/);
  admin.send('/remind Quiet');
  await says(admin, /Quiet: nobody was reminded/);
  await type(silent.person, '/continue');
  const actions = await rowsOf<{ action: string }>(
    study,
    `SELECT action FROM audit_log WHERE subject = $1 AND action IN ('reminded', 'returned') ORDER BY id`,
    [silent.participant.userId],
  );
  expect(actions.map(({ action }) => action)).toEqual(['reminded', 'returned']);
});

test('/participant shows stage, coverage, flags and days of one person, and /progress withholds small groups', async () => {
  const { participant } = await stagedAt(study, 'lab', { seed: 4 });
  study.clock.advance(3 * 86_400_000);
  researcher = await study.staff('researcher');
  const told = await ask(researcher, `/participant ${participant.code.toLowerCase()}`);
  expect(told).toMatch(new RegExp(`${participant.code} of .*now at: lab kit`));
  expect(told).toMatch(/Stage 1: photo: sealed \(0 days\)[\s\S]*Stage 3: lab kit: begun \(3 days\)/);
  expect(told).toMatch(/Coverage: 70 %[\s\S]*joining: 3; since the last sign of life: 3/);
  expect(told).not.toMatch(/Kim|score|\d\/7|lust|pride/i);
  const progress = await askForProgress(researcher, 'Quiet');
  expect(progress).toMatch(/questionnaire: fewer than 10 people now/);
  expect(progress).not.toMatch(/P-[2-9A-Z]{4}/);
});

test('the morning digest tells each admin once, at nine, who waits and which kits are late, by code', async () => {
  const [silent, late] = [await stagedAt(study, 'questionnaire'), await stagedAt(study, 'lab')];
  const pilot = (await cohortNamed('Pilot')).id;
  for (const { participant } of [silent, late]) await moveTo(pilot, participant);
  const since = (days: number): Date => new Date(study.clock.now().getTime() - days * 86_400_000);
  await rowsOf(study, 'UPDATE participants SET last_active_at = $2 WHERE user_id = $1 RETURNING user_id', [
    silent.participant.userId,
    since(4),
  ]);
  const [kit] = await rowsOf<{ code: string }>(
    study,
    'UPDATE kits SET issued_at = $2 WHERE user_id = $1 RETURNING code',
    [late.participant.userId, since(12)],
  );
  let awake = await study.staff('admin');
  const run = () => study.harmonia().database.transact((uow) => uow.jobs.enqueue('morning-digest', {}));
  const digests = () => awake.messages().filter(({ text }) => /^Good morning: Pilot/.test(text ?? ''));
  atNoon(study);
  await run();
  await sleep(300);
  expect(digests()).toHaveLength(0);
  // A session is over by the morning.
  study.clock.advance(21.2 * 3_600_000);
  awake = await study.staff('admin');
  await run();
  const { text } = await awake.until(() => digests()[0]);
  expect(text).toMatch(/joined \d+, stages sealed \d+/);
  expect(text).toMatch(
    new RegExp(`Silent for more than 3 days:\\n(.*\\n)*questionnaire: .*${silent.participant.code}`),
  );
  expect(text).toMatch(new RegExp(`${kit!.code} · ${late.participant.code} · .*, 1[23] d`));
  await run();
  await sleep(300);
  expect(digests()).toHaveLength(1);
});
