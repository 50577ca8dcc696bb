import { describe, expect, test } from '@jest/globals';
import { parseMacTable } from '../src/mac.ts';
import { builtinReference } from '../src/compare.ts';
import { normaliseTyping } from '../src/normalise.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { normaliseText } from '../src/normalise-text.ts';
import type { ReductionLevel } from '../src/reduction-level.ts';
import { canonicalText } from '../src/typing.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { createReleaseReference } from '../src/reference/release-reference.ts';
import { syntheticReference, syntheticRelease } from './synthetic-release.ts';
import { typingOf } from './typing-of.ts';

const macs = parseMacTable(
  'header\n\nCODE\tSUBTYPE\nAB\t01/02\n*\tAC\t01/03\nGNF\t02:01/02:09/02:43N\nMIX\t01:01/02:01\nNUL\t02/09\nFNVX\t03:01/104:01/104:02\n',
);

function show(text: string, to?: ReductionLevel, reference = syntheticReference()): string {
  const { ok, output, warnings, error } = normaliseText(text, { reference, macs }, to);
  return [ok ? output : `${error?.code}@${error?.position}`, ...warnings.map(({ code }) => code)].join(' ');
}

describe('a name', () => {
  test.each([
    ['A*01:01:01:01', 'A*01:01:01:01'],
    ['A*24:09', 'A*24:09N suffix-added not-expressed'],
    ['A*32:11', 'A*32:11Q suffix-added questionable-expression'],
    ['A*01:01', 'A*01:01'],
    ['A*02:01:08', 'A*02:06 renamed'],
    ['A*0105N', 'A*01:01:01:02N renamed not-expressed v2-name'],
    ['A*02:01:01:99', 'A*02:01:01 truncated-name'],
    ['A*02:77', 'allele-unknown@0'],
    ['A*32:11N', 'A*32:11Q suffix-changed questionable-expression'],
    ['A*24:09Q', 'A*24:09N suffix-changed not-expressed'],
    ['A*01:02L', 'A*01:02 suffix-changed'],
    ['A*01:01N', 'A*01:01N not-expressed'],
    ['A*01:01Q', 'allele-unknown@0 questionable-expression'],
    ['A*02:99Q', 'A*02:43N renamed not-expressed'],
    ['A*2401', 'allele-deleted@0 v2-name'],
    ['A*01:AB', 'A*01:01/A*01:02'],
    ['A*01:AC', 'A*01:01 mac-members-dropped'],
    ['HLA-A*02:GNF', 'HLA-A*02:01/HLA-A*02:09/HLA-A*02:43N'],
    ['A*01:GNF', 'mac-first-field@0'],
    ['A*01:MIX', 'A*01:01/A*02:01'],
    ['A*02:MIX', 'mac-first-field@0'],
    ['A*24:NUL', 'A*24:02/A*24:09N suffix-added not-expressed'],
    ['A*104:FNVX', 'field-invalid@2'],
    ['A*03:FNVX', 'mac-first-field@0'],
    ['A*02:ZZZZ', 'A*02:ZZZZ mac-unknown'],
    ['C*04:01', 'allele-unknown@0'],
    ['MICA*002:01', 'other-gene-ignored@0'],
    ['Bw4', 'epitope-ignored@0'],
  ])('is brought up to the release: %s', (text, expected) => expect(show(text)).toBe(expected));
});

