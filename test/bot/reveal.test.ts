import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Participant } from '../../engine/ports/participants.ts';
import type { Person } from '../../sandbox/server.ts';
import { pagesOf } from '../support/pdf-text.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { soon } from '../support/soon.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
let admin: Person;
interface Actor {
  person: Person;
  participant: Participant;
}
let ann: Actor, bob: Actor, carl: Actor, dora: Actor, late: Actor;

beforeAll(async () => {
  study = await startTestStudy({ PROFILES_PER_PERSON: '3' });
  admin = await study.staff('admin');
  const actor = async (
    name: string,
    sex: 'female' | 'male',
    seeks: 'female' | 'male',
    more: { username?: string } = {},
  ) => {
    const made = await stagedAt(study, 'cohort', { name, sex, seeks, ...more });
    await type(made.person, '/continue');
    return made;
  };
  ann = await actor('Ann <3', 'female', 'male');
  dora = await actor('Dora', 'female', 'male');
  bob = await actor('Bob', 'male', 'female', { username: 'bob_in_test' });
  carl = await actor('Carl', 'male', 'female');
  late = await stagedAt(study, 'questionnaire', { name: 'Late' });
});

/** The display name of the profile on the screen. */
const shownTo = ({ person }: Actor): string => /^(.+), \d\d$/m.exec(person.lastFromBot()!.text!)![1]!;
/** Answers about each assigned profile, until the screen offers the seal. */
async function answerAll(actor: Actor, wouldMeet: (name: string) => boolean): Promise<void> {
  const { person } = actor;
  while (/How much would you like to meet/.test(person.lastFromBot()!.text!)) {
    await choose(person, '6');
    await choose(person, wouldMeet(shownTo(actor)) ? 'yes' : 'no');
  }
  await says(person, /You have answered about everybody/);
}
const reportOf = ({ person }: Actor) =>
  person.until(() => person.messages().find(({ file }) => file?.kind === 'document'));
const reports = ({ person }: Actor) => person.messages().filter(({ file }) => file?.kind === 'document');
/** The chats that were sent a way to reach a participant. */
const ways = (way: string): unknown[] =>
  study.sandbox
    .calls('sendMessage')
    .flatMap(({ params }) => (JSON.stringify(params).includes(way) ? [params['chat_id']] : []));
const everything = ({ person }: Actor): string => JSON.stringify(person.messages());

