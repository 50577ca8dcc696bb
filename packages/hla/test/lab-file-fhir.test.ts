import { describe, expect, test } from '@jest/globals';
import { type LabFileOptions, readLabFile } from '../src/lab-file/read.ts';
import { canonicalText } from '../src/typing.ts';

const gl = 'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01';
const k1 = { identifier: { system: 'urn:kits', value: 'K1' } };
const concept = (code: string): object => ({ coding: [{ system: 'http://glstring.org', code }] });
const observation = (more: object = {}, code = gl): object => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '84413-4' }] },
  valueCodeableConcept: concept(code),
  ...more,
});
const report = (more: object = {}): object => ({
  resourceType: 'DiagnosticReport',
  status: 'final',
  extension: [{ url: 'http://example.org/hla-genotype-summary', valueCodeableConcept: concept(gl) }],
  subject: k1,
  ...more,
});
const patient = (more: object = {}): object => ({
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ value: 'K1' }],
  ...more,
});
const bundle = (...resources: object[]): object => ({
  resourceType: 'Bundle',
  entry: resources.map((resource) => ({ resource })),
});
const read = (document: unknown, options?: LabFileOptions) =>
  readLabFile(
    new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document)),
    options,
  );
const settled = 'HLA-A203+HLA-A3^HLA-B44+HLA-B703';
const isKit = (code: string): boolean => /^K\d$/.test(code);

describe('a FHIR document', () => {
  test.each([
    ['serology', { text: 'Serology' }, settled],
    ['sequencing', { coding: [{ display: 'Next generation sequencing' }] }, undefined],
  ])('decides between antigens and alleles by its method: %s', async (_, method, gl) => {
    const four = 'HLA-A0203+HLA-A0301^HLA-B0703+HLA-B4402';
    const { rows } = await read(observation({ subject: k1, method }, four));
    expect(canonicalText(rows[0]!.typing!)).toBe(gl ?? 'HLA-A*02:03+HLA-A*03:01^HLA-B*07:03+HLA-B*44:02');
    expect(rows[0]!.problems.map(({ code }) => code)).not.toContain('antigen-or-allele');
  });

  test('notes genes of every list in a GL string', async () => {
    const more = `${gl}^HLA-V*01:01^HLA-Y*01:01^HLA-HFE*001^KIR2DL1*POS^MICA*A5^DRB3/4/5*01:01^PSMB8*01`;
    const { rows } = await read(observation({ subject: k1 }, more));
    expect(rows[0]).toMatchObject({ status: 'accepted' });
    expect(rows[0]!.problems.map(({ text }) => text)).toEqual([
      'V',
      'Y',
      'HFE',
      'KIR2DL1',
      'MICA',
      'DRB3/4/5',
      'PSMB8',
    ]);
  });

  test.each<[string, unknown]>([
    ['a report with a GL string in an extension', report()],
    ['a bundle in a bundle', bundle(bundle(observation({ subject: k1 })))],
    ['an array of bundles', [bundle(observation({ subject: k1 }))]],
    ['a contained patient', observation({ contained: [patient()], subject: { reference: '#p1' } })],
    [
      'a report that contains its observation and its patient',
      report({
        extension: undefined,
        contained: [patient(), observation({ id: 'o1' })],
        subject: { reference: '#p1' },
        result: [{ reference: '#o1' }],
      }),
    ],
    [
      'a report whose observation has no subject of its own',
      bundle(
        observation({ id: 'o1' }),
        report({ extension: undefined, result: [{ reference: 'Observation/o1' }] }),
      ),
    ],
    ['a report beside the observation it repeats', bundle(observation({ subject: k1 }), report())],
    [
      'parameters',
      { resourceType: 'Parameters', parameter: [{ part: [{ resource: observation({ subject: k1 }) }] }] },
    ],
    [
      'one document a line',
      `${JSON.stringify(patient())}\n${JSON.stringify(observation({ subject: { reference: 'Patient/p1' } }))}\n`,
    ],
    ['an observation with another code and a GL string', observation({ subject: k1, code: { text: 'HLA' } })],
  ])('is read from %s', async (_, document) => {
    const { format, rows, problems } = await read(document);
    expect([format, problems]).toEqual(['fhir', []]);
    expect(rows).toMatchObject([{ participant: 'K1', status: 'accepted' }]);
    expect(canonicalText(rows[0]!.typing!)).toBe(gl);
  });

  test('with a line that is no JSON is refused', async () => {
    const line = JSON.stringify(observation({ subject: k1 }));
    expect((await read(`${line}\n${line.slice(0, -9)}\n`)).problems.map(({ code }) => code)).toEqual([
      'json-malformed',
    ]);
  });

  test.each(['preliminary', 'registered', 'partial'])(
    'that is %s is accepted with a warning',
    async (status) => {
      const { rows } = await read(observation({ subject: k1, status }));
      expect(rows).toMatchObject([
        { status: 'accepted-with-warnings', problems: [{ code: 'result-preliminary', column: 'status' }] },
      ]);
    },
  );

  test('does not call a gene untyped whose observation has a value that is no GL string', async () => {
    const text = { coding: [{ system: 'http://loinc.org', code: '57290-9' }] };
    const [b] = [gl.split('^').slice(1).join('^')];
    const { rows } = await read(
      bundle(
        observation({ subject: k1 }, b),
        observation({ subject: k1, code: text, valueCodeableConcept: undefined }),
      ),
    );
    expect(rows[0]!.problems.map(({ code }) => code)).toEqual(['non-gl-value']);
  });

  test.each<[string, unknown, string]>([
    [
      'the name of a contact',
      bundle(patient({ contact: [{ name: { family: 'Doe' } }] }), observation({ subject: k1 })),
      'Patient.contact.name',
    ],
    [
      'a name beside the reference',
      observation({ subject: { ...k1, display: 'Doe' } }),
      'Observation.subject.display',
    ],
    [
      'the name of a contained patient',
      report({ contained: [patient({ name: [{ text: 'Doe' }] })] }),
      'Patient.name',
    ],
    [
      'a relative',
      bundle({ resourceType: 'RelatedPerson', name: [{ text: 'Doe' }] }, report()),
      'RelatedPerson.name',
    ],
  ])('with %s is refused', async (_, document, column) => {
    const answer = await read(document);
    expect(answer.problems).toMatchObject([{ code: 'column-personal', column }]);
    expect(JSON.stringify(answer)).not.toContain('Doe');
  });
});