describe('a reduction', () => {
  test.each([
    ['A*02:09', 'P', 'A*02:01P'],
    ['A*02:01:01:02L', 'P', 'A*02:01P low-expression'],
    ['A*24:09N', 'P', ' no-p-group not-expressed'],
    ['A*24:NUL', 'P', 'A*24:02/A*24:09N suffix-added not-expressed no-p-group'],
    ['A*24:NUL', 'S', 'A24(9) suffix-added not-expressed'],
    ['A*01:AB', 'P', 'A*01:01P/A*01:02'],
    ['A*02:06', 'P', 'A*02:06'],
    ['HLA-A*32:11', 'P', 'HLA-A*32:11Q suffix-added questionable-expression'],
    ['A*32:11Q', 'lgx', 'A*32:11Q questionable-expression'],
    ['A*32:XX', 'P', 'A*32:11Q'],
    ['A*01:01P', 'P', 'A*01:01P'],
    ['A*02:06P', 'P', 'group-unknown@0'],
    ['A*02:06P', 'lgx', 'group-unknown@0'],
    ['A*02:06:01G', 'G', 'group-unknown@0'],
    ['A*01:01:02G', 'G', 'group-unknown@0'],
    ['A*02:06g', 'lgx', 'A*02:06'],
    ['A*24:XX', 'lgx', 'A*24:02/A*24:03'],
    ['A*01:XX', 'G', 'A*01:01:01G/A*01:01:02/A*01:02'],
    ['DRB1*07:10N', 'lgx', 'DRB1*07:10N not-expressed'],
    ['DRB1*07:XX', 'lgx', 'DRB1*07:01/DRB1*07:10N'],
    ['A2', 'G', 'A*02:01:01G/A*02:06 antigen-level'],
    ['A*02:09', 'G', 'A*02:01:01G'],
    ['A*02:43N', 'G', 'A*02:01:01G not-expressed'],
    ['A*01:01:02', 'G', 'A*01:01:02'],
    ['A*01:01', 'G', 'A*01:01:01G'],
    ['A*02:43N', 'lgx', 'A*02:01 not-expressed'],
    ['A*02:01P', 'lgx', 'A*02:01'],
    ['A*02:01:01G', 'lgx', 'A*02:01'],
    ['HLA-A*01:01:01', 'lgx', 'HLA-A*01:01'],
    ['A*02:01', 'S', 'A2'],
    ['A*24:02', 'S', 'A24(9)'],
    ['A*24:03', 'S', 'A2403(24)'],
    ['B*15:10', 'S', 'B71(70)'],
    ['DRB1*03:01', 'S', 'DR17(3)'],
    ['DRB1*07:01', 'S', 'DR7'],
    ['A*24:09N', 'S', ' not-expressed'],
    ['B*15:01/B*15:02', 'S', 'B62(15)/B75(15)'],
    ['A*01:01:01:02N', 'U2', 'A*01:01N not-expressed'],
    ['B*44:02:01:02S', 'U2', 'B*44:02S surface-expression-uncertain'],
    ['B*44:02:01:01', 'U2', 'B*44:02'],
    ['A*02:NEW', 'P', 'reduction-impossible@0 novel'],
  ] as const)('of %s to %s', (text, level, expected) => expect(show(text, level)).toBe(expected));

  test('of a GL string reduces every name and removes what became the same', () =>
    expect(show('HLA-A*02:01/HLA-A*02:09+HLA-A*24:09N^HLA-B*08:01+HLA-B*07:02:01', 'P')).toBe(
      'HLA-A*02:01P+HLA-A*24:09N^HLA-B*07:02+HLA-B*08:01 no-p-group not-expressed',
    ));

  test('to a group names the fields of an allele that stands alone', () => {
    const levelOf = (text: string, to: ReductionLevel): string | null =>
      normaliseText(text, { reference: syntheticReference(), macs }, to).level;
    expect(['A*02:06', 'A*32:11', 'A*02:09', 'A*01:AB'].map((text) => levelOf(text, 'P'))).toEqual([
      '2field',
      '2field',
      'P',
      'P',
    ]);
    expect(['A*01:01:02', 'A*02:06', 'A*02:09'].map((text) => levelOf(text, 'G'))).toEqual([
      '3field',
      '2field',
      'G',
    ]);
  });

  test('says of an allele that the files leave out that its group is not known', () => {
    const release = syntheticRelease();
    const lacking = (name: 'hla_nom_p.txt' | 'hla_nom_g.txt') => {
      const text = release[name].replace(/^A\*;02:06;.*\n/m, '');
      return createReleaseReference(buildTable({ ...release, [name]: text }).document);
    };
    expect(show('A*02:06', 'P', lacking('hla_nom_p.txt'))).toBe(' p-group-unknown');
    expect(show('A*02:06', 'G', lacking('hla_nom_g.txt'))).toBe(' g-group-unknown');
    expect(show('A*02:01+A*02:06', 'P', lacking('hla_nom_p.txt'))).toBe('A*02:01P+A*02:06 p-group-unknown');
  });

  test.each([
    ['A*02:09~B*07:02:01+A*01:01~B*08:01', 'lgx', 'A*01:01~B*08:01+A*02:01~B*07:02'],
    [
      'B*07:02~A*01:01+A*02:01~B*08:01|A*02:06~B*08:01+A*01:01~B*07:02',
      'G',
      'A*01:01:01G~B*07:02:01G+A*02:06~B*08:01|A*02:01:01G~B*08:01+B*07:02:01G~A*01:01:01G',
    ],
    ['A*02:09+A*01:01|A*02:01+A*01:01^DRB1*03:01+DRB1*04:01', 'lgx', 'A*01:01+A*02:01^DRB1*03:01+DRB1*04:01'],
    ['A*01:01+A*02:01?B*07:02+B*08:01', 'lgx', 'A*01:01+A*02:01?B*07:02+B*08:01 gene-location-uncertain'],
    ['DRB1*UUUU+DRB1*15:01', 'G', 'DRB1*15:01:01G+DRB1*UUUU typing-unknown'],
    ['A*02:NEW+A*01:01', 'P', 'A*01:01P+A*02:NEW reduction-impossible novel'],
    ['DRB1*03:01+DRB1*04:01^DRB4*NNNN+DRB4*NNNN', 'S', 'DR4+DR17(3)^DRB4*NNNN+DRB4*NNNN'],
  ] as const)('keeps the operators of %s at %s', (text, level, expected) =>
    expect(show(text, level)).toBe(expected),
  );

  test('names the level of the output where a name was replaced', () =>
    expect(normaliseText('A*02:01:08', { reference: syntheticReference() }).level).toBe('2field'));

  test('without a release follows from the name or is refused', () => {
    const reference = builtinReference();
    const bare = (text: string, to: ReductionLevel): string => {
      const { ok, output, error } = normaliseText(text, { reference }, to);
      return ok ? String(output) : String(error?.code);
    };
    expect(bare('A*24:02', 'S')).toBe('A24(9)');
    expect(bare('A*24:02:01', 'lgx')).toBe('A*24:02');
    expect(bare('A*24:02:01', 'P')).toBe('release-needed');
    expect(bare('B*15:01', 'S')).toBe('null');
  });
});