describe('freeze, score and release', () => {
  test('each command is refused out of order, with a reason', async () => {
    admin.send('/score');
    await says(admin, /no frozen cohort to score/);
    admin.send('/release');
    await says(admin, /no scored cohort to release/);
    admin.send('/participants');
    const { text } = await says(admin, /Pilot is open: 5 participants/);
    expect(text).toMatch(/waiting for the others: 4/);
    expect(text).not.toMatch(/Ann|Bob|Carl|Dora|Late/);
  });

  test('/profile corrects a name until the freeze, and nothing that a sealed stage has fixed', async () => {
    await type(dora.person, '/profile');
    await says(dora.person, /Your photo stage is sealed, so birth year, sex and ages/);
    expect(buttonsOf(dora.person)).toEqual(['correct::displayName', 'correct::email']);
    await choose(dora.person, 'displayName');
    await type(dora.person, 'Dora');
    await says(dora.person, /Nothing was changed/);
    await type(dora.person, '/profile');
    await choose(dora.person, 'displayName');
  });

  test('/freeze counts the participants who are in, and freezes only after a second yes', async () => {
    admin.send('/freeze');
    await says(admin, /Included: 4 \(without a lab result: 0\)\. Not included: 1/);
    admin.tap(buttonsOf(admin).find((data) => data.endsWith(':no'))!);
    await admin.until(() => admin.toasts().some(({ text }) => /Nothing was changed/.test(text ?? '')));
    await says(admin, /^Pilot: Nothing was changed/);
    expect(await rowsOf(study, `SELECT FROM cohorts WHERE status = 'open'`)).toHaveLength(1);
    await type(admin, '/freeze');
    const { id: asked } = admin.lastFromBot()!;
    await choose(admin, 'yes');
    await says(admin, /frozen with 4 participants\. Pre-registration [0-9a-f]{16}/);
    await admin.until(() => !admin.messages().find(({ id }) => id === asked)!.buttons?.length);
    admin.send('/freeze');
    await says(admin, /no open cohort to freeze/);
    admin.send('/invite');
    await says(admin, /“Pilot” takes no people/);
  });

  test('two /score at once start one scoring', async () => {
    admin.send('/score');
    admin.send('/score');
    await admin.until(() =>
      admin.messages().some(({ text }) => /Scored\. People: 4; eligible pairs: 4/.test(text ?? '')),
    );
    const scored = await rowsOf(study, `SELECT FROM audit_log WHERE action = 'cohort-scored'`);
    expect(scored).toHaveLength(1);
  });

  test('/scores and /exposure of so few people say that nothing can be shown, and draw nothing', async () => {
    const researcher = await study.staff('researcher');
    for (const command of ['/scores', '/exposure']) {
      researcher.send(command);
      await says(researcher, /fewer than 10 people[\s\S]*too few people for a picture/);
    }
    expect(researcher.messages().filter(({ file }) => file)).toEqual([]);
  });

  test('invariant 3: until the release a participant sees neither another participant nor a computed value', async () => {
    for (const actor of [ann, bob]) {
      for (const asked of ['/report', '/continue', '/status', 'so?']) await type(actor.person, asked);
      for (const stale of ['profiles:w0:7', 'report:ready:again', 'profiles:seal:seal'])
        expect(() => actor.person.tap(stale)).toThrow();
      expect(everything(actor)).not.toMatch(/Bob|Carl|Dora|Ann|predict|percent|score|mutual/i);
    }
    expect(await rowsOf(study, 'SELECT FROM outcomes')).toEqual([]);
    expect(await rowsOf(study, 'SELECT FROM reports')).toEqual([]);
  });

  test('/profile changes nothing but the e-mail now, also by an old button', async () => {
    await type(carl.person, '/profile');
    await says(carl.person, /Your group is complete, so only the e-mail can be changed/);
    expect(buttonsOf(carl.person)).toEqual(['correct::email']);
    await choose(carl.person, 'email');
    await type(carl.person, 'carl-later@example.org');
    await says(carl.person, /Saved: carl-later@[\s\S]*Now we wait for the others/);
    // Dora opened the question before the freeze.
    await type(dora.person, 'Dorothea');
    await says(dora.person, /Your group is complete, so that can no longer be changed[\s\S]*Now we wait/);
    expect(await participantOf(study, dora.person)).toMatchObject({ displayName: 'Dora' });
  });

  test('/release asks those who agreed to the earlier text about being shown anew, and a no keeps things as they are', async () => {
    const { userId } = carl.participant;
    const earlier = { textVersion: '2026-11', textHash: 'h', locale: 'en', at: study.clock.now() };
    await study
      .harmonia()
      .database.transact((uow) =>
        uow.consents.record({ userId, purpose: 'matching', granted: true, ...earlier }),
      );
    await study
      .harmonia()
      .database.transact((uow) => uow.jobs.enqueue('refresh-chat', { chatId: String(carl.person.id) }));
    const asked = await carl.person.until(() =>
      carl.person.messages().find(({ text }) => /A text that you agreed to has changed/.test(text ?? '')),
    );
    carl.person.tap('amended:matching:no');
    await carl.person.until(() =>
      carl.person.toasts().some(({ text }) => /stays as it was/.test(text ?? '')),
    );
    await carl.person.until(() => !carl.person.messages().find(({ id }) => id === asked.id)!.buttons?.length);
    await type(carl.person, '/privacy');
    expect(buttonsOf(carl.person)).toEqual(['amended:matching:ask']);
    const current = await study.harmonia().database.transact((uow) => uow.consents.current(userId));
    expect(current.get('matching')).toMatchObject({ granted: true, textVersion: '2026-11' });
  });

  test('/release asks once more, then each participant who is in gets the assigned profiles', async () => {
    admin.send('/release');
    await says(admin, /Releasing shows every participant/);
    const release = buttonsOf(admin).find((data) => data.endsWith(':yes'))!;
    admin.tap(release, { times: 2 });
    await says(admin, /Released to 4 participants/);
    for (const actor of [ann, bob, carl, dora]) await says(actor.person, /The results are here[\s\S]*1\/2/);
    expect(late.person.messages()).toEqual([]);
    expect(await rowsOf(study, `SELECT FROM audit_log WHERE action = 'cohort-released'`)).toHaveLength(1);
  });
});

