import { beforeAll, describe, expect, test } from '@jest/globals';
import { deliverLab } from '../../play/control-panel.ts';
import { picture } from '../support/faces.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

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
    expect(buttonsOf(person)).toEqual(['lab:wait:where', 'lab:wait:lost']);
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

  test('questions about a kit that did not come or was lost are answered, with its code and a contact', async () => {
    await study.restart({ STUDY_CONTACT: 'help@example.org' });
    const { person, kit } = await atLab();
    const said = async (act: () => unknown, pattern: RegExp): Promise<void> => {
      const before = person.lastFromBot()!.id;
      act();
      await person.until(() => person.lastFromBot()!.id > before);
      const { text } = await says(person, pattern);
      expect(text).toContain('help@example.org');
      expect(text).toContain(kit);
    };
    const [where, lost] = buttonsOf(person);
    const { id: messageId } = person.lastFromBot()!;
    await said(() => person.tap(where!, { messageId }), /organisers give or send you the kit/);
    await said(() => person.tap(lost!, { messageId }), /ask the organisers for another kit/);
    for (const text of ['Where is my kit?', 'It has not arrived', '¿Dónde está mi kit?', 'Набор не пришёл'])
      await said(() => person.send(text), /organisers give or send you the kit/);
    for (const text of ['I lost it', 'the tube is broken', 'He perdido el kit', 'Я потеряла набор'])
      await said(() => person.send(text), /ask the organisers for another kit/);
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

  test('reminders go at most twice to a participant who stopped in the middle, and never to one who waits', async () => {
    const [{ person: waits }, { person: stopped }] = [
      await stagedAt(study, 'cohort'),
      await stagedAt(study, 'questionnaire'),
    ];
    for (const person of [waits, stopped]) await type(person, '/continue');
    const remind = () => study.harmonia().database.transact((uow) => uow.jobs.enqueue('remind', {}));
    const reminders = () => stopped.messages().filter(({ text }) => /You stopped at/.test(text ?? ''));
    for (const round of [1, 2, 3]) {
      study.clock.advance(10 * 86_400_000);
      await remind();
      if (round < 3) await stopped.until(() => reminders().length === round);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reminders()).toHaveLength(2);
    expect(waits.messages().filter(({ from }) => from === 'bot')).toHaveLength(1);
    const off = reminders().at(-1)!;
    stopped.tap('reminders::off', { messageId: off.id });
    await stopped.until(() => stopped.toasts().some(({ text }) => /no more reminders/.test(text ?? '')));
    stopped.send('/continue');
    await says(stopped, /1\/44/);
    study.clock.advance(10 * 86_400_000);
    await remind();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(reminders()).toHaveLength(2);
  });
});
