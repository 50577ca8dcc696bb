import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../foundation/random.ts';
import { HlaError } from '../src/hla-error.ts';
import { readGlString } from '../src/gl-string.ts';
import { syntheticTyping } from '../src/synthetic-typing.ts';
import {
  canonicalText,
  createTyping,
  genotypesOf,
  parseTyping,
  sameTyping,
  serialiseTyping,
} from '../src/typing.ts';
import { typingOf } from './typing-of.ts';

describe('a typing', () => {
  test('survives being stored', () => {
    const random = createRandom('stored');
    for (let index = 0; index < 50; index++) {
      const typing = syntheticTyping(random);
      expect(parseTyping(serialiseTyping(typing))).toEqual(typing);
    }
  });

  test('is the same in any order and spelling', () => {
    const one = typingOf('A*02:01+A*01:01^B*07:02/B*07:04+B*08:01^DRB1*15:01+DRB1*03:01');
    const other = typingOf('DRB1*0301+DRB1*1501^HLA-B*08:01+B*07:04/B*07:02^a*01:01+a*02:01');
    expect(sameTyping(one, other)).toBe(true);
    expect(canonicalText(one)).toBe(
      'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02/HLA-B*07:04+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01',
    );
  });

  test('differs when one allele does', () =>
    expect(sameTyping(typingOf('A*02:01+A*01:01'), typingOf('A*02:06+A*01:01'))).toBe(false));

  test('keeps coupled genotypes apart', () => {
    const typing = typingOf('A*01:01+A*02:01|A*01:02+A*02:06');
    expect(genotypesOf(typing, 'A')).toHaveLength(2);
    expect(sameTyping(typing, typingOf('A*01:01/A*01:02+A*02:01/A*02:06'))).toBe(false);
  });

  test('keeps the text of the lab beside it', () => {
    const read = readGlString('A*0201+A*0101');
    if (!read.ok) throw new Error('unreadable');
    expect(createTyping(read.value, { A: 'A*0201+A*0101' }).loci.A).toEqual({
      raw: 'A*0201+A*0101',
      glString: 'HLA-A*01:01+HLA-A*02:01',
    });
  });

  test('holds every classical gene, in one order', () => {
    const text =
      'HLA-A*01:01+HLA-A*02:01^HLA-C*04:01+HLA-C*07:02^HLA-DRB1*03:01+HLA-DRB1*15:01^HLA-DRB3*01:01^HLA-DRB5*01:01' +
      '^HLA-DQB1*02:01+HLA-DQB1*06:02^HLA-DPB1*04:01+HLA-DPB1*104:01';
    const mixed = typingOf(text.split('^').reverse().join('^'));
    expect(canonicalText(mixed)).toBe(text);
    expect(canonicalText(typingOf(text.replace('01^HLA-DRB5', '01+HLA-DRB5')))).toBe(text);
    expect(parseTyping(serialiseTyping(mixed))).toEqual(mixed);
  });

  test.each([
    'no json',
    'null',
    '[]',
    '{"version":2,"loci":{}}',
    '{"version":1,"loci":{"E":{"raw":"","glString":"HLA-E*01:01"}}}',
    '{"version":1,"loci":{"A":{"raw":"","glString":"HLA-B*07:02"}}}',
    '{"version":1,"loci":{"A":{"raw":"","glString":"nonsense"}}}',
    '{"version":1,"loci":{"A":{"raw":1,"glString":"HLA-A*01:01"}}}',
  ])('is refused when the stored text is not one: %s', (json) => {
    expect(() => parseTyping(json)).toThrow(HlaError);
    expect(() => parseTyping(json)).toThrow(expect.objectContaining({ code: 'typing-invalid' }));
  });
});
