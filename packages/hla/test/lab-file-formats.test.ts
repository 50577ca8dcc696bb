import { describe, expect, test } from '@jest/globals';
import { readLabFile } from '../src/lab-file/read.ts';
import { canonicalText } from '../src/typing.ts';
import { syntheticReference } from './synthetic-release.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const gl = 'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01';

const hml = (samples: string, prefix = '', head = '<?xml version="1.0" encoding="UTF-8"?>\n'): string =>
  `${head}<${prefix}hml xmlns${prefix === '' ? '' : `:${prefix.slice(0, -1)}`}="http://schemas.nmdp.org/spec/hml/1.0.1" version="1.0.1">${samples}</${prefix}hml>`;

const sample = (id: string, content: string): string =>
  `<sample id="${id}"><typing>${content}</typing></sample>`;
const assignment = (content: string): string =>
  `<allele-assignment allele-db="IMGT/HLA" allele-version="3.53.0.0">${content}</allele-assignment>`;
const whole = gl
  .split('^')
  .map((each) => assignment(`<glstring>\n  ${each.replace('+', '+\n')}\n</glstring>`))
  .join('');

const observation = (
  subject: object,
  codeValue: string,
  value: string,
  system = 'http://glstring.org',
): object => ({
  resourceType: 'Observation',
  code: { coding: [{ system: 'http://loinc.org', code: codeValue }] },
  subject,
  valueCodeableConcept: { coding: [{ system, code: value }] },
});

describe('one row a gene', () => {
  test('is joined to one participant, with every classical gene', async () => {
    const text =
      'Sample ID,Locus,Allele 1,Allele 2\nK1,HLA-A,01:01,02:01\nK2,A,01:01,02:01\nK1,B,B*07:02,B*08:01\nK1,DRB1,DRB1*03:01,15:01\nK1,DPB1,04:01,04:02\nK2,DRB1,03:01,15:01\n';
    const report = await readLabFile(bytes(text));
    expect(report.format).toBe('csv-long');
    expect(report.rows.map(({ participant, status }) => [participant, status])).toEqual([
      ['K1', 'accepted'],
      ['K2', 'accepted-with-warnings'],
    ]);
    expect(canonicalText(report.rows[0]!.typing!)).toBe(`${gl}^HLA-DPB1*04:01+HLA-DPB1*04:02`);
  });

  test('may leave the gene to the alleles, and must not repeat one', async () => {
    const text = 'sample_id,allele_1,allele_2\nK1,A*01:01,A*02:01\nK1,B*07:02,B*08:01\nK1,A*01:01,A*02:06\n';
    const report = await readLabFile(bytes(text));
    expect(report.rows[0]?.problems.map(({ code }) => code)).toContain('gene-duplicate-row');
    expect(report.rejected).toBe(1);
  });
});

describe('one GL string a participant', () => {
  test.each([
    ['with a header', `participant,gl_string\nK1,${gl}\n`, 'csv-gl'],
    ['without one', `K1\thla#3.58.0#${gl}\n`, 'gl-lines'],
    ['with blanks inside quotes', `sample_id;GLString\r\n"K1";"${gl.replaceAll('+', ' + ')}"\r\n`, 'csv-gl'],
  ])('is read %s', async (_, text, format) => {
    const report = await readLabFile(bytes(text));
    expect(report.format).toBe(format);
    expect(canonicalText(report.rows[0]!.typing!)).toBe(gl);
    expect(report.rows[0]?.status).toBe('accepted');
  });

  test('keeps its release and its genotype list', async () => {
    const report = await readLabFile(
      bytes(`K1\thla#3.58.0#A*01:01+A*02:01|A*01:02+A*02:06^B*07:02+B*08:01\n`),
    );
    expect(report.rows[0]?.typing?.release).toBe('3.58.0');
    expect(report.rows[0]?.typing?.loci.A?.glString).toBe('HLA-A*01:01+HLA-A*02:01|HLA-A*01:02+HLA-A*02:06');
  });

  test('is rejected with the position of what is wrong', async () => {
    const report = await readLabFile(
      bytes(`participant,gl\nK1,HLA-A*01:01+HLA-A*02:01^#HLA-B*57:01\nK2,${gl}\n`),
    );
    expect(report.rows.map(({ status }) => status)).toEqual(['rejected', 'accepted']);
    expect(report.rows[0]?.problems[0]).toMatchObject({
      code: 'bad-character',
      position: 24,
      row: 2,
      column: 'gl',
    });
  });
});