describe('profiles', () => {
  test('show a photo, a name and an age in a protected message, and no score', () => {
    for (const actor of [ann, bob]) {
      const screen = actor.person.lastFromBot()!;
      expect(screen.file?.kind).toBe('photo');
      expect(screen.protected).toBe(true);
      expect(screen.text).toMatch(/, \d\d\n/);
      expect(screen.text).not.toMatch(/%|score|percent|predict/i);
    }
  });

  test('ask for 1 to 7 and then for yes or no, forwards and back, and take typed answers', async () => {
    const { person } = ann;
    const first = shownTo(ann);
    await type(person, '8');
    await says(person, /number from 1 to 7/);
    await type(person, '7');
    await says(person, /would you really meet/);
    await choose(person, 'back');
    await says(person, /How much/);
    expect(
      person
        .lastFromBot()!
        .buttons!.map((row) => row.map(({ text }) => text))
        .slice(0, 3),
    ).toEqual([['1 · not at all'], ['2', '3', '4', '5', '6'], ['✓ 7 · very much']]);
    await choose(person, '5');
    await type(person, 'da?');
    await says(person, /use one of the buttons/);
    await type(person, 'Yes');
    await says(person, /2\/2/);
    expect(shownTo(ann)).not.toBe(first);
    await choose(person, 'back');
    await says(person, /really meet[\s\S]*1\/2/);
    expect(shownTo(ann)).toBe(first);
    await choose(person, 'yes');
  });

  test('whose photo Telegram does not take are not asked about, and do not count as shown before they are', async () => {
    const { person, participant } = bob;
    const shown = () =>
      rowsOf<{ shown_at: Date | null }>(study, 'SELECT shown_at FROM outcomes WHERE viewer = $1', [
        participant.userId,
      ]);
    expect(await shown()).toHaveLength(1);
    await rowsOf(study, 'DELETE FROM outcomes WHERE viewer = $1', [participant.userId]);
    const refusal = 'Bad Request: PHOTO_INVALID_DIMENSIONS';
    study.sandbox.fault({
      kind: '400',
      method: 'sendPhoto',
      chatId: person.id,
      description: refusal,
      times: 3,
    });
    await type(person, '/continue');
    const { text, file } = await says(person, /did not show the picture/);
    expect(text).toContain(', ');
    expect(file).toBeUndefined();
    expect(buttonsOf(person)).toEqual(['go::continue', 'profiles:w0:block']);
    await type(person, '6');
    await says(person, /did not show the picture/);
    expect(await shown()).toEqual([]);
    await soon(() => expect(study.logged()).toMatch(/"level":"error".*PHOTO_INVALID_DIMENSIONS/));
    // To be left out a profile need not be seen.
    await choose(person, 'block');
    await choose(person, 'known');
    await says(person, /2\/2/);
    await soon(async () =>
      expect((await shown()).map((row) => row.shown_at !== null).toSorted()).toEqual([false, true]),
    );
    const before = study.clock.now().getTime();
    await choose(person, 'back');
    await choose(person, 'back');
    await says(person, /How much would you like[\s\S]*1\/2/);
    await soon(async () =>
      expect((await shown()).every(({ shown_at: at }) => at !== null && at.getTime() >= before - 2000)).toBe(
        true,
      ),
    );
  });

  test('take a double tap on the scale as one answer about one participant', async () => {
    const { person } = ann;
    const data = buttonsOf(person).find((button) => button.endsWith(':4'))!;
    const queries = person.tap(data, { times: 3 });
    await person.until(() => queries.every((id) => person.toasts().some(({ queryId }) => queryId === id)));
    await says(person, /really meet[\s\S]*2\/2/);
    await choose(person, 'yes');
    await says(person, /answered about everybody/);
    const wtm = await rowsOf<{ wtm: number }>(study, 'SELECT wtm FROM outcomes WHERE viewer = $1', [
      ann.participant.userId,
    ]);
    expect(wtm.map((row) => row.wtm).toSorted()).toEqual([4, 5]);
  });

  test('invariant 6: no report before the answers are sealed, neither by command nor by an old button', async () => {
    await type(ann.person, '/report');
    await says(ann.person, /There is no report yet/);
    expect(reports(ann)).toEqual([]);
    ann.person.send('/continue');
    await says(ann.person, /answered about everybody/);
    await choose(ann.person, 'back');
    await says(ann.person, /really meet[\s\S]*2\/2/);
    await choose(ann.person, 'yes');
  });

  test('hide a participant who withdraws meanwhile, and store no answer about another one', async () => {
    // Carl's screen shows his first profile when that participant withdraws.
    const name = shownTo(carl);
    const [gone] = await rowsOf<{ user_id: string }>(
      study,
      'SELECT user_id FROM participants WHERE display_name = $1',
      [name],
    );
    await rowsOf(study, `UPDATE participants SET status = 'withdrawn' WHERE user_id = $1`, [gone!.user_id]);
    carl.person.tap(buttonsOf(carl.person).find((data) => data.endsWith(':7'))!);
    await says(carl.person, /1\/1/);
    expect(shownTo(carl)).not.toBe(name);
    const answered = await rowsOf(study, 'SELECT FROM outcomes WHERE viewer = $1 AND wtm IS NOT NULL', [
      carl.participant.userId,
    ]);
    expect(answered).toEqual([]);
    await rowsOf(study, `UPDATE participants SET status = 'active' WHERE user_id = $1`, [gone!.user_id]);
  });

  test('ask why two people are not to be introduced; that is no answer, and can be taken back', async () => {
    await type(carl.person, '/continue');
    await says(carl.person, /How much/);
    const stored = async (columns: string, table = 'outcomes', key = 'viewer'): Promise<unknown[]> =>
      rowsOf(study, `SELECT ${columns} FROM ${table} WHERE ${key} = $1 ORDER BY 1`, [
        carl.participant.userId,
      ]);
    await choose(carl.person, 'block');
    await says(carl.person, /We will not introduce you\. Why\?/);
    expect(await stored('blocked', 'blocks', 'blocker')).toEqual([]);
    await choose(carl.person, 'known');
    await says(carl.person, /How much[\s\S]*2\/2/);
    expect(await stored('blocked', 'blocks', 'blocker')).toHaveLength(1);
    await choose(carl.person, '7');
    await choose(carl.person, 'block');
    await choose(carl.person, 'other');
    await says(carl.person, /answered about everybody/);
    const left = (reason: string, wtm: number | null) => ({ excluded_reason: reason, wtm, would_meet: null });
    expect(await stored('excluded_reason, wtm, would_meet')).toEqual([left('known', null), left('other', 7)]);
    await choose(carl.person, 'back');
    await choose(carl.person, 'yes');
    await says(carl.person, /answered about everybody/);
    expect(await stored('excluded_reason')).toEqual([
      { excluded_reason: 'known' },
      { excluded_reason: null },
    ]);
    expect(await stored('blocked', 'blocks', 'blocker')).toHaveLength(1);
    await choose(carl.person, 'back');
    await choose(carl.person, 'block');
    await choose(carl.person, 'other');
  });
});

