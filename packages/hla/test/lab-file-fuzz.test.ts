import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../foundation/random.ts';
import { readGlString } from '../src/gl-string.ts';
import { readLabFile } from '../src/lab-file/read.ts';
import { writeLabCsv } from '../src/lab-file/write.ts';
import { syntheticTyping } from '../src/synthetic-typing.ts';
import { canonicalText, parseTyping, serialiseTyping } from '../src/typing.ts';
import { typingOf } from './typing-of.ts';

const random = createRandom('fuzz');
const people = Array.from({ length: 4 }, (_, index) => ({
  participant: `K${index}`,
  typing: syntheticTyping(random),
}));
const wide = writeLabCsv(people);
const lines = people
  .map(({ participant, typing }) => `${participant}\thla#3.58.0#${canonicalText(typing)}\n`)
  .join('');
const hml = `<?xml version="1.0"?>\n<hml xmlns="x">${people
  .map(
    ({ participant, typing }) =>
      `<sample id="${participant}"><typing><allele-assignment><glstring>${canonicalText(typing)}</glstring></allele-assignment></typing></sample>`,
  )
  .join('\n')}</hml>`;
const fhir = JSON.stringify({
  resourceType: 'Bundle',
  entry: people.map(({ participant, typing }) => ({
    resource: {
      resourceType: 'Observation',
      code: { coding: [{ code: '84413-4' }] },
      subject: { identifier: { value: participant } },
      valueCodeableConcept: { coding: [{ system: 'http://glstring.org', code: canonicalText(typing) }] },
    },
  })),
});
const uniformat = people
  .map(
    ({ participant, typing }) =>
      `${participant}\t${canonicalText(typing).replaceAll('^', '\t').replaceAll('+', ',').replaceAll('HLA-', '')}\n`,
  )
  .join('');
const arcas = JSON.stringify(
  Object.fromEntries(
    people.map(({ participant, typing }) => [
      participant,
      Object.fromEntries(
        canonicalText(typing)
          .split('^')
          .map((gene) => [/HLA-(\w+)/.exec(gene)?.[1] ?? '', gene.replaceAll('HLA-', '').split('+')]),
      ),
    ]),
  ),
);
const tarr = `<?xml version="1.0"?>\n<ProjectXml><Samples>${people
  .map(
    ({ participant, typing }) =>
      `<Sample><Name>${participant}</Name><Loci>${canonicalText(typing)
        .split('^')
        .map(
          (gene) =>
            `<Locus><Name>${/HLA-\w+/.exec(gene)?.[0] ?? ''}</Name><TypingResult><GLString>${gene}</GLString></TypingResult></Locus>`,
        )
        .join('')}</Loci></Sample>`,
  )
  .join('\n')}</Samples></ProjectXml>`;
const files = { wide, lines, hml, fhir, uniformat, arcas, tarr };

/** One to five edits of the text: a piece removed, repeated, moved or replaced. */
const edits = fc.array(
  fc.record({
    at: fc.nat(10_000),
    length: fc.nat(30),
    kind: fc.constantFrom('remove', 'repeat', 'swap', 'insert'),
    text: fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom(
        '"',
        '\n',
        '\t',
        ',',
        '<',
        '&',
        '>',
        '/',
        '+',
        '|',
        '^',
        '\u0000',
        '\ufeff',
        '<!DOCTYPE',
        '[',
        '{',
      ),
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

function mutate(
  original: string,
  list: readonly { at: number; length: number; kind: string; text: string }[],
): string {
  let text = original;
  for (const { at, length, kind, text: piece } of list) {
    const from = at % (text.length + 1);
    const cut = text.slice(from, from + length);
    const [before, after] = [text.slice(0, from), text.slice(from + length)];
    if (kind === 'remove') text = before + after;
    else if (kind === 'repeat') text = before + cut + cut + after;
    else if (kind === 'swap') text = after + cut + before;
    else text = before + piece + cut + after;
  }
  return text;
}

describe.each(Object.entries(files))('a damaged file (%s)', (_, original) => {
  test('is never an exception, and what is accepted can be stored and read again', async () => {
    await fc.assert(
      fc.asyncProperty(edits, async (list) => {
        const report = await readLabFile(new TextEncoder().encode(mutate(original, list)));
        if (report.refused) expect(report.rows).toEqual([]);
        const accepted = report.rows.filter(({ status }) => status !== 'rejected');
        expect(new Set(accepted.map(({ participant }) => participant)).size).toBe(accepted.length);
        for (const { typing, participant } of accepted) {
          expect(participant).toMatch(/^[\w.-]{1,64}$/);
          expect(parseTyping(serialiseTyping(typing!))).toEqual(typing);
        }
      }),
      { numRuns: 250, seed: 11 },
    );
  });

  test('with one letter of a name changed is never read as the person before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(original.length - 1),
        fc.constantFrom('9', 'Z', '#', ' '),
        async (at, letter) => {
          const text = original.slice(0, at) + letter + original.slice(at + 1);
          const report = await readLabFile(new TextEncoder().encode(text));
          const sane = (await readLabFile(new TextEncoder().encode(original))).rows;
          for (const { participant, typing } of report.rows) {
            const person = people.find((each) => each.participant === participant);
            if (typing === undefined || person === undefined) continue;
            // A participant whose kit code is unchanged keeps the typing, unless the edit was in that typing.
            const others = sane.filter((row) => canonicalText(row.typing!) === canonicalText(typing));
            if (others.length > 0) expect(others.map((row) => row.participant)).toContain(participant);
          }
        },
      ),
      { numRuns: 150, seed: 12 },
    );
  });
});

