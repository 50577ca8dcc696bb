import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { isHarmoniaError } from '../../../foundation/errors.ts';
import {
  loadInstrument,
  parseInstrument,
  questionOf,
  type Instrument,
} from '../../../engine/personality/instrument.ts';
import { questionOrder } from '../../../engine/personality/question-order.ts';
import { sins } from '../../../engine/personality/sins.ts';

const file = new URL('../../../engine/personality/instruments/piip-7-1.json', import.meta.url);
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

describe('the built-in instrument', () => {
  const instrument = loadInstrument();

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
    for (const { text } of instrument.items) {
      expect(text.ru).not.toMatch(
        /(?:^|[^а-яё])(?:рад|рада|готов|готова|должна|сам|сама|согласен|согласна|уверен|уверена)(?![а-яё])/i,
      );
      expect(text.ru).not.toMatch(/(?:^|[^а-яё])я (?:не )?[а-яё]+(?:л|ла|лся|лась)(?![а-яё])/i);
    }
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

describe('the order of questions', () => {
  const instrument = loadInstrument();
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
