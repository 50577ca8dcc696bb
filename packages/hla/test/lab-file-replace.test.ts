import { describe, expect, test } from '@jest/globals';
import { type LabFileReport, readLabFile } from '../src/lab-file/read.ts';
import { syntheticReference } from './synthetic-release.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const cells = 'A*01:01,A*02:01,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01';
const gl = 'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01';
const said = ({ rows }: LabFileReport): unknown[] =>
  rows.map(({ replace, status }) => (status === 'rejected' ? status : (replace ?? false)));
const codes = ({ rows }: LabFileReport): string[] =>
  rows.flatMap(({ problems }) =>
    problems.flatMap(({ severity, code }) => (severity === 'error' ? [code] : [])),
  );

describe('a column that asks to replace an earlier typing', () => {
  const wide = (...values: string[]): Uint8Array =>
    bytes(
      `participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2,Replace\n${values.map((value, index) => `K${index},${cells},${value}\n`).join('')}`,
    );

  test('is yes or no, row by row, and a blank is no', async () => {
    const report = await readLabFile(wide('yes', 'TRUE', '1', ' Y ', 'no', 'false', '0', 'n', ''));
    expect(said(report)).toEqual([true, true, true, true, false, false, false, false, false]);
  });

  test('rejects the row when it is neither, without quoting it', async () => {
    const report = await readLabFile(wide('perhaps', 'yes'));
    expect(said(report)).toEqual(['rejected', true]);
    expect(codes(report)).toEqual(['replace-unreadable']);
    expect(JSON.stringify(report)).not.toContain('perhaps');
  });

  test('is kept when names are brought up to a release', async () => {
    const report = await readLabFile(wide('yes', ''), { reference: syntheticReference() });
    expect(report.rows.map(({ replace }) => replace)).toEqual([true, undefined]);
  });

  test('stands beside a GL string too', async () => {
    const report = await readLabFile(bytes(`participant,gl_string,replace\nK1,${gl},yes\nK2,${gl},\n`));
    expect(said(report)).toEqual([true, false]);
  });

  test('in one of the rows of a participant is enough, a contradiction rejects the participant', async () => {
    const rows = (one: string, two: string): string => `K1,A,01:01,02:01,${one}\nK1,B,07:02,08:01,${two}\n`;
    const long = (one: string, two: string): Promise<LabFileReport> =>
      readLabFile(bytes(`sample_id,locus,allele_1,allele_2,replace\n${rows(one, two)}`));
    expect(said(await long('', 'yes'))).toEqual([true]);
    const torn = await long('yes', 'no');
    expect([said(torn), codes(torn)]).toEqual([['rejected'], ['replace-contradictory']]);
  });
});

describe('a FHIR observation', () => {
  const observation = (status?: string): Promise<LabFileReport> =>
    readLabFile(
      bytes(
        JSON.stringify({
          resourceType: 'Observation',
          ...(status === undefined ? {} : { status }),
          code: { coding: [{ system: 'http://loinc.org', code: '84413-4' }] },
          subject: { identifier: { value: 'K1' } },
          valueCodeableConcept: { coding: [{ system: 'http://glstring.org', code: gl }] },
        }),
      ),
    );

  test.each(['corrected', 'amended'])('that is %s replaces', async (status) => {
    expect(said(await observation(status))).toEqual([true]);
  });

  test.each([undefined, 'final', 'preliminary'])('with the status %s does not', async (status) => {
    expect(said(await observation(status))).toEqual([false]);
  });

  test.each(['entered-in-error', 'cancelled'])('that is %s is not a result', async (status) => {
    const report = await observation(status);
    expect([said(report), codes(report)]).toEqual([['rejected'], ['result-withdrawn']]);
  });
});

describe('a property of an HML file', () => {
  const property = (value: string): string => `<property name="replace" value="${value}"/>`;
  const sample = (id: string, more = ''): string =>
    `<sample id="${id}">${more}<typing><allele-assignment><glstring>${gl}</glstring></allele-assignment></typing></sample>`;
  const hml = (content: string): Promise<LabFileReport> =>
    readLabFile(bytes(`<hml version="1.0.1">${content}</hml>`));

  test('of a sample concerns that sample', async () => {
    expect(said(await hml(sample('K1', property('true')) + sample('K2')))).toEqual([true, false]);
  });

  test('before the samples concerns them all', async () => {
    expect(said(await hml(property('yes') + sample('K1') + sample('K2')))).toEqual([true, true]);
  });

  test('that cannot be read refuses the file, or its own sample', async () => {
    expect(await hml(property('perhaps') + sample('K1'))).toMatchObject({ refused: true, rows: [] });
    expect(said(await hml(sample('K1', property('perhaps')) + sample('K2')))).toEqual(['rejected', false]);
  });
});