describe('random bytes', () => {
  test('are refused or read, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const report = await readLabFile(bytes);
        expect(report.accepted + report.rejected).toBe(report.rows.length);
      }),
      { numRuns: 500, seed: 13 },
    );
  });
});

describe('a GL string', () => {
  const alphabet = fc.string({ unit: fc.constantFrom(...'HLA-B*0127:DRX^|+~/?# G'), maxLength: 60 });
  test('of any letters is read or refused with a position inside it', () => {
    fc.assert(
      fc.property(alphabet, (text) => {
        const read = readGlString(text);
        if (!read.ok && read.error.position !== undefined)
          expect(read.error.position).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 3000, seed: 14 },
    );
  });

  test.each([
    ['', 'gl-empty-part'],
    ['HLA-A*01:01+', 'gl-empty-part'],
    ['HLA-A*01:01+HLA-A*02:01+HLA-A*03:01', 'gl-too-many-copies'],
    ['HLA-A*01:01/HLA-B*07:02+HLA-A*02:01', 'gl-mixed-genes'],
    ['HLA-A*01:01+HLA-B*07:02', 'gl-mixed-genes'],
    ['HLA-A*01:01^HLA-A*02:01', 'gl-gene-repeated'],
    [Array(9000).fill('HLA-A*01:01').join('/'), 'too-ambiguous'],
    ['x'.repeat(300_000), 'too-long'],
  ])('is refused when malformed', (text, code) => {
    const read = readGlString(text);
    expect(read.ok ? 'accepted' : read.error.code).toBe(code);
  });

  test('of phased haplotypes gives each gene its two copies', () => {
    const typing = typingOf(
      'HLA-A*01:01~HLA-B*08:01~HLA-DRB1*03:01~HLA-DRB3*01:01+HLA-A*02:01~HLA-B*07:02~HLA-DRB1*15:01~HLA-DRB5*01:01',
    );
    expect(canonicalText(typing)).toBe(
      'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01^HLA-DRB3*01:01^HLA-DRB5*01:01',
    );
  });

  test('with a possible location keeps both readings', () => {
    const read = readGlString('HLA-DRB1*03:01+HLA-DRB1*15:01?HLA-DRB1*03:02+HLA-DRB1*15:01');
    expect(read.ok && read.value.genotypes.get('DRB1')).toHaveLength(2);
    expect(read.ok && read.warnings.map(({ code }) => code)).toContain('gene-location-uncertain');
  });
});

describe('time is linear', () => {
  const seconds = async (text: string): Promise<number> => {
    const bytes = new TextEncoder().encode(text);
    // Processor time, because the clock also counts what other processes do on a busy machine.
    const before = process.cpuUsage();
    await readLabFile(bytes);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };
  const million = 1_000_000;
  test.each([
    ['blanks', ' '.repeat(20 * million)],
    ['quotation marks', `participant,A,B,DRB1\n${'"'.repeat(2 * million)}`],
    ['delimiters', ','.repeat(2 * million)],
    ['line ends', `participant,A,B,DRB1\n${'\n'.repeat(5 * million)}`],
    ['brackets', '['.repeat(5 * million)],
    ['tags', `<hml>${'<a/>'.repeat(million / 4)}</hml>`],
    ['text in tags', `<hml><sample id="K1"><glstring>${'A'.repeat(5 * million)}</glstring></sample></hml>`],
    ['alternatives', `K1\tHLA-A*01:01${'/HLA-A*01:01'.repeat(million / 4)}`],
    ['one long word', 'x'.repeat(5 * million)],
  ])('in %s', async (_, text) => expect(await seconds(text)).toBeLessThan(5));

  test('and a file of a gigabyte is refused by its size alone', async () => {
    const huge = { length: 1024 ** 3 } as Uint8Array;
    expect((await readLabFile(huge)).problems[0]?.code).toBe('file-too-large');
  });
});