describe('the participant of a FHIR document', () => {
  const both = [
    { system: 'urn:hospital', value: 'H77' },
    { system: 'urn:kits', value: 'K1' },
  ];
  const document = bundle(
    patient({ identifier: both }),
    observation({ subject: { reference: 'Patient/p1' } }),
  );

  test('is the identifier that can be one, where there are several', async () => {
    expect((await read(document, { isParticipant: isKit })).rows).toMatchObject([
      { participant: 'K1', status: 'accepted' },
    ]);
    const { rows } = await read(document);
    expect(rows).toMatchObject([
      {
        participant: '',
        status: 'rejected',
        problems: [{ code: 'participant-ambiguous', column: 'urn:hospital, urn:kits' }],
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/H77|K1/);
  });

  test.each(['Patient/K1', 'urn:uuid:K1', 'http://example.org/fhir/Patient/K1', 'Patient/123'])(
    'is never cut out of the reference %s',
    async (reference) => {
      const { rows } = await read(observation({ subject: { reference } }));
      expect(rows).toMatchObject([{ participant: '', problems: [{ code: 'participant-missing' }] }]);
    },
  );

  test('is the id of a patient only when it can be one', async () => {
    const reference = { subject: { reference: 'Patient/K1' } };
    expect((await read(observation(reference), { isParticipant: isKit })).rows[0]!.participant).toBe('K1');
    expect((await read(observation(reference), { isParticipant: () => false })).rows[0]!.participant).toBe(
      '',
    );
  });
});
