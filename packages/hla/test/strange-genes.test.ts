import { describe, expect, test } from '@jest/globals';
import { readGlString } from '../src/gl-string.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { normaliseText } from '../src/normalise-text.ts';
import { buildTable } from '../src/reference/build-table.ts';
import { createReleaseReference } from '../src/reference/release-reference.ts';
import { syntheticReference, syntheticRelease } from './synthetic-release.ts';

const release = syntheticRelease();
/** The invented release with an allele of a gene that no list here has. */
const reference = createReleaseReference(
  buildTable({ ...release, 'Allelelist.txt': `${release['Allelelist.txt']}HLA3,QQQ1*01:01\n` }).document,
);

const known = 'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01';
const strange = `${known}^HLA-QQQ1*01:01/HLA-QQQ1*01:02+HLA-QQQ1*02:01`;

const files: [string, (gl: string) => string][] = [
  ['a GL file', (gl) => `participant,gl_string\nK1,${gl}\n`],
  [
    'HML',
    (gl) =>
      `<hml version="1.0.1"><sample id="K1"><typing><allele-assignment><glstring>${gl}</glstring></allele-assignment></typing></sample></hml>`,
  ],
  [
    'FHIR',
    (gl) =>
      JSON.stringify({
        resourceType: 'Observation',
        status: 'final',
        subject: { identifier: { system: 'urn:kit', value: 'K1' } },
        code: { coding: [{ system: 'http://loinc.org', code: '84413-4' }] },
        valueCodeableConcept: { coding: [{ system: 'http://glstring.org', code: `hla#3.58.0#${gl}` }] },
      }),
  ],
];

describe('a gene that is on no list', () => {
  test.each(files)('is a warning in %s, and the genes beside it are read', async (_, file) => {
    const { rows } = await readLabFile(Buffer.from(file(strange)));
    expect(rows[0]).toMatchObject({
      participant: 'K1',
      status: 'accepted-with-warnings',
      typing: { loci: { A: { glString: 'HLA-A*01:01+HLA-A*02:01' } } },
      problems: [{ code: 'gene-unreadable', severity: 'warning', text: 'QQQ1' }],
    });
    expect(Object.keys(rows[0]!.typing!.loci)).toEqual(['A', 'B', 'DRB1']);
  });

  test.each(files)(
    'is noted and counted like other genes in %s when the release names it',
    async (_, file) => {
      const { rows, otherGenes } = await readLabFile(Buffer.from(file(strange)), { reference });
      expect(rows[0]).toMatchObject({
        status: 'accepted',
        problems: [{ code: 'other-gene-ignored', severity: 'note', text: 'QQQ1' }],
      });
      expect(otherGenes).toEqual({ QQQ1: 1 });
      const without = await readLabFile(Buffer.from(file(strange)), { reference: syntheticReference() });
      expect(without.rows[0]!.problems).toMatchObject([{ code: 'gene-unreadable', severity: 'warning' }]);
    },
  );

  test('is noted in a long file too when the release names it', async () => {
    const rows = ['A,A*01:01,A*02:01', 'B,B*07:02,B*08:01', 'HLA-QQQ1,QQQ1*01:01,QQQ1*02:01'];
    const file = `sample,locus,allele_1,allele_2\n${rows.map((row) => `K1,${row}`).join('\n')}\n`;
    const codesWith = async (options: object) =>
      (await readLabFile(Buffer.from(file), options)).rows[0]!.problems.map(({ code, severity }) => [
        code,
        severity,
      ]);
    expect(await codesWith({ reference })).toContainEqual(['other-gene-ignored', 'note']);
    expect(await codesWith({})).toContainEqual(['gene-unreadable', 'warning']);
  });

  test.each([
    `HLA-A*01:01+HLA-QQQ1*02:01^HLA-B*07:02+HLA-B*08:01`,
    'HLA-QQQ1*01:01/HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01',
    'HLA-A*01:01+nonsense^HLA-B*07:02+HLA-B*08:01',
    'nonsense^HLA-A*01:01+HLA-A*02:01',
  ])('refuses the text where it stands for a copy of another gene, or no asterisk tells a gene: %s', (text) =>
    expect(readGlString(text)).toMatchObject({ ok: false, error: { code: 'gene-unreadable' } }),
  );

  test('in a column of one gene is that column’s error', async () => {
    const file =
      'participant,A,B,DRB1\nK1,HLA-QQQ1*01:01+HLA-QQQ1*02:01,B*07:02+B*08:01,DRB1*03:01+DRB1*15:01\n';
    const { rows } = await readLabFile(Buffer.from(file));
    expect(rows[0]).toMatchObject({
      status: 'rejected',
      problems: [{ code: 'gene-unreadable', severity: 'error', column: 'A', locus: 'A' }],
    });
  });

  test('is left out of a GL string that is normalised, with its code', () => {
    expect(normaliseText(strange, { reference: syntheticReference() })).toMatchObject({
      ok: true,
      output: known,
      warnings: [{ code: 'gene-unreadable' }],
    });
    expect(normaliseText('QQQ1*01:01', { reference })).toMatchObject({
      ok: false,
      error: { code: 'gene-unreadable' },
    });
  });
});
