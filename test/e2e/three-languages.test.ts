import { beforeAll, describe, expect, test } from '@jest/globals';
import { deliverLab } from '../../play/control-panel.ts';
import type { Person } from '../../sandbox/server.ts';
import { picture } from '../support/faces.ts';
import { participantOf } from '../support/staged-study.ts';
import { choose, says, startTestStudy, type, type TestStudy } from '../support/study.ts';

/** What a person reads at each stage, in the language that they chose. */
const sentences = {
  en: {
    adult: /18 or older/,
    consent: /Your photo/,
    email: /e-mail/i,
    sex: /woman or a man/i,
    seeks: /like to meet/i,
    birthYear: /year were you born/,
    name: /call you/,
    photo: /Stage 1 of 3: your photo/,
    preview: /Shall we use it/,
    calibration: /like to meet a person who looks like this/i,
    visualDone: /Stage 1 is complete/,
    personalityDone: /Stage 2 is complete/,
    kit: /Your kit has the code/,
    allDone: /All three stages are complete/,
    profiles: /The results are here[\s\S]*How much would you like to meet this person/,
    answered: /You have answered about everybody/,
    report: /Your Harmonia report/i,
    introduce: /Shall we introduce/i,
    final: /That was the study/,
    leftOut: /The group starts without you/,
    stays: /You stay for the next group/,
    sure: /It cannot be undone/,
    erased: /Everything about you is erased[\s\S]*Delete chat/,
  },
  es: {
    adult: /18 años o más/,
    consent: /Tu foto/,
    email: /correo/,
    sex: /mujer u hombre/,
    seeks: /gustaría conocer/,
    birthYear: /qué año naciste/,
    name: /Cómo te llamamos/,
    photo: /Fase 1 de 3: tu foto/,
    preview: /¿La usamos\?/,
    calibration: /persona con este aspecto/,
    visualDone: /La fase 1 está completa/,
    personalityDone: /La fase 2 está completa/,
    kit: /Tu kit tiene el código/,
    allDone: /Las tres fases están completas/,
    profiles: /Ya están los resultados[\s\S]*¿Cuánto te gustaría conocer a esta persona\?/,
    answered: /Has respondido sobre todas las personas/,
    report: /Tu informe de Harmonia/,
    introduce: /¿Quieres que los presentemos\?/,
    final: /Con esto termina el estudio/,
    leftOut: /El grupo empieza sin ti/,
    stays: /Te quedas para el próximo grupo/,
    sure: /No se puede deshacer/,
    erased: /Todo lo que había sobre ti está borrado[\s\S]*Eliminar chat/,
  },
  ru: {
    adult: /есть 18 лет/,
    consent: /Ваша фотография/,
    email: /e-mail|почт/i,
    sex: /Ваш пол/,
    seeks: /Кого вы хотели бы встретить/,
    birthYear: /году вы родились/,
    name: /Как вас называть/,
    photo: /Этап 1 из 3: ваша фотография/,
    preview: /Берём её\?/,
    calibration: /человеком такой внешности/,
    visualDone: /Этап 1 пройден/,
    personalityDone: /Этап 2 пройден/,
    kit: /код/,
    allDone: /Все три этапа пройдены/,
    profiles: /Результаты готовы[\s\S]*Насколько вам хотелось бы встретиться/,
    answered: /Вы ответили про всех/,
    report: /Ваш отчёт Harmonia/,
    introduce: /Познакомить вас\?/,
    final: /Это было всё исследование/,
    leftOut: /Группа начинает без вас/,
    stays: /Вы остаётесь до следующей группы/,
    sure: /Отменить это нельзя/,
    erased: /Все данные о вас удалены[\s\S]*Удалить чат/,
  },
} as const;

type Language = keyof typeof sentences;
interface Walker {
  person: Person;
  language: Language;
}

let study: TestStudy;
let admin: Person;
let ada: Walker, pablo: Walker, olga: Walker;
beforeAll(async () => {
  study = await startTestStudy({ PROFILES_PER_PERSON: '3' });
  admin = await study.staff('admin');
  const walker = (language: Language, username: string): Walker => ({
    // Telegram reports another language than the one that is chosen.
    person: study.sandbox.person({ firstName: 'Somebody', languageCode: 'de', username }),
    language,
  });
  [ada, pablo, olga] = [
    walker('en', 'ada_public'),
    walker('es', 'pablo_public'),
    walker('ru', 'olga_public'),
  ];
});

/** Waits until the person reads the sentence of a stage in their language. */
const reads = ({ person, language }: Walker, stage: keyof (typeof sentences)['en']) =>
  says(person, sentences[language][stage]);

