import { describe, expect, test } from '@jest/globals';
import { bringUp, rereadTyping } from '../src/bring-up.ts';
import { builtinReference, compareHla, methodVersionOf, methodVersionsOf } from '../src/compare.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import type { HlaReference } from '../src/reference/reference.ts';
import { createPairScorer } from '../src/score-pairs.ts';
import { canonicalText, type HlaTyping, parseTyping, serialiseTyping } from '../src/typing.ts';
import { syntheticReference } from './synthetic-release.ts';
import { typingOf } from './typing-of.ts';

const table = syntheticReference();
const partner = typingOf('A*01:01+A*24:02^B*07:02+B*15:01^DRB1*04:01+DRB1*15:01');

/** As it is stored: read with a reference, written and parsed. */
async function stored(a1: string, a2: string, reference: HlaReference): Promise<HlaTyping> {
  const csv = `participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\nK1,${a1},${a2},B*07:02,B*08:01,DRB1*01:01,DRB1*03:01\n`;
  const { rows } = await readLabFile(Buffer.from(csv), { reference });
  return parseTyping(serialiseTyping(rows[0]!.typing!));
}

describe('a typing that was read before the table was there', () => {
  test.each([
    ['a deleted name with a successor', 'A*02:01:08', 'A*02:06', 'renamed'],
    ['a name of before 2010', 'A*2401', 'A*01:01', 'allele-deleted'],
    ['a name whose alleles all carry a suffix', 'A*24:09', 'A*02:01', 'suffix-added'],
    ['a longer name than the release has', 'A*02:09:01:01', 'A*02:01', 'truncated-name'],
    ['an allele that no release knows', 'A*02:777', 'A*02:01', 'allele-unknown'],
  ])('scores like the same typing read after: %s', async (_, a1, a2, code) => {
    const [before, after] = [await stored(a1, a2, builtinReference()), await stored(a1, a2, table)];
    expect(canonicalText(before)).not.toBe(canonicalText(after));
    expect(canonicalText(bringUp(before, table))).toBe(canonicalText(after));
    expect(compareHla(before, partner, table)).toEqual(compareHla(after, partner, table));
    const [change] = rereadTyping(before, { reference: table });
    expect(change).toMatchObject({ locus: 'A', change: 'names' });
    expect(change!.codes).toContain(code);
    expect(rereadTyping(after, { reference: table })).toEqual([]);
  });

  test('is encoded for fast scoring as it is compared', async () => {
    const scorer = createPairScorer(table);
    const before = await stored('A*02:01:08', 'A*02:01', builtinReference());
    const [one, other] = [scorer.encode(before)!, scorer.encode(partner)!];
    expect(scorer.score(one, other)).toBeCloseTo(compareHla(before, partner, table).score!, 9);
  });

  test('is compared by the stored names under the method of before', async () => {
    const before = await stored('A*02:01:08', 'A*02:01', builtinReference());
    const asRead = compareHla(before, partner, table, { names: 'as-read' });
    expect(asRead.methodVersion).toBe('hla-groove-1');
    expect(asRead.score).not.toBe(compareHla(before, partner, table).score);
    expect(methodVersionsOf(table)).toEqual(['hla-groove-2', 'hla-groove-1']);
    expect(methodVersionOf(builtinReference())).toBe('hla-names-1');
    expect(bringUp(before, builtinReference())).toBe(before);
  });
});

test('an allele that an earlier release did not know is read anew from the text of the laboratory', () => {
  const glString = 'HLA-A*02:01+HLA-A*02:NEW';
  const typing = { ...partner, loci: { ...partner.loci, A: { raw: 'A*02:06,02:01', glString } } };
  expect(bringUp(typing, table).loci.A!.glString).toBe('HLA-A*02:01+HLA-A*02:06');
  const unreadable = { ...typing, loci: { ...typing.loci, A: { raw: 'see letter', glString } } };
  expect(bringUp(unreadable, table).loci.A!.glString).toBe(canonicalText(unreadable).split('^')[0]);
});

test('a text that is read otherwise today is told apart, and the stored reading stays', () => {
  const typing = {
    ...partner,
    loci: { ...partner.loci, A: { raw: 'A*02:06,A*02:01', glString: 'HLA-A*01:01+HLA-A*02:01' } },
  };
  expect(rereadTyping(typing, { reference: table })).toEqual([{ locus: 'A', change: 'reading', codes: [] }]);
  expect(bringUp(typing, table).loci.A!.glString).toBe('HLA-A*01:01+HLA-A*02:01');
});
