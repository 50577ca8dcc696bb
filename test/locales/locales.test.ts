import { describe, expect, test } from '@jest/globals';
import { isLocale, locales, translator, type Locale } from '../../locales/locales.ts';
import { sentencesOf, keysWritten } from './fluent-file.ts';
import { keyFamilies, keysOfFamilies } from './key-families.ts';
import { sentencesAskedFor } from './sources.ts';

const numbers = [0, 1, 2, 5, 21];
const english = sentencesOf('en');
const keys = english.map(({ key }) => key);

/** Each sentence with its variables set to each of several numbers and to text. */
function* spoken(locale: Locale): Generator<{ key: string; text: string }> {
  const t = translator(locale);
  for (const { key, variables } of sentencesOf(locale)) {
    for (const value of [...numbers, 'Ана & Co']) {
      yield { key, text: t(key, Object.fromEntries(variables.map((name) => [name, value]))) };
    }
  }
}

const tooLong = (locale: Locale, most: number, concerns: (key: string) => boolean): string[] =>
  [...spoken(locale)]
    .filter(({ key, text }) => concerns(key) && text.length > most)
    .map(({ key, text }) => `${key}: ${text.length}`);

/** The tags that do not close in order, by Telegram's rules for HTML, and those that the program does not use. */
function unbalanced(text: string): string[] {
  const open: string[] = [];
  for (const [tag, closing, name] of text.matchAll(/<(\/?)([^>]*)>/g)) {
    if (!closing) {
      if (!['b', 'i', 'code'].includes(name!)) return [tag];
      open.push(name!);
    } else if (open.pop() !== name) return [tag];
  }
  return /[<>]/.test(text.replaceAll(/<[^>]*>/g, '')) ? ['<'] : open;
}

const tagsOf = (text: string): string => (text.match(/<[^>]*>/g) ?? []).join('');
const tokensOf = (text: string): string =>
  (text.match(/\[link\]|\/[a-z_]{4,}|HLA-A|JPEG|PNG|WebP/g) ?? []).toSorted().join(' ');

describe.each(locales)('the sentences in %s', (locale) => {
  const sentences = sentencesOf(locale);

  test('occur once each, and the parser reads every one', () => {
    expect(sentences.map(({ key }) => key).toSorted()).toEqual(keysWritten(locale).toSorted());
    expect(new Set(keysWritten(locale)).size).toBe(keysWritten(locale).length);
  });

  test('have the keys and variables of the English ones', () => {
    const variables = (of: typeof sentences) =>
      Object.fromEntries(of.map(({ key, variables }) => [key, variables]));
    expect(variables(sentences)).toEqual(variables(english));
  });

  test('can be formatted with every number and with text', () => {
    const said = [...spoken(locale)];
    expect(said.length).toBe(sentences.length * (numbers.length + 1));
    expect(said.filter(({ text }) => text.trim() === '' || /[{}]/.test(text))).toEqual([]);
  });

  test('have a form for every number that the language tells apart', () => {
    const rules = new Intl.PluralRules(locale);
    const needed = new Set(Array.from({ length: 200 }, (_, number) => rules.select(number)));
    const categories = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);
    const counting = sentences.flatMap(({ key, choices }) =>
      choices
        .filter(({ cases }) => cases.some((name) => categories.has(name) && name !== 'other'))
        .map(({ cases }) => ({ key, missing: [...needed].filter((name) => !cases.includes(name)) })),
    );
    expect(counting.length).toBeGreaterThan(5);
    expect(counting.filter(({ missing }) => missing.length > 0)).toEqual([]);
  });

  test('open and close their tags, the same ones as in English', () => {
    expect([...spoken(locale)].filter(({ text }) => unbalanced(text).length > 0)).toEqual([]);
    const tags = (of: Locale) =>
      Object.fromEntries([...spoken(of)].map(({ key, text }) => [key, tagsOf(text)]));
    expect(tags(locale)).toEqual(tags('en'));
  });

  test('name the same commands, formats and link as in English', () => {
    const t = translator(locale);
    const named = (translate: typeof t) =>
      Object.fromEntries(
        english.map(({ key, variables }) => [
          key,
          tokensOf(translate(key, Object.fromEntries(variables.map((name) => [name, 1])))),
        ]),
      );
    expect(named(t)).toEqual(named(translator('en')));
  });

  test('are translated, in one alphabet within a word', () => {
    const said = (of: Locale) => new Map([...spoken(of)].map(({ key, text }) => [key, text]));
    const [here, there] = [said(locale), said('en')];
    const same = keys.filter((key) => locale !== 'en' && here.get(key) === there.get(key));
    expect(same.filter((key) => !sameEverywhere.has(key))).toEqual([]);
    const mixed = /\p{Script=Cyrillic}\p{Script=Latin}|\p{Script=Latin}\p{Script=Cyrillic}/u;
    expect([...here].filter(([, text]) => mixed.test(text))).toEqual([]);
  });

  test('keep to the lengths that Telegram allows', () => {
    expect(tooLong(locale, 512, (key) => key === 'bot-description')).toEqual([]);
    expect(tooLong(locale, 120, (key) => key === 'bot-short-description')).toEqual([]);
    expect(tooLong(locale, 60, (key) => key.startsWith('command-') && !spokenAnswers.has(key))).toEqual([]);
    expect(tooLong(locale, 190, (key) => toasts.has(key))).toEqual([]);
    expect(tooLong(locale, 25, (key) => buttons.has(key))).toEqual([]);
    expect(tooLong(locale, 900, () => true)).toEqual([]);
  });
});