async function join(one: Walker, sex: 'female' | 'male', name: string): Promise<void> {
  const { person, language } = one;
  person.send(`/start ${await study.invite()}`);
  await says(person, /language/i);
  await choose(person, language);
  await reads(one, 'adult');
  await choose(person, 'yes');
  await reads(one, 'consent');
  for (let purpose = 0; purpose < 5; purpose++) await choose(person, 'yes');
  await reads(one, 'email');
  await type(person, `${name}@example.org`);
  await choose(person, 'skip');
  await reads(one, 'sex');
  await choose(person, sex);
  await reads(one, 'seeks');
  await choose(person, sex === 'female' ? 'male' : 'female');
  await reads(one, 'birthYear');
  for (const answer of ['1990', '18', '99']) await type(person, answer);
  await reads(one, 'name');
  await type(person, name);
  await choose(person, 'yes');
  await reads(one, 'photo');
}

async function rate(one: Walker, seed: number): Promise<void> {
  const { person } = one;
  await person.sendFile('photo', await picture(400, seed));
  const preview = await reads(one, 'preview');
  expect(preview.file?.kind).toBe('photo');
  await choose(person, 'yes');
  for (let face = 0; face < 14; face++) {
    expect((await reads(one, 'calibration')).file?.kind).toBe('photo');
    await choose(person, String(1 + ((face + seed) % 4)));
  }
  await reads(one, 'visualDone');
  await choose(person, 'seal');
}

async function fill(one: Walker, seed: number): Promise<void> {
  for (let item = 0; item < 44; item++) {
    await says(one.person, new RegExp(`${item + 1}/44`));
    await choose(one.person, String(1 + ((item + seed) % 5)));
  }
  await reads(one, 'personalityDone');
  await choose(one.person, 'seal');
  await reads(one, 'kit');
}

/** No text of the bot in this chat, behind the choice of language, is in another language. */
function expectOnly({ person, language }: Walker): void {
  const texts = person
    .messages()
    .filter(({ from, text }) => from === 'bot' && text)
    .map(({ text }) => text!)
    .filter((text) => !/Welcome to|language/i.test(text));
  const foreign = {
    en: /[а-яё]{3}|\b(?:está|gracias|informe)\b/iu,
    es: /[а-яё]{3}|\b(?:the|your|you|and)\b/iu,
    ru: /\b(?:the|your|you|está|tu)\b/iu,
  }[language];
  expect(texts.filter((text) => foreign.test(text))).toEqual([]);
}

describe('three people in three languages, with pictures', () => {
  test('join and go through the photo, each reading their own language', async () => {
    await join(ada, 'female', 'Ada');
    await join(pablo, 'male', 'Pablo');
    await join(olga, 'female', 'Olga');
    await rate(ada, 11);
    await rate(pablo, 12);
    await rate(olga, 13);
  });

  test('two of them finish, and the third is left out of the freeze', async () => {
    await fill(ada, 1);
    await fill(pablo, 2);
    await says(olga.person, /1\/44/);
    await choose(olga.person, '4');
    await deliverLab(study.harmonia());
    await reads(ada, 'allDone');
    await reads(pablo, 'allDone');
    // The notice of the delivery comes by its own job, so it must not come between a command and its button.
    await says(admin, /laboratory has delivered/);
    await type(admin, '/freeze');
    await choose(admin, 'yes');
    await says(admin, /frozen with 2 participants/);
    await reads(olga, 'leftOut');
  });

  test('the two are shown to each other, get their report, are introduced and read the last message', async () => {
    await type(admin, '/score');
    await says(admin, /Scored\. People: 2/);
    await type(admin, '/release');
    await choose(admin, 'yes');
    for (const one of [ada, pablo]) {
      expect((await reads(one, 'profiles')).file?.kind).toBe('photo');
      await choose(one.person, '6');
      await choose(one.person, 'yes');
      await reads(one, 'answered');
      await choose(one.person, 'seal');
      await one.person.until(() =>
        one.person
          .messages()
          .some(
            ({ file, text }) => file?.kind === 'document' && sentences[one.language].report.test(text ?? ''),
          ),
      );
    }
    for (const one of [ada, pablo]) {
      expect((await reads(one, 'introduce')).file?.kind).toBe('photo');
      await choose(one.person, 'yes');
      await one.person.until(() =>
        one.person.messages().some(({ text }) => sentences[one.language].final.test(text ?? '')),
      );
    }
    await ada.person.until(() => ada.person.messages().some(({ text }) => text?.includes('@pablo_public')));
    await pablo.person.until(() => pablo.person.messages().some(({ text }) => text?.includes('@ada_public')));
  });

  test('the one left out stays, and then is erased, with a farewell in their language', async () => {
    await choose(olga.person, 'stay');
    await reads(olga, 'stays');
    expect(await participantOf(study, olga.person)).toMatchObject({
      locale: 'ru',
      staysSince: expect.any(Date),
    });
    await choose(olga.person, 'erase');
    await reads(olga, 'sure');
    await choose(olga.person, 'yes');
    await reads(olga, 'erased');
    expect(await participantOf(study, olga.person)).toBeUndefined();
    expect(olga.person.messages().filter(({ from, file }) => from === 'bot' && file)).toEqual([]);
  });

  test('none of them has read a sentence in another language', () => {
    for (const one of [ada, pablo, olga]) expectOnly(one);
  });
});
