import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHarmoniaError } from '../../../foundation/errors.ts';
import { loadInstrumentShelf } from '../../../engine/personality/instrument-shelf.ts';
import {
  loadInstrument,
  parseInstrument,
  questionOf,
  type Instrument,
} from '../../../engine/personality/instrument.ts';
import { questionOrder } from '../../../engine/personality/question-order.ts';
import { sins } from '../../../engine/personality/sins.ts';

const file = new URL('../../../engine/personality/instruments/piip-7-2.json', import.meta.url);
const { instrument } = loadInstrumentShelf().current();
const edited = (edit: (draft: Instrument) => void): unknown => {
  const draft = JSON.parse(readFileSync(file, 'utf8')) as Instrument;
  edit(draft);
  return draft;
};
const faultOf = (content: unknown): string => {
  try {
    parseInstrument(content);
  } catch (error) {
    if (isHarmoniaError(error, 'instrument-invalid')) return error.message;
  }
  throw new Error('the instrument was accepted');
};

const locales = ['en', 'es', 'ru'] as const;
type Locale = (typeof locales)[number];
const words = (list: string): RegExp => new RegExp(`(?<!\\p{L})(?:${list})(?!\\p{L})`, 'iu');
const negation: Record<Locale, RegExp> = {
  en: words("no|not|never|nothing|nobody|none|neither|nor|without|hardly|rarely|seldom|cannot|\\p{L}+n[’']t"),
  es: words('no|nunca|jamás|nadie|nada|ningún|ningun[oa]|tampoco|sin|ni|apenas|rara vez'),
  ru: words(
    'не|нет|ни|никогда|никто|никого|никому|никем|ничто|ничего|ничему|никак|нигде|без|нельзя|редко|едва',
  ),
};
const joining: Record<Locale, RegExp> = {
  en: words('and|or|but|nor|yet|;|/'),
  es: words('y|e|o|u|pero|ni|sino|;|/'),
  ru: words('и|или|но|а|ни|либо|зато|;|/'),
};
const negated = ({ items }: Instrument, locale: Locale): string[] =>
  items.flatMap(({ id, reversed, text }) => (reversed && negation[locale].test(text[locale]) ? [id] : []));
const joined = ({ items }: Instrument, locale: Locale): string[] =>
  items.flatMap(({ id, text }) => (joining[locale].test(text[locale]) ? [id] : []));

describe('the built-in instrument', () => {
  test('has seven traits of six items, half of them reversed, and two attention checks', () => {
    expect(instrument.items).toHaveLength(42);
    expect(instrument.attentionChecks.map(({ id }) => id)).toEqual(['attention-1', 'attention-2']);
    for (const sin of sins) {
      const own = instrument.items.filter((item) => item.sin === sin);
      expect(own.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `${sin}-${number}`));
      expect(own.filter(({ reversed }) => reversed)).toHaveLength(3);
    }
  });

  test('has no sentence of more than 80 characters in any language', () => {
    for (const { id, text } of [...instrument.items, ...instrument.attentionChecks]) {
      for (const sentence of Object.values(text)) {
        expect({ id, length: sentence.length }).toEqual({ id, length: Math.min(sentence.length, 80) });
      }
    }
  });

  test('is written in the alphabet of each language and never repeats a sentence', () => {
    for (const locale of ['en', 'es', 'ru'] as const) {
      const sentences = instrument.items.map(({ text }) => text[locale]);
      expect(new Set(sentences).size).toBe(42);
      for (const sentence of sentences) expect(/[а-яё]/i.test(sentence)).toBe(locale === 'ru');
    }
  });

  test('has no Russian word whose ending depends on the sex of the participant', () => {
    for (const label of instrument.scale.labels.ru) expect(label).not.toMatch(/соглас(?:ен|на)(?![а-яё])/i);
    for (const { text } of instrument.items) {
      expect(text.ru).not.toMatch(
        /(?:^|[^а-яё])(?:рад|рада|готов|готова|должна|сам|сама|согласен|согласна|уверен|уверена)(?![а-яё])/i,
      );
      expect(text.ru).not.toMatch(/(?:^|[^а-яё])я (?:не )?[а-яё]+(?:л|ла|лся|лась)(?![а-яё])/i);
    }
  });

  test('has no Spanish adjective whose ending depends on the sex of the participant', () => {
    for (const { text } of instrument.items)
      expect(text.es).not.toMatch(
        /(?<!\p{L})(?:content|satisfech|segur|orgullos|enfadad|enojad|tranquil|ocupad|generos|dispuest|cansad|celos)[oa]s?(?!\p{L})/iu,
      );
  });

  test('has no reversed item with a negation, and no item with two ideas, in any language', () => {
    for (const locale of locales) {
      expect({ locale, negated: negated(instrument, locale) }).toEqual({ locale, negated: [] });
      expect({ locale, joined: joined(instrument, locale) }).toEqual({ locale, joined: [] });
    }
  });

  test('differs in that from the version before, whose faults are recognised', () => {
    const before = loadInstrumentShelf().begunWith('piip-7.1').instrument;
    expect(locales.map((locale) => negated(before, locale).length)).toEqual([9, 9, 11]);
    for (const locale of locales) expect(joined(before, locale)).toContain('gluttony-2');
  });

  test('names the expected answer in each attention check, in the words of the scale', () => {
    for (const { expected, text } of instrument.attentionChecks) {
      for (const locale of ['en', 'es', 'ru'] as const) {
        expect(text[locale]).toContain(String(expected));
        expect(text[locale]).toContain(instrument.scale.labels[locale][expected - 1]);
      }
    }
  });

  test('finds a question by its id, and none for an id of another instrument', () => {
    expect(questionOf(instrument, 'greed-3')).toMatchObject({ id: 'greed-3', kind: 'item' });
    expect(questionOf(instrument, 'attention-2')).toMatchObject({ id: 'attention-2', kind: 'attention' });
    expect(questionOf(instrument, 'greed-7')).toBeUndefined();
  });
});