describe('a typing', () => {
  test('reads a group that does not exist as the allele it is named after', () => {
    const before = typingOf('A*02:06P+A*01:01:02G^B*07:02P+B*08:99P');
    const { typing, warnings } = normaliseTyping(before, { reference: syntheticReference() });
    expect(canonicalText(typing)).toBe('HLA-A*01:01:02+HLA-A*02:06^HLA-B*07:02+HLA-B*08:NEW');
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['group-unknown']));
  });

  test('keeps an allele whose suffix was changed, and says nothing of the suffix that it had', async () => {
    const text = 'participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2\nK1,A*24:09Q,A*01:01,07:02,08:01,03:01,15:01\n';
    const report = await readLabFile(Buffer.from(text), { reference: syntheticReference() });
    expect(report.rows[0]?.typing?.loci.A?.glString).toBe('HLA-A*01:01+HLA-A*24:09N');
    expect(report.rows[0]?.problems.map(({ code }) => code)).toEqual(['suffix-changed', 'not-expressed']);
  });

  test('is kept when the release lacks one of its names', () => {
    const before = typingOf('A*02:77+A*24:01^B*07:02+B*08:01^DRB1*03:01+DRB1*15:01');
    const { typing, warnings } = normaliseTyping(before, { reference: syntheticReference() });
    expect(canonicalText(typing)).toContain('HLA-A*02:NEW+HLA-A*24:XX');
    expect(warnings.map(({ code, locus }) => `${locus} ${code}`)).toEqual([
      'A allele-unknown',
      'A allele-deleted',
    ]);
  });

  test('keeps a MAC that is not in the table', () => {
    const before = typingOf('A*02:ZZZZ+A*01:AB^B*07:02+B*08:01');
    const { typing, warnings } = normaliseTyping(before, { macs });
    expect(typing.loci.A?.glString).toBe('HLA-A*01:01/HLA-A*01:02+HLA-A*02:ZZZZ');
    expect(warnings.map(({ code }) => code)).toEqual(['mac-unknown']);
  });
});