describe('the report', () => {
  test('arrives as a protected PDF, without a person’s name in the file name, and as text', async () => {
    const { person } = ann;
    person.tap(
      buttonsOf(person).find((data) => data.endsWith(':seal'))!,
      { times: 2 },
    );
    const pdf = await reportOf(ann);
    expect(pdf).toMatchObject({ protected: true, file: { fileName: 'harmonia-report.pdf' } });
    expect(study.sandbox.file(pdf.file!.id).subarray(0, 5).toString()).toBe('%PDF-');
    await says(person, /That was the study/);
    // The results come first, a line for each match, without a number; then the file.
    const texts = person.messages().map(({ text }) => text ?? '');
    const summary = texts.findIndex((text) => /Your match report/.test(text));
    expect(texts[summary]).toMatch(
      /^Your match report\n\n1\. (Bob, \d\d|Carl): .+\n2\. (Bob, \d\d|Carl): .+$/,
    );
    expect(person.messages().findIndex(({ file }) => file?.kind === 'document')).toBe(summary + 1);
    expect(reports(ann)).toHaveLength(1);
    const [stored] = await rowsOf<{ path: string; docx_path: string; status: string }>(
      study,
      'SELECT path, docx_path, status FROM reports',
    );
    expect(stored).toMatchObject({ status: 'delivered' });
    expect(stored!.path).toMatch(/^reports\/[0-9a-f-]{36}\.pdf$/);
    expect(stored!.docx_path).toMatch(/^reports\/[0-9a-f-]{36}\.docx$/);
    const pages = (await pagesOf(study.sandbox.file(pdf.file!.id))).join(' ');
    // Carl kept to the text by which reports show the name only.
    expect(pages).toMatch(/Bob, \d\d/);
    expect(pages).not.toMatch(/Carl, \d\d/);
    expect(
      study.sandbox
        .file(pdf.file!.id)
        .toString('latin1')
        .match(/\/Subtype \/Image/g),
    ).toHaveLength(1);
  });

  test('is sent again after a tap and after a command, as PDF, as DOCX or as text', async () => {
    const { person } = ann;
    person.tap('file::pdf');
    await person.until(() => reports(ann).length === 2);
    person.send('/report');
    await person.until(() => reports(ann).length === 3);
    await says(person, /to read, to keep, or as plain text/);
    expect(
      person
        .lastFromBot()!
        .buttons!.flat()
        .map(({ text }) => text),
    ).toEqual(['PDF', 'Word (DOCX)', 'As text']);
    await choose(person, 'docx');
    await person.until(() => reports(ann).length === 4);
    const docx = reports(ann).at(-1)!;
    expect(docx).toMatchObject({ protected: true, file: { fileName: 'harmonia-report.docx' } });
    expect(study.sandbox.file(docx.file!.id).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    person.tap('file::text');
    await says(person, /\d+ of 100, range \d+ to \d+[\s\S]*What each part did: Faces/);
  });

  test('closes the answers: a tap on an old button changes nothing', async () => {
    const before = await rowsOf(study, 'SELECT * FROM outcomes WHERE viewer = $1', [ann.participant.userId]);
    const { person } = ann;
    const old = person
      .messages()
      .filter(({ buttons }) => buttons && JSON.stringify(buttons).includes('profiles:'));
    expect(old).toEqual([]);
    await type(person, '3');
    expect(await rowsOf(study, 'SELECT * FROM outcomes WHERE viewer = $1', [ann.participant.userId])).toEqual(
      before,
    );
  });

  test('holds no answer of another participant before both have sealed theirs', () => {
    expect(everything(bob)).not.toMatch(/both said|introduce you/);
    expect(everything(ann)).not.toMatch(/both said that you would meet/);
  });
});

describe('an introduction', () => {
  test('is proposed to both once both said that they would meet, also to the one who sealed first', async () => {
    await answerAll(bob, (name) => name === 'Ann <3');
    await choose(bob.person, 'seal');
    await says(bob.person, /Ann <3 \(\d\d\) and you both said that you would meet/);
    const asked = await says(ann.person, /Bob \(\d\d\) and you both said that you would meet/);
    expect(asked).toMatchObject({ protected: true, file: { kind: 'photo' } });
    expect(ways('t.me/bob_in_test')).toEqual([]);
  });

  test('happens only after both said yes a second time, by public name, or else by a contact that is shared', async () => {
    await choose(ann.person, 'yes');
    await says(ann.person, /If the other person says yes too/);
    expect(everything(bob)).not.toMatch(/way to each other/);
    bob.person.tap(
      buttonsOf(bob.person).find((data) => data.endsWith(':yes'))!,
      { times: 3 },
    );
    await bob.person.until(() => /Ann <3 and you|You and Ann <3 both said yes/.test(everything(bob)));
    await ann.person.until(() => /Here is the way to each other: @bob_in_test/.test(everything(ann)));
    expect(ways('https://t.me/bob_in_test')).toEqual([ann.person.id]);
    await bob.person.until(() => /no public name in Telegram, so we have asked/.test(everything(bob)));
    await ann.person.until(() => /You agree then that we pass both on to Bob/.test(everything(ann)));
    ann.person.contact();
    await says(ann.person, /Your contact is on its way/);
    const phone = ann.person.messages().find(({ contact }) => contact)!.contact!.phone;
    await bob.person.until(() => everything(bob).includes(`the way to Ann <3: Somebody, ${phone}`));
    expect(ways(phone)).toEqual([bob.person.id]);
    // It is stored nowhere once it is delivered, and a second one goes nowhere.
    await soon(async () =>
      expect(await rowsOf(study, 'SELECT FROM outbox WHERE chat_id = $1', [bob.person.id])).toEqual([]),
    );
    ann.person.contact();
    await says(ann.person, /nothing for you to do here/);
    expect(ways(phone)).toEqual([bob.person.id]);
  });

  test('is not proposed to a participant who blocked the other', async () => {
    await choose(carl.person, 'seal');
    await reportOf(carl);
    await answerAll(dora, () => true);
    await choose(dora.person, 'seal');
    await reportOf(dora);
    await says(dora.person, /That was the study/);
    await says(carl.person, /That was the study/);
    for (const actor of [carl, dora]) expect(everything(actor)).not.toMatch(/both said/);
  });

  test('tells who waits that the other cannot be reached, or does not share a contact', async () => {
    const [low, high] = [carl, dora].map(({ participant: { userId } }) => userId).toSorted();
    await rowsOf(study, 'INSERT INTO introductions (low, high, introduced_at) VALUES ($1, $2, now())', [
      low,
      high,
    ]);
    await rowsOf(study, 'UPDATE chats SET unreachable_since = now() WHERE chat_id = $1', [carl.person.id]);
    const [chatId, otherChatId] = [String(dora.person.id), String(carl.person.id)];
    await study.harmonia().database.transact((uow) => uow.jobs.enqueue('introduce', { chatId, otherChatId }));
    await says(dora.person, /Carl cannot be reached at the moment/);
    carl.person.send('Hello');
    await carl.person.until(() => /Dora cannot write to you/.test(everything(carl)));
    await type(carl.person, 'Do not share');
    await says(carl.person, /Your contact is not shared/);
    await says(dora.person, /Carl prefers not to share a contact/);
    await rowsOf(study, 'DELETE FROM introductions WHERE low = $1 AND high = $2', [low, high]);
  });
});

describe('a participant who leaves', () => {
  test('stands in nobody else’s report any more: the files are made anew when they are asked for', async () => {
    const storedOf = async ({ participant }: Actor) =>
      (
        await rowsOf<{ path: string | null; docx_path: string | null }>(
          study,
          'SELECT path, docx_path FROM reports WHERE user_id = $1',
          [participant.userId],
        )
      )[0]!;
    const before = await storedOf(dora);
    carl.person.send('/delete_my_data');
    await says(carl.person, /erase/i);
    await choose(carl.person, 'yes');
    expect(await storedOf(dora)).toEqual({ path: null, docx_path: null });
    const kept = (path: string | null) => existsSync(join(study.harmonia().config.dataDir, path!));
    await soon(() => expect([kept(before.path), kept(before.docx_path)]).toEqual([false, false]));
    const sent = reports(dora).length;
    dora.person.send('/report');
    await says(dora.person, /to read, to keep|being made again/);
    await dora.person.until(() => reports(dora).length === sent + 1);
    const text = (await pagesOf(study.sandbox.file(reports(dora).at(-1)!.file!.id))).join(' ');
    expect(text).toContain('Bob, ');
    expect(text).not.toContain('Carl');
  });
});

describe('invariant 11: the audit log', () => {
  test('holds every step of a participant in order, without a name, an answer or a typing', async () => {
    const trail = await study.harmonia().database.transact((uow) => uow.audit.of(bob.participant.userId));
    expect(
      trail.map(({ action, details }) => ('phase' in details ? `${action} ${details['phase']}` : action)),
    ).toEqual([
      'consent-granted',
      'consent-granted',
      'consent-granted',
      'consent-granted',
      'consent-granted',
      'phase-opened visual',
      'phase-sealed visual',
      'phase-opened personality',
      'phase-sealed personality',
      'phase-opened biological',
      'kit-issued',
      'phase-sealed biological',
      'outcomes-sealed',
    ]);
    const whole = JSON.stringify(await rowsOf(study, 'SELECT * FROM audit_log'));
    expect(whole).not.toMatch(/Ann|Bob|Carl|Dora|example\.org|HLA|\*\d\d:/);
    for (const action of ['cohort-frozen', 'cohort-scored', 'cohort-released', 'introduced', 'login'])
      expect(whole).toContain(`"${action}"`);
  });

  test('refuses changes, and its chain of hashes is unbroken', async () => {
    for (const statement of [
      'DELETE FROM audit_log',
      `UPDATE audit_log SET actor = 'x'`,
      'TRUNCATE audit_log',
    ])
      await expect(rowsOf(study, statement)).rejects.toThrow();
    const checked = await study.harmonia().database.transact((uow) => uow.audit.verify());
    expect(checked.brokenAt).toBeNull();
    expect(checked.rows).toBeGreaterThan(50);
  });
});