test.each([
  // One word for one thing, and nothing that only Spain says.
  ['es', /rostro|etapas? |vosotr|vuestr|habéis|\p{L}[áé]is\b|(?<!\p{L})os(?!\p{L})|quedar(ía|te|se con)/iu],
  ['ru', /анкет|предсказани/iu],
] as const)('%s uses one word for one thing', (locale, refused) => {
  expect([...spoken(locale)].filter(({ text }) => refused.test(text))).toEqual([]);
});

test('numbers stand in a sentence as its language writes them', () => {
  const said = locales.map((locale) => translator(locale)('health-disk', { free: 1.25, total: 9.5 }));
  expect(said.map((text) => text.match(/\d[.,]\d+/g))).toEqual([
    ['1.25', '9.5'],
    ['1,25', '9,5'],
    ['1,25', '9,5'],
  ]);
});

/** Sentences without a translatable word, or whose word is the same in two languages. */
const sameEverywhere = new Set([
  ...['no', 'adult-no', 'swipe-no', 'progress', 'profile-head', 'stats-line', 'about-line', 'part-email'],
  ...['status-done', 'status-later', 'stage-account', 'report-as-pdf', 'report-as-docx'],
  ...['plot-score-biological', 'plot-roc-curve', 'plot-added-biology', 'plot-variance-told'],
  ...['kit-lasting', 'progress-minutes', 'figures-auc', 'figures-follow-up-told', 'figures-caption'],
]);

/** Keys that begin with "command-" but are answers and not descriptions. */
const spokenAnswers = new Set(['command-unknown', 'command-not-yours', 'command-of-role']);

const toasts = new Set([
  'tap-again',
  'tap-old',
  'nothing-changed',
  'withdraw-already',
  'delete-already',
  'reminders-off',
  'profile-blocked',
  'language-set',
  'command-not-yours',
  'command-of-role',
  'cohort-archived-toast',
  'cohort-not-archived',
  'cohort-chosen-toast',
]);

const buttons = new Set([
  ...['language-name', 'back', 'cancel', 'continue', 'yes', 'no', 'adult-yes', 'adult-no'],
  ...['consent-agree', 'consent-refuse', ...keys.filter((key) => /^consent-.*-title$/.test(key))],
  ...['password-skip', 'sex-female', 'sex-male', 'seeks-female', 'seeks-male', 'seeks-both'],
  ...['selfie-use', 'selfie-retake', ...keys.filter((key) => key.startsWith('swipe-')), 'seal-now'],
  ...[
    'follow-up-seal',
    'follow-up-stop',
    'profile-block',
    'profile-reason-known',
    'profile-reason-other',
    'profiles-report',
    'report-again',
    'reminders-stop',
    ...['reminders-today', 'reminders-tomorrow', 'reminders-weekend', 'reminders-pause', 'reminders-on'],
    ...['zone-other', 'zone-change', 'lab-replace-yes', ...keys.filter((key) => key.startsWith('lab-act-'))],
  ],
  ...['withdraw-yes', 'delete-yes', 'freeze-yes', 'release-yes', 'close-yes'],
  ...['cohort-choose', 'cohort-archive', 'cohort-restore', 'staff-yes', 'imports-back', 'audit-older'],
]);

describe('the code', () => {
  const asked = sentencesAskedFor([
    ...['bot', 'cli', 'engine/protocol', 'engine/report', 'sandbox', 'webhooks'],
    ...['main.ts', 'play/control-panel.ts'],
  ]);

  test('uses only keys that exist', () => {
    expect(asked.keys.size).toBeGreaterThan(100);
    expect([...asked.keys, ...keysOfFamilies()].filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('builds keys only from the templates whose values are known', () => {
    expect([...asked.templates].toSorted()).toEqual(Object.keys(keyFamilies).toSorted());
  });

  test('uses every sentence', () => {
    const used = new Set([...asked.keys, ...keysOfFamilies()]);
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
  });
});

describe('a translator', () => {
  test('uses the plural forms of its language', () => {
    const ru = translator('ru');
    const forms = numbers.map((people) => ru('release-done', { people }));
    expect(forms).toEqual([
      'Результаты открыты, их получают 0 участников.',
      'Результаты открыты, их получает 1 участник.',
      'Результаты открыты, их получают 2 участника.',
      'Результаты открыты, их получают 5 участников.',
      'Результаты открыты, их получает 21 участник.',
    ]);
    expect(translator('es')('release-done', { people: 1 })).toBe('Publicado para una persona.');
    expect(translator('es')('imports-news', { count: 1 })).toMatch(/^Un laboratorio ha entregado/);
  });

  test('throws for an unknown key and for a missing variable', () => {
    expect(() => translator('en')('no-such-sentence')).toThrow('no-such-sentence');
    expect(() => translator('ru')('name-thanks')).toThrow('name');
  });

  test('exists for the three languages and for no other', () => {
    expect(locales.filter((locale) => isLocale(locale))).toEqual(['en', 'es', 'ru']);
    expect(isLocale('de')).toBe(false);
    expect(isLocale(undefined)).toBe(false);
  });
});