describe('a replaced instrument', () => {
  test('is refused with the place and the reason of every fault', () => {
    expect(faultOf(edited((draft) => draft.items.pop()))).toContain('pride has 5 items instead of 6');
    expect(faultOf(edited((draft) => (draft.items[0]!.reversed = true)))).toContain(
      'lust has 4 reversed items',
    );
    expect(faultOf(edited((draft) => (draft.items[1]!.id = draft.items[0]!.id)))).toContain(
      '"lust-1" is used twice',
    );
    expect(faultOf(edited((draft) => (draft.items[2]!.text.ru = ' ')))).toContain('items.2.text.ru');
    expect(faultOf(edited((draft) => (draft.attentionChecks[0]!.expected = 6)))).toContain(
      'attentionChecks.0.expected',
    );
    expect(faultOf({ version: 'mine-1' })).toMatch(/provenance.*items/);
  });

  test('is refused when its file cannot be read or is not JSON', () => {
    expect(() => loadInstrument('/nowhere/instrument.json')).toThrow('not a readable JSON file');
    expect(() => loadInstrument(import.meta.filename)).toThrow('not a readable JSON file');
  });
});

describe('the shelf of questionnaires', () => {
  const folder = mkdtempSync(join(tmpdir(), 'harmonia-instrument-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const written = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const mine = written(
    'mine.json',
    edited((draft) => (draft.version = 'mine-1')),
  );

  test('begins with the newest built-in one and keeps the earlier one, each with its own reference', () => {
    const shelf = loadInstrumentShelf();
    expect(shelf.versions()).toEqual(['piip-7.1', 'piip-7.2']);
    expect(shelf.current().instrument.version).toBe('piip-7.2');
    for (const version of shelf.versions())
      expect(shelf.begunWith(version).reference?.instrument).toBe(version);
    expect(() => shelf.begunWith('mine-1')).toThrow('the questionnaire mine-1 is not at hand');
  });

  test('begins with a replaced one, which has a reference only when one is named', () => {
    const shelf = loadInstrumentShelf({ instrument: mine });
    expect(shelf.current()).toMatchObject({ instrument: { version: 'mine-1' }, reference: null });
    expect(shelf.versions()).toEqual(['piip-7.1', 'piip-7.2', 'mine-1']);
    const table = loadInstrumentShelf().current().reference!;
    const reference = written('reference.json', { ...table, instrument: 'mine-1', version: 'measured-1' });
    expect(loadInstrumentShelf({ instrument: mine, reference }).current().reference?.version).toBe(
      'measured-1',
    );
    expect(() => loadInstrumentShelf({ reference })).toThrow(
      'is a reference for mine-1, and the questionnaire is piip-7.2',
    );
    const nameless = written('nameless.json', { version: 'x' });
    expect(() => loadInstrumentShelf({ instrument: mine, reference: nameless })).toThrow(
      'does not name the "instrument"',
    );
  });

  test('takes a copy of a built-in one, and refuses another content under its version', () => {
    const copy = written(
      'copy.json',
      edited(() => undefined),
    );
    expect(loadInstrumentShelf({ instrument: copy }).current().reference?.version).toBe('piip-reference-2');
    const changed = written(
      'changed.json',
      edited((draft) => (draft.items[0]!.text.en = 'Something else.')),
    );
    expect(() => loadInstrumentShelf({ instrument: changed })).toThrow('give it a version of its own');
  });
});

describe('the order of questions', () => {
  const seeds = Array.from({ length: 300 }, (_, index) => `person-${index}`);
  const sinOf = new Map<string, string>(instrument.items.map(({ id, sin }) => [id, sin]));

  test('contains each question once, and never two of one trait in a row', () => {
    for (const seed of seeds) {
      const order = questionOrder(instrument, seed);
      expect(new Set(order).size).toBe(44);
      expect(order).toHaveLength(44);
      const traits = order.flatMap((id) => sinOf.get(id) ?? []);
      expect(traits.findIndex((sin, index) => index > 0 && sin === traits[index - 1])).toBe(-1);
    }
  });

  test('puts the first attention check at a third and the second at two thirds', () => {
    for (const seed of seeds.slice(0, 20)) {
      const order: string[] = questionOrder(instrument, seed);
      expect([order.indexOf('attention-1'), order.indexOf('attention-2')]).toEqual([14, 29]);
    }
  });

  test('is the same for the same seed, differs between people, and puts every item early for some of them', () => {
    expect(questionOrder(instrument, 'a')).toEqual(questionOrder(instrument, 'a'));
    expect(questionOrder(instrument, 'a')).not.toEqual(questionOrder(instrument, 'b'));
    const early = new Set(seeds.flatMap((seed) => questionOrder(instrument, seed).slice(0, 7)));
    expect(early.size).toBe(42);
  });
});