describe('HML', () => {
  test.each(['', 'hml:', 'ns2:'])('is read with the prefix "%s"', async (prefix) => {
    const text = hml(`${sample('K1', whole)}${sample('K2', whole)}`, prefix).replace(
      /<(\/?)(sample|typing|allele-assignment|glstring)/g,
      `<$1${prefix}$2`,
    );
    const report = await readLabFile(bytes(text));
    expect(report).toMatchObject({ format: 'hml', accepted: 2, rejected: 0 });
    expect(canonicalText(report.rows[1]!.typing!)).toBe(gl);
    expect(report.rows[1]?.typing?.release).toBe('3.53.0.0');
  });

  test('may give haploids in place of GL strings', async () => {
    const haploids = [
      ['HLA-A', '01:01'],
      ['HLA-A', '02:01'],
      ['HLA-B', '0702'],
      ['HLA-B', '0801'],
      ['HLA-DRB1', '03:01'],
      ['HLA-DRB1', '15:01'],
      ['HLA-C', '07:01'],
    ].map(([locus, type]) => `<haploid locus="${locus}" method="DNA" type="${type}"/>`);
    const report = await readLabFile(bytes(hml(sample('K1', assignment(haploids.join(''))))));
    expect(canonicalText(report.rows[0]!.typing!)).toBe(gl.replace('^HLA-DRB1', '^HLA-C*07:01^HLA-DRB1'));
  });

  test('with a web address only is noted and never fetched', async () => {
    const text = hml(sample('K1', `${whole}${assignment('<glstring uri="http://127.0.0.1:1/gl/1"/>')}`));
    const report = await readLabFile(bytes(text));
    expect(report.rows[0]).toMatchObject({ status: 'accepted-with-warnings' });
    expect(report.rows[0]?.problems.map(({ code }) => code)).toEqual(['gl-reference-only']);
  });

  test('must not type a gene twice with different results', async () => {
    const twice = assignment('<glstring>HLA-A*01:01+HLA-A*03:01</glstring>');
    const report = await readLabFile(bytes(hml(sample('K1', whole + twice))));
    expect(report.rows[0]?.problems.map(({ code }) => code)).toEqual(['gl-gene-repeated']);
    const same = assignment('<glstring>HLA-A*02:01+HLA-A*01:01</glstring>');
    expect((await readLabFile(bytes(hml(sample('K1', whole + same))))).accepted).toBe(1);
  });

  test('rejects every sample of a participant who occurs twice', async () => {
    const report = await readLabFile(bytes(hml(sample('K1', whole) + sample('K1', whole))));
    expect(report.rejected).toBe(2);
  });

  test.each([
    [
      'an external entity',
      '<!DOCTYPE hml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      '&x;',
      'xml-forbidden',
    ],
    [
      'an entity bomb',
      `<!DOCTYPE hml [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "&a;&a;&a;&a;">]>`,
      '&b;',
      'xml-forbidden',
    ],
    ['an undefined entity', '', '&x;', 'xml-malformed'],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?>', '', 'file-not-utf8'],
    ['a tag left open', '', '<typing>', 'xml-malformed'],
  ])('with %s is refused', async (_, head, content, code) => {
    const report = await readLabFile(bytes(hml(sample('K1', whole + content), '', head)));
    expect(report).toMatchObject({ refused: true, rows: [] });
    expect(report.problems[0]?.code).toBe(code);
  });

  test('nested too deep, or of another vocabulary, is refused', async () => {
    const codes = async (text: string): Promise<unknown> =>
      (await readLabFile(bytes(text))).problems.map(({ code }) => code);
    expect(await codes(hml('<a>'.repeat(100_000)))).toEqual(['too-deep']);
    expect(await codes('<page><body/></page>')).toEqual(['format-unknown']);
  });
});

describe('FHIR', () => {
  const bundle = (...resources: object[]): string =>
    JSON.stringify({ resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) });
  const k1 = { identifier: { value: 'K1' } };

  test('is read from the observations of a bundle', async () => {
    const [a, b, d] = gl.split('^');
    const text = bundle(
      { resourceType: 'Patient', id: 'p1', identifier: [{ value: 'K2' }] },
      observation(k1, '84413-4', `hla#3.23.0#${a}`),
      observation(k1, '84413-4', b!),
      observation(k1, '57293-3', d!),
      observation({ reference: 'Patient/p1' }, '84413-4', gl),
      { resourceType: 'DiagnosticReport' },
    );
    const report = await readLabFile(bytes(text));
    expect(report).toMatchObject({ format: 'fhir', accepted: 2 });
    expect(report.rows.map(({ participant }) => participant)).toEqual(['K1', 'K2']);
    expect(report.rows.map(({ typing }) => canonicalText(typing!))).toEqual([gl, gl]);
  });

  test('may be one observation', async () =>
    expect((await readLabFile(bytes(JSON.stringify(observation(k1, '84413-4', gl))))).accepted).toBe(1));

  test('with a malformed GL string rejects that participant only', async () => {
    const text = bundle(
      observation(k1, '84413-4', 'hla#3.23.0#HLA-A:01:01G+HLA-A*01:02'),
      observation({ identifier: { value: 'K2' } }, '84413-4', gl),
    );
    const report = await readLabFile(bytes(text));
    expect(report.rows.map(({ status }) => status)).toEqual(['rejected', 'accepted']);
    expect(report.rows[0]?.problems[0]).toMatchObject({ code: 'field-invalid', position: 16 });
  });

  test('with a name or a birth date is refused', async () => {
    const text = bundle(
      { resourceType: 'Patient', name: [{ family: 'Doe' }], birthDate: '1990-01-01' },
      observation(k1, '84413-4', gl),
    );
    const report = await readLabFile(bytes(text));
    expect(report.problems.map(({ column }) => column)).toEqual(['Patient.name', 'Patient.birthDate']);
    expect(JSON.stringify(report)).not.toContain('Doe');
  });

  test.each([
    ['{"resourceType":', 'json-malformed'],
    ['{"resourceType":"Patient"}', 'format-unknown'],
    ['[]', 'format-unknown'],
    ['['.repeat(200_000), 'too-deep'],
  ])('is refused when it is none', async (text, code) =>
    expect((await readLabFile(bytes(text))).problems.map((problem) => problem.code)).toEqual([code]),
  );
});

describe('any format', () => {
  test('is brought up to an installed release on request', async () => {
    const text = `K1\t${gl.replace('A*02:01', 'A*02:01:08')}\n`;
    const report = await readLabFile(bytes(text), { reference: syntheticReference() });
    expect(report.rows[0]?.typing?.loci.A?.glString).toBe('HLA-A*01:01+HLA-A*02:06');
    expect(report.rows[0]?.problems).toMatchObject([{ code: 'renamed', locus: 'A', severity: 'warning' }]);
  });
});
