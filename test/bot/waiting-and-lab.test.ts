import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deliverLab } from '../../play/control-panel.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from '../support/faces.ts';
import { participantOf, rowsOf, stagedAt } from '../support/staged-study.ts';
import { atNoon, buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

const kitOf = (text: string): string => /K[2-9A-Z]{3}-[2-9A-Z]{4}-[2-9A-Z]/.exec(text)![0];
const atLab = async () => {
  const { person, participant } = await stagedAt(study, 'lab');
  person.send('/continue');
  const { text } = await says(person, /Stage 3 of 3/);
  return { person, participant, kit: kitOf(text!) };
};

describe('waiting for the lab', () => {
  test('every question about the kit shows the same code', async () => {
    const { person, kit } = await atLab();
    for (const message of ['/continue', '/start', '/continue']) {
      await type(person, message);
      const { text } = await says(person, /Stage 3 of 3/);
      expect(kitOf(text!)).toBe(kit);
    }
    expect(buttonsOf(person)).toEqual(['have', 'where', 'lost', 'damaged'].map((act) => `lab:wait:${act}`));
  });

  test('pictures, stickers and texts get the sentence about waiting and are not stored', async () => {
    const { person } = await atLab();
    const photo = await picture();
    for (const send of [
      () => person.sendFile('sticker', Buffer.from('x')),
      () => person.sendFile('photo', photo),
      async () => person.send('is it there?'),
    ]) {
      // Within ten seconds they would be one act, with one sentence.
      study.clock.advance(60_000);
      const before = person.lastFromBot()!.id;
      await send();
      await person.until(() => person.lastFromBot()!.id > before);
      await says(person, /^The lab has not answered yet[\s\S]*Ask the person who invited you\.$/);
    }
  });

  test('questions about a kit that did not come are answered, with its code and a contact', async () => {
    await study.restart({ STUDY_CONTACT: 'help@example.org' });
    const { person, kit } = await atLab();
    const said = async (act: () => unknown): Promise<void> => {
      const before = person.lastFromBot()!.id;
      act();
      await person.until(() => person.lastFromBot()!.id > before);
      const { text } = await says(person, /organisers give or send you the kit/);
      expect(text).toContain('help@example.org');
      expect(text).toContain(kit);
    };
    await said(() => person.tap('lab:wait:where', { messageId: person.lastFromBot()!.id }));
    for (const text of ['Where is my kit?', 'It has not arrived', '¿Dónde está mi kit?', 'Набор не пришёл'])
      await said(() => person.send(text));
  });

  test('a kit is followed from the label over its participant and the mail to the laboratory', async () => {
    const admin = await study.staff('admin');
    const [{ person, participant, kit }, { person: neighbour, kit: theirs }] = [await atLab(), await atLab()];
    const scan = (code: string): string => `/start k_${code.replaceAll('-', '')}`;
    admin.send('/kits labels');
    const sheet = await admin.until((one) =>
      one.messages().find(({ file }) => file?.fileName?.startsWith('kit-labels')),
    );
    expect(sheet.text).toMatch(/Labels for .* to print and cut out: \d/);
    await type(admin, `/kits posted ${participant.code} K234-6789-B nonsense ${theirs}`);
    const lines = admin.lastFromBot()!.text!.split('\n');
    expect(lines[0]).toBe(`${kit} · ${participant.code}: noted as posted.`);
    expect(lines.slice(1, 3)).toEqual([
      'K234-6789-B: that is no kit code.',
      'nonsense: that is no kit code.',
    ]);
    await says(person, /It was posted on/);
    // Another person's label, twice: nothing is noted, and whose it is stays untold.
    for (let times = 0; times < 2; times++) {
      await type(neighbour, scan(kit));
      const { text } = await says(neighbour, /This kit is not yours/);
      expect(text).toContain(theirs);
      expect(text).not.toContain(kit);
    }
    await choose(person, 'have');
    await says(person, /type the code that stands on the label/);
    await type(person, 'K7F3');
    await says(person, /That is no kit code/);
    await type(person, ` ${kit.toLowerCase().replaceAll('-', ' ')} `);
    await says(person, /Right: this is your kit[\s\S]*You have it\. Follow the leaflet/);
    await type(person, scan(kit));
    await says(person, /that was noted before[\s\S]*You have it/);
    study.clock.advance(3 * 86_400_000);
    await choose(person, 'sent');
    await says(person, /Your sample is on its way to the lab/);
    expect(buttonsOf(person)).toEqual(['lab:wait:lost']);
    const again = await study.staff('admin');
    await type(again, '/kits');
    const line = again
      .lastFromBot()!
      .text!.split('\n')
      .find((one) => one.startsWith(kit))!;
    expect(line).toBe(
      `${kit} · ${participant.code} · on its way to the lab, 0 d · (to be handed over, 0 d, posted, 0 d, with the participant, 3 d)`,
    );
    await type(again, scan(kit));
    await says(again, /it is that far already/);
  });

  test('a kit that is lost or damaged is replaced at once, and its code no longer counts', async () => {
    const { person, participant, kit } = await atLab();
    await type(person, 'I lost it');
    await says(person, new RegExp(`Shall the kit ${kit} count as lost`));
    await choose(person, 'no');
    await says(person, new RegExp(kit));
    await choose(person, 'damaged');
    await choose(person, 'yes');
    const { text } = await says(person, /That does no harm\. Your new kit has the code/);
    const fresh = kitOf(text!);
    expect(fresh).not.toBe(kit);
    await type(person, `/start k_${kit.replaceAll('-', '')}`);
    await says(person, new RegExp(`This kit no longer counts[\\s\\S]*${fresh}`));
    const admin = await study.staff('admin');
    await type(admin, `/kits handed ${kit} ${fresh}`);
    expect(admin.lastFromBot()!.text).toMatch(
      /void, because another kit took its place[\s\S]*noted as handed over/,
    );
    await type(admin, '/kits');
    expect(admin.lastFromBot()!.text).toMatch(
      new RegExp(`${kit} · ${participant.code} · void, 0 d · damaged`),
    );
    const stranger = study.person();
    stranger.send(`/start k_${fresh.replaceAll('-', '')}`);
    await says(stranger, /It belongs to a participant of the study/);
  });

  test('after an admin issues another kit, the participant reads the new code and the old one is void', async () => {
    const { person, participant, kit } = await atLab();
    const admin = await study.staff('admin');
    admin.send('/kit');
    await says(admin, new RegExp(`${kit} · ${participant.code}`));
    admin.send(`/kit ${participant.code.toLowerCase()}`);
    const { text } = await says(admin, /has a new kit/);
    const fresh = kitOf(text!);
    expect(fresh).not.toBe(kit);
    await says(person, new RegExp(fresh));
    const kits = await rowsOf<{ code: string; void: boolean }>(
      study,
      'SELECT code, voided_at IS NOT NULL AS void FROM kits WHERE user_id = $1',
      [participant.userId],
    );
    expect(new Map(kits.map((row) => [row.code, row.void]))).toEqual(
      new Map([
        [kit, true],
        [fresh, false],
      ]),
    );
  });

  test('a delivered result seals stage 3, and the chat shows that it waits for the other participants', async () => {
    const { person, participant, kit } = await atLab();
    const withoutKeys = { ...study.harmonia(), secrets: { labKeys: [] } };
    expect(await deliverLab(withoutKeys)).toMatch(/LAB_KEYS is not set/);
    await deliverLab(study.harmonia(), 'arrives');
    await says(person, /The lab has answered\. Stage 3 is sealed[\s\S]*All three stages are complete/);
    await type(person, 'what now?');
    await says(person, /nothing for you to do here/);
    const admin = await study.staff('admin');
    admin.send(`/kit ${participant.code}`);
    await says(admin, /is not waiting for a kit/);
    admin.send('/kit P-0000');
    await says(admin, /There is no participant P-0000/);
    admin.send('/kits');
    await says(admin, new RegExp(`${kit} · ${participant.code} · typed`));
  });

  test('a participant who has blocked the bot gets the message about the result after unblocking it', async () => {
    const { person } = await atLab();
    person.block(true);
    await deliverLab(study.harmonia(), 'blocked');
    await new Promise((resolve) => setTimeout(resolve, 300));
    person.block(false);
    await says(person, /The lab has answered/);
  });
});

describe('waiting for the others', () => {
  test('/status lists the stages, and /continue shows the screen of the wait', async () => {
    const { person, participant } = await stagedAt(study, 'cohort');
    person.send('/status');
    const { text } = await says(person, /Where you are in the study/);
    expect(text).toContain(participant.code);
    expect(text).toMatch(/✓ Stage 3: lab kit[\s\S]*▸ Waiting for the others – now[\s\S]*· Report/);
    await choose(person, 'continue');
    await says(person, /All three stages are complete/);
  });

  test('/report tells that there is no report yet, and the current stage', async () => {
    const { person } = await stagedAt(study, 'cohort');
    person.send('/report');
    await says(person, /There is no report yet\. You are at: waiting for the others/);
  });
});

describe('a promised day', () => {
  test('stands on the screens of the wait with how many are done, and after it how to leave', async () => {
    await study
      .harmonia()
      .database.transact((uow) =>
        uow.cohorts.create({ name: 'Promised', createdAt: new Date(study.clock.now().getTime() + 1000) }),
      );
    const staged = [];
    for (let people = 0; people < 10; people++) staged.push(await stagedAt(study, 'cohort'));
    const { person } = staged[0]!;
    const ask = async (who: Person, text: string): Promise<string> => {
      await type(who, text);
      return who.lastFromBot()!.text!;
    };
    expect(await ask(person, '/continue')).toMatch(
      /^(?![^]*mean to release)[^]*10 of 10 people of your group/,
    );
    const admin = await study.staff('admin');
    await type(admin, '/cohorts Promised');
    const day = new Date(study.clock.now().getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
    for (const wrong of ['', '2027-02-30', '2020-01-01', '2999-01-01', 'soon'])
      expect(await ask(admin, `/cohorts dates ${wrong}`)).toMatch(/a day of the next three years/);
    expect(await ask(admin, `/cohorts dates ${day}`)).toMatch(/“Promised” are promised by/);
    expect(await ask(person, '/continue')).toMatch(/mean to release the results by/);
    const { person: atKit } = await stagedAt(study, 'lab');
    expect(await ask(atKit, '/continue')).toMatch(
      /^(?![^]*of your group)[^]*Stage 3 of 3[^]*mean to release the results by/,
    );
    study.clock.advance(12 * 86_400_000);
    expect(await ask(person, '/continue')).toMatch(/You need not wait: \/withdraw/);
  });
});

describe('reminders', () => {
  const dayMs = 86_400_000;
  const remind = () => study.harmonia().database.transact((uow) => uow.jobs.enqueue('remind', {}));
  const remindersOf = (person: Person) =>
    person
      .messages()
      .filter(({ text, buttons }) => buttons?.flat().some(({ data }) => data === 'reminders::off') && text);
  const silence = async (days: number): Promise<void> => {
    study.clock.advance(days * dayMs);
    await remind();
  };
  const settled = () => new Promise((resolve) => setTimeout(resolve, 400));
  const stopped = async (step: 'questionnaire' | 'cohort' | 'lab') => {
    const { person, participant } = await stagedAt(study, step);
    await type(person, '/continue');
    return { person, participant };
  };
  /** Taps a button of the newest reminder, and waits for what the bot writes in its place. */
  const tapOn = async (person: Person, data: string, pattern: RegExp): Promise<void> => {
    const { id: messageId } = remindersOf(person).at(-1)!;
    person.tap(data, { messageId });
    await person.until(() =>
      person.messages().some(({ id, text }) => id === messageId && pattern.test(text ?? '')),
    );
  };
  beforeEach(() => atNoon(study));

  test('come five times at most, each in other words, also at the kit, and never to a participant who waits', async () => {
    const [{ person: waits }, { person }, { person: atKit }] = [
      await stopped('cohort'),
      await stopped('questionnaire'),
      await stopped('lab'),
    ];
    for (const [index, days] of [2.1, 2.1, 3.1, 7.1, 7.1, 20].entries()) {
      await silence(days);
      if (index < 5) await person.until(() => remindersOf(person).length === index + 1);
      // A tenth of a day more each time would end in the night.
      study.clock.advance(0.9 * dayMs);
    }
    await settled();
    const texts = remindersOf(person).map(({ text }) => text!.split('\n')[0]!);
    expect(new Set(texts).size).toBe(5);
    for (const text of texts) expect(text).toMatch(/questionnaire \(1 of 44\)/);
    expect(texts[4]).toMatch(/last reminder/);
    expect(remindersOf(atKit)[0]!.text).toMatch(/lab kit[\s\S]*If you have the kit, its code tells us/);
    expect(waits.messages().filter(({ from }) => from === 'bot')).toHaveLength(1);
    person.tap('reminders::off', { messageId: remindersOf(person).at(-1)!.id });
    await person.until(() => person.toasts().some(({ text }) => /no more reminders/.test(text ?? '')));
    person.send('/continue');
    await says(person, /1\/44/);
    await silence(10);
    await settled();
    expect(remindersOf(person)).toHaveLength(5);
    person.send('/reminders');
    await says(person, /Reminders are off/);
    await choose(person, 'on');
    await silence(3);
    await person.until(() => remindersOf(person).length === 6);
  });

  test('ask for the time zone with one tap, and then keep to its night and to the time that was chosen', async () => {
    const { person, participant } = await stopped('questionnaire');
    await silence(3);
    await person.until(() => remindersOf(person).length === 1);
    const [{ text, buttons }] = remindersOf(person) as [ReturnType<typeof remindersOf>[0]];
    expect(text).toMatch(/What time is it where you are\?[\s\S]*Our clock shows 12:\d\d/);
    expect(buttons!.flat()).toHaveLength(11);
    person.tap('zone::all', { messageId: remindersOf(person)[0]!.id });
    const asked = await person.until(() =>
      person
        .messages()
        .find(({ buttons: all }) => all?.flat().some(({ data }) => data === 'zone:Asia--Vladivostok:set')),
    );
    person.tap('zone:Asia--Vladivostok:set', { messageId: asked.id });
    await person.until(() => remindersOf(person).length === 1);
    expect(remindersOf(person)[0]!.text).toMatch(
      /Noted: it is 2[12]:\d\d where you are \(Asia\/Vladivostok\)/,
    );
    await tapOn(person, 'reminders::tomorrow', /next reminder comes about: .*10:00/);
    // At noon in UTC it is night there, and the reminder that is due by now waits.
    await silence(1);
    await settled();
    expect(remindersOf(person)).toHaveLength(0);
    study.clock.advance(dayMs / 2);
    await remind();
    await person.until(() => remindersOf(person).length === 1);
    expect(remindersOf(person)[0]!.text).not.toMatch(/What time is it/);
    study.clock.advance(dayMs / 2);
    const rows = await rowsOf(
      study,
      `SELECT number, step, choice, followed, time_zone FROM reminders r JOIN participants USING (user_id)
       WHERE user_id = $1 ORDER BY r.id`,
      [participant.userId],
    );
    expect(rows).toEqual([
      { number: 1, step: 'questionnaire', choice: 'tomorrow', followed: null, time_zone: 'Asia/Vladivostok' },
      { number: 2, step: 'questionnaire', choice: null, followed: null, time_zone: 'Asia/Vladivostok' },
    ]);
  });

  test('pause for two weeks although the participant goes on, and a time zone that does not exist is refused', async () => {
    const { person } = await stopped('questionnaire');
    await silence(3);
    await person.until(() => remindersOf(person).length === 1);
    await tapOn(person, 'reminders::pause', /next reminder comes about/);
    await type(person, '/continue');
    await silence(12);
    await settled();
    expect(remindersOf(person)).toHaveLength(0);
    await silence(3);
    await person.until(() => remindersOf(person).length === 1);
    await type(person, '/reminders Europe/Atlantis');
    expect(person.lastFromBot()!.text).toMatch(/There is no time zone “Europe\/Atlantis”/);
    await type(person, '/reminders europe/madrid');
    expect(person.lastFromBot()!.text).toMatch(/Reminders are on[\s\S]*\(Europe\/Madrid\)/);
    expect(await participantOf(study, person)).toMatchObject({ timeZone: 'Europe/Madrid' });
  });
});
