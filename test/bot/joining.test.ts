import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatMessage } from '../../sandbox/chat-types.ts';
import { participantOf, rowsOf } from '../support/staged-study.ts';
import { buttonsOf, choose, says, startTestStudy, type, walkTo, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy();
});

describe('joining', () => {
  test('without an invite a person reads how to get one', async () => {
    const person = study.person();
    person.send('/start');
    await says(person, /open by invitation/);
    person.send('hello?');
    await says(person, /open by invitation/);
  });

  test('an unknown, an expired and a used invite each get a sentence', async () => {
    const stranger = study.person();
    stranger.send('/start NOSUCHCODE');
    await says(stranger, /not valid/);

    const code = await study.invite();
    const first = study.person();
    first.send(`/start ${code}`);
    await says(first, /language/i);
    const second = study.person();
    second.send(`/start ${code}`);
    await says(second, /already been used/);

    const old = await study.invite();
    study.clock.advance(15 * 86_400_000);
    const late = study.person();
    late.send(`/start ${old}`);
    await says(late, /expired/);
  });

  test('the first question stands in three languages, that of the account first', async () => {
    const person = study.person('ru');
    person.send(`/start ${await study.invite()}`);
    const { text } = await says(person, /Which language/);
    expect(text!.split('\n').slice(-3)).toEqual([
      'На каком языке будем общаться?',
      'Which language shall we use?',
      '¿En qué idioma hablamos?',
    ]);
  });

  test('opening the link a second time makes no second participant', async () => {
    const code = await study.invite();
    const person = study.person();
    person.send(`/start ${code}`);
    person.send(`/start ${code}`);
    await says(person, /Which language/);
    const people = await study
      .harmonia()
      .database.transact(async (uow) => uow.participants.ofCohort((await uow.cohorts.latest())!.id));
    expect(people.filter(({ chatId }) => chatId === String(person.id))).toHaveLength(1);
  });

  test('an age under 18 is refused, and a wrong tap can be corrected', async () => {
    const person = study.person();
    person.send(`/start ${await study.invite()}`);
    await says(person, /Which language/);
    await choose(person, 'en');
    await choose(person, 'no');
    await says(person, /adults only/);
    await choose(person, 'yes');
    await says(person, /Your photo/);
  });

  test('refusing a required consent repeats its question, refusing research goes on', async () => {
    const person = study.person();
    await walkTo(study, person, 'consent');
    expect(
      person
        .lastFromBot()!
        .buttons!.flat()
        .map(({ style }) => style),
    ).toEqual(['success', undefined]);
    await choose(person, 'no');
    await says(person, /Without this consent/);
    for (let purposes = 0; purposes < 4; purposes++) await choose(person, 'yes');
    await choose(person, 'no');
    await says(person, /e-mail address/);
    const consents = await study.harmonia().database.transact(async (uow) => {
      const participant = await uow.participants.byChat(String(person.id) as never);
      return uow.consents.history(participant!.userId);
    });
    expect(consents.map(({ purpose, granted }) => `${purpose} ${granted}`)).toEqual([
      'face false',
      'face true',
      'personality true',
      'genetic true',
      'matching true',
      'research false',
    ]);
    expect(consents[0]!.textHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('an e-mail address is checked, and a taken one is refused', async () => {
    const first = study.person();
    await walkTo(study, first, 'about', { email: 'taken@example.org' });
    const person = study.person();
    await walkTo(study, person, 'account');
    await type(person, 'no address');
    await says(person, /does not look like/);
    await type(person, 'Taken@Example.org');
    await says(person, /already in use/);
    await type(person, 'mine@example.org');
    await says(person, /password/);
  });

  test('a message with a password is deleted at once, and a weak password is refused with a reason', async () => {
    const person = study.person();
    await walkTo(study, person, 'account');
    await type(person, 'weak-passwords@example.org');
    for (const [password, reason] of [
      ['short', /too short/],
      ['password123456', /easy to guess/],
      ['weak-passwords-too', /does not contain your e-mail/],
    ] as const) {
      await type(person, password);
      await says(person, reason);
      await person.until(() => !person.messages().some(({ text }) => text === password));
    }
    await type(person, 'four green bicycles');
    await says(person, /password is set/);
    await person.until(() => !person.messages().some(({ text }) => text === 'four green bicycles'));
    expect(study.logged()).not.toContain('four green bicycles');
  });

  test('the questions about the participant take taps and text, and a sentence tells why another answer is refused', async () => {
    const person = study.person();
    await walkTo(study, person, 'about');
    await type(person, 'WOMAN');
    await says(person, /Who would you like|like to meet/);
    await choose(person, 'back');
    await says(person, /Are you a woman or a man/);
    await choose(person, 'male');
    await choose(person, 'both');
    for (const [answer, reply] of [
      ['nineteen', /four digits/],
      [String(new Date().getUTCFullYear() - 10), /under 18/],
      ['1985 or 1986', /four digits/],
      ['In 1985.', /youngest/],
      ['12', /from 18/],
      ['-30', /from 18/],
      ['30.5', /from 18/],
      ['٣٠', /oldest/],
      ['25', /from 30/],
      ['44 years', /call you/],
      ['x'.repeat(4000), /60/],
      ['\u200b\u00ad', /at least one letter/],
      ['?!', /at least one letter/],
      ['<b>Zoë</b> 🦊 \u202eשלום\u2066', /Please check your answers/],
    ] as const) {
      await type(person, answer);
      await says(person, reply);
    }
    const { text } = await says(person, /Please check/);
    expect(text).toContain(
      'Name: <b>Zoë</b> 🦊 שלום\nSex: Man\nYear of birth: 1985\nYou would like to meet: Women and men\nAt the ages: 30 to 44',
    );
    // A change keeps everything else, and comes back to the answers.
    await choose(person, 'seeksAgeMin');
    await type(person, '50');
    await says(person, /oldest/);
    await type(person, '45');
    await says(person, /from 50/);
    await type(person, '60');
    await says(person, /Please check your answers[\s\S]*At the ages: 50 to 60/);
    await choose(person, 'displayName');
    await choose(person, 'back');
    await choose(person, 'sex');
    await type(person, 'woman');
    await says(person, /Sex: Woman/);
    await type(person, 'hm');
    await says(person, /use one of the buttons/);
    await type(person, '/continue');
    await says(person, /Please check your answers/);
    await type(person, 'yes');
    await says(person, /Thank you, <b>Zoë<\/b> 🦊 שלום\.[\s\S]*your photo/i);
    const participant = await study
      .harmonia()
      .database.transact((uow) => uow.participants.byChat(String(person.id) as never));
    expect(participant).toMatchObject({
      sex: 'female',
      seeks: 'both',
      birthYear: 1985,
      seeksAgeMin: 50,
      seeksAgeMax: 60,
      displayName: '<b>Zoë</b> 🦊 שלום',
    });
  });

  test('a message of any other kind is answered by what to do, once for several in a row', async () => {
    const person = study.person();
    await walkTo(study, person, 'consent');
    const said = (words: RegExp): ChatMessage[] =>
      person.messages().filter(({ from, text }) => from === 'bot' && words.test(text ?? ''));
    for (let round = 1; round <= 2; round++) {
      for (let n = 0; n < 20; n++) await person.sendFile('sticker', Buffer.from('x'));
      for (const kind of ['voice', 'video_note', 'video'] as const)
        await person.sendFile(kind, Buffer.from('x'));
      person.send('/help');
      await person.until(() => said(/asks for a photo/).length === round);
      expect(said(/use one of the buttons/)).toHaveLength(round);
      study.clock.advance(60_000);
    }
    person.send('/continue');
    await says(person, /Your photo/);
  });

  test('/profile corrects before the photo stage is sealed, says what it means, and audits no value', async () => {
    const person = study.person();
    await walkTo(study, person, 'selfie', { email: 'before@example.org' });
    const { userId } = (await participantOf(study, person))!;
    /** Opens a question of /profile; waits until it is there. */
    const correct = async (field: string): Promise<void> => {
      await type(person, '/profile');
      await says(person, /What you told us/);
      await choose(person, field);
    };
    await type(person, '/profile');
    const { text } = await says(person, /until your photo stage is sealed/);
    expect(text).toContain('Name: Kim\nSex: Woman\nYear of birth: 1990');
    expect(text).toContain('E-mail: before@example.org');
    expect(buttonsOf(person)).toEqual(
      ['displayName', 'birthYear', 'sex', 'seeksAgeMin', 'email'].map((field) => `correct::${field}`),
    );
    const walks: readonly (readonly [string, readonly (readonly [string, RegExp])[]])[] = [
      [
        'birthYear',
        [
          ['soon', /four digits/],
          [String(new Date().getUTCFullYear() - 17), /under 18/],
          ['1980', /Saved: born in 1980\. You count as \d\d years old[\s\S]*your photo/],
        ],
      ],
      [
        'displayName',
        [
          ['?!', /at least one letter/],
          ['x'.repeat(300), /300 characters/],
          ['Ana', /read the name Ana/],
        ],
      ],
      [
        'email',
        [
          ['no', /does not look like/],
          ['taken@example.org', /already in use/],
          ['AFTER@example.org', /Saved: after@/],
        ],
      ],
      ['sex', [['man', /Saved: Man/]]],
      [
        'seeksAgeMin',
        [
          ['17', /from 18/],
          ['40', /oldest/],
          ['39', /from 40/],
          ['50', /Saved: from 40 to 50/],
        ],
      ],
    ];
    for (const [field, steps] of walks) {
      await correct(field);
      for (const [answer, reply] of steps) {
        await type(person, answer);
        await says(person, reply);
      }
    }
    await correct('displayName');
    await choose(person, 'keep');
    await says(person, /Nothing was changed[\s\S]*your photo/);
    expect(await participantOf(study, person)).toMatchObject({
      ...{ displayName: 'Ana', birthYear: 1980, sex: 'male', seeksAgeMin: 40, seeksAgeMax: 50 },
    });
    const changed = await rowsOf<{ details: { field: string } }>(
      study,
      `SELECT details FROM audit_log WHERE action = 'profile-changed' AND subject = $1 ORDER BY id`,
      [userId],
    );
    expect(changed.map(({ details }) => details)).toEqual(
      ['birthYear', 'displayName', 'email', 'sex', 'seeksAgeMin', 'seeksAgeMax'].map((field) => ({ field })),
    );
  });
});
