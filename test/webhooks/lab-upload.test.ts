import { randomUUID } from 'node:crypto';
import { canonicalText } from '@harmonia/hla';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseTyping } from '../../engine/biological/index.ts';
import type { Participant } from '../../engine/ports/participants.ts';
import { freezeCohort } from '../../engine/protocol/cohort.ts';
import { sign } from '../../webhooks/lab-signature.ts';
import {
  createLaboratory,
  csvOf,
  labKeys,
  labKeysVariable,
  statuses,
  typingOf,
} from '../support/laboratory.ts';
import { rowsOf, stagedAt } from '../support/staged-study.ts';
import { says, startTestStudy, type TestStudy } from '../support/study.ts';

let study: TestStudy;
beforeAll(async () => {
  study = await startTestStudy({ LAB_KEYS: labKeysVariable });
});
const { deliver, holds, isSealed, post, stored, url, waiting } = createLaboratory(() => study);
const { first, other } = labKeys;

describe('statuses of samples', () => {
  test('are noted from CSV and JSON, also beside typings, and answered with the kits that are open', async () => {
    const { person, participant } = await stagedAt(study, 'lab');
    const kit = (await study.harmonia().database.transact((uow) => uow.biology.kitOf(participant.userId)))!
      .code;
    person.send('/start');
    await says(person, /Stage 3 of 3/);
    const [typed, late] = [await waiting(), await waiting()];
    const table = `kit;status\n${kit};Received\n${late.kit};lost\nK000-0000-0;received\n`;
    const first = await deliver(table);
    expect(statuses(first)).toEqual(['status-noted', 'rejected', 'unknown-kit']);
    expect(first.body).toMatchObject({ statuses: 1, imported: 0, rejected: 2 });
    expect(first.body.openKits).toEqual(expect.arrayContaining([kit, typed.kit, late.kit]));
    expect(first.text).toContain('one of received, failed and repeat');
    await says(person, /The lab has it since/);
    const [header, row] = csvOf([typed.kit, 'x']).split('\n');
    const failedCells = ',,,,,,,,,,,,,,,,,,,,'.slice(0, header!.split(',').length - 1);
    const mixed = [`${header},status`, `${row},received`, `${kit}${failedCells},failed`, ''].join('\n');
    const second = await deliver(mixed);
    expect(statuses(second)).toEqual(['imported', 'status-noted']);
    expect(second.body.openKits).not.toContain(typed.kit);
    await says(person, /The lab could not read this sample[\s\S]*another kit/);
    const json = JSON.stringify([
      ...[
        { kit: typed.kit, status: 'received' },
        { kit: late.kit, status: 'repeat' },
      ],
      ...[
        { kit, status: 'received' },
        { kit: 'Kim Doe', status: 'failed' },
      ],
    ]);
    const id = randomUUID();
    const third = await deliver(json, { id, type: 'application/json' });
    expect(statuses(third)).toEqual(['status-late', 'status-noted', 'status-known', 'rejected']);
    expect(third.text).not.toContain('Kim');
    expect(statuses(await deliver(json, { id, type: 'application/json' }))).toEqual(statuses(third));
    const dry = await deliver(`kit,status\n${kit},repeat\n`, { id: `dryrun.${randomUUID()}` });
    expect(statuses(dry)).toEqual(['status-noted']);
    person.tap('lab:wait:another', { messageId: person.lastFromBot()!.id });
    await says(person, /Your new kit has the code/);
    expect(statuses(await deliver(`kit,status\n${kit},repeat\n`))).toEqual(['not-accepted']);
  });
});

describe('the same delivery again', () => {
  test('gets the first answer once more, and imports nothing', async () => {
    const { kit } = await waiting();
    const [body, id] = [csvOf([kit, 'x'], ['K000-0000-0', 'y']), randomUUID()];
    const once = await deliver(body, { id });
    expect(once.body).toMatchObject({ imported: 1, rejected: 1 });
    const again = await deliver(body, { id });
    expect([again.status, again.text]).toEqual([once.status, once.text]);
    expect(statuses(await deliver(body))).toEqual(['unchanged', 'unknown-kit']);
  });

  test('with another body is a conflict, and the first typing is kept', async () => {
    const [one, two] = [await waiting(), await waiting()];
    const id = randomUUID();
    await deliver(csvOf([one.kit, 'x']), { id });
    const again = await deliver(csvOf([two.kit, 'y']), { id });
    expect(again).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/used for another body/) as unknown },
    });
    expect(await stored(two.participant)).toBeUndefined();
    expect(await deliver(csvOf([two.kit, 'y']), { id, key: other })).toMatchObject({ status: 200 });
  });

  test('in eight copies at once is one import and one answer', async () => {
    const { participant, kit } = await waiting();
    const [body, id] = [csvOf([kit, 'x']), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(body, { id })));
    for (const { status, body: answer } of answers) expect([status, answer]).toEqual([200, answers[0]!.body]);
    expect(answers[0]!.body.imported).toBe(1);
    const trail = await study.harmonia().database.transact((uow) => uow.audit.of(participant.userId));
    expect(
      trail.filter(({ details }) => details['phase'] === 'biological' && 'digest' in details),
    ).toHaveLength(1);
  });

  test('another typing for the same kit is a conflict of that row, and the first is kept', async () => {
    const { participant, kit } = await waiting();
    await deliver(csvOf([kit, 'first']));
    const again = await deliver(csvOf([kit, 'second']));
    expect(again).toMatchObject({ status: 200, body: { imported: 0, rejected: 1 } });
    expect(statuses(again)).toEqual(['conflict']);
    expect(await holds(participant, 'first')).toBe(true);
  });
});

describe('a lab file', () => {
  test('with valid and invalid rows gets an answer per row, and the valid rows are stored', async () => {
    const [one, two, gone] = [await waiting(), await waiting(), await waiting()];
    const { database } = study.harmonia();
    await database.transact((uow) =>
      uow.participants.update(gone.participant.userId, { status: 'withdrawn' }),
    );
    await database.transact(async (uow) => {
      const consent = (await uow.consents.current(gone.participant.userId)).get('genetic')!;
      await uow.consents.record({ ...consent, granted: false, at: new Date(consent.at.getTime() + 1) });
    });
    const [header, good, second, third] = csvOf([one.kit, 'a'], [two.kit, 'b'], [gone.kit, 'c'])
      .trim()
      .split('\n') as [string, string, string, string];
    const slip = one.kit.endsWith('2') ? `${one.kit.slice(0, -1)}3` : `${one.kit.slice(0, -1)}2`;
    const lines = [header, good, second.replace(/,[^,]+$/, ',banana'), good.replace(one.kit, slip), third];
    const answer = await deliver(`${lines.join('\n')}\n`);
    expect(answer.status).toBe(200);
    expect(statuses(answer)).toEqual(['imported', 'rejected', 'unknown-kit', 'not-accepted']);
    expect(answer.body.rows![1]!.problems.length).toBeGreaterThan(0);
    expect(answer.body.rows![2]!.message).toMatch(/compare it with the label/);
    expect(await stored(one.participant)).toBeDefined();
    for (const { participant } of [two, gone]) expect(await stored(participant)).toBeUndefined();
  });

  test('with two rows for one kit stores neither of them, and stores the other rows', async () => {
    const [one, two] = [await waiting(), await waiting()];
    const answer = await deliver(csvOf([one.kit, 'a'], [two.kit, 'b'], [one.kit, 'c']));
    expect(statuses(answer)).toEqual(['rejected', 'imported', 'rejected']);
    expect(answer.body.rows![0]!.problems.length).toBeGreaterThan(0);
    expect(await stored(one.participant)).toBeUndefined();
    expect(await holds(two.participant, 'b')).toBe(true);
  });

  test('with a kit that was replaced is refused for that row, and accepted with the new kit', async () => {
    const { participant, kit } = await waiting();
    const admin = await study.staff('admin');
    admin.send(`/kit ${participant.code}`);
    await admin.until(() => /has a new kit/.test(admin.lastFromBot()?.text ?? ''));
    expect(statuses(await deliver(csvOf([kit, 'old'])))).toEqual(['not-accepted']);
    const fresh = await study.harmonia().database.transact((uow) => uow.biology.kitOf(participant.userId));
    expect(statuses(await deliver(csvOf([fresh!.code, 'new'])))).toEqual(['imported']);
  });

  test('without the required columns is refused as a whole, and nothing is stored', async () => {
    const { participant, kit } = await waiting();
    for (const file of [
      csvOf([kit, 'x']).replace('participant', 'whatever'),
      `participant\n${kit}\n`,
      csvOf([kit, 'x'])
        .replace('participant,', 'participant,surname,')
        .replace(`${kit},`, `${kit},Possible,`),
      '',
      '\u0000\u0001\u0002',
    ]) {
      const answer = await deliver(file);
      expect(answer).toMatchObject({ status: 422, body: { refused: true, imported: 0 } });
      expect(answer.body.problems!.length).toBeGreaterThan(0);
      expect(answer.text).not.toContain('Possible');
    }
    expect(await stored(participant)).toBeUndefined();
    const refused = await rowsOf(study, `SELECT FROM audit_log WHERE action = 'lab-file-refused'`);
    expect(refused).toHaveLength(5);
  });

  test('is recognised by its content, under any content type', async () => {
    for (const type of ['application/octet-stream', 'application/json', 'text/plain', 'application/xml']) {
      const { kit } = await waiting();
      expect(await deliver(csvOf([kit, type]), { type })).toMatchObject({
        status: 200,
        body: { imported: 1 },
      });
    }
  });

  test('with one kit in two spellings stores neither of its rows', async () => {
    const { participant, kit } = await waiting();
    const { kit: other } = await waiting();
    const bare = kit.replaceAll('-', '').toLowerCase();
    const answer = await deliver(csvOf([kit, 'one'], [bare, 'two'], [other, 'x']));
    expect(statuses(answer)).toEqual(['repeated-kit', 'repeated-kit', 'imported']);
    expect(await stored(participant)).toBeUndefined();
  });

  test('over 10 MB is refused with 413', async () => {
    const answer = await deliver(Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
    expect(answer).toMatchObject({ status: 413, body: { code: 'too-large' } });
  });

  test('gets an answer that holds no typing', async () => {
    const { kit } = await waiting();
    const answer = await deliver(csvOf([kit, 'x']));
    expect(answer.text).not.toMatch(/\*\d\d:\d\d/);
    const deliveries = JSON.stringify(await rowsOf(study, 'SELECT * FROM lab_deliveries'));
    expect(deliveries).not.toMatch(/\*\d\d:\d\d/);
  });
});

describe('a table as laboratories really write them', () => {
  /** The six cells of a typing in the order of the columns. */
  const cellsOf = (kit: string, seed: string): string[] =>
    csvOf([kit, seed]).trim().split('\n')[1]!.split(',').slice(1);
  const pairsOf = (cells: string[]): [string, string][] =>
    [0, 2, 4].map((at) => [cells[at]!, cells[at + 1]!]);
  const genes = ['A', 'B', 'DRB1'];

  test('is stored from each of its shapes', async () => {
    const shapes: ((kit: string, cells: string[]) => string)[] = [
      (kit, cells) =>
        `sep=;\nProject: x\n\nSample Name;HLA-A 1;HLA-A 2;HLA-B 1;HLA-B 2;HLA-DRB1 1;HLA-DRB1 2\n${[kit, ...cells].join(';')}\n`,
      (kit, cells) => `patient,A,A,B,B,DRB1,DRB1,typing\n${[kit, ...cells].join(',')},NGS\n`,
      (kit, cells) =>
        `"ID","HLA-A","HLA-B","HLA-DRB1"\n"${kit}","${pairsOf(cells)
          .map((pair) => pair.join('+'))
          .join('","')}"\n`,
      (kit, cells) =>
        `barcode\tlocus\tallele\n${genes.flatMap((gene, at) => pairsOf(cells)[at]!.map((allele) => `${kit}\t${gene}\t${allele}\n`)).join('')}`,
      (kit, cells) =>
        `IID,locus,genotype\n${genes.map((gene, at) => `${kit},${gene},${pairsOf(cells)[at]!.join('+')}\n`).join('')}`,
      (kit, cells) =>
        `${kit}\t${pairsOf(cells)
          .map((pair) => pair.map((name) => `HLA-${name}`).join('+'))
          .join('^')}\n`,
    ];
    for (const [index, shape] of shapes.entries()) {
      const { participant, kit } = await waiting();
      const answer = await deliver(shape(kit, cellsOf(kit, `shape ${index}`)));
      expect([index, statuses(answer)]).toEqual([index, ['imported']]);
      expect([index, await holds(participant, `shape ${index}`)]).toEqual([index, true]);
    }
  });

  test('is read for the kits of the study among other identifiers, with missing values and other genes', async () => {
    const { participant, kit } = await waiting();
    const header = 'row,case id,sample,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2,C_1,C_2,DRB345_1,MICA';
    const typed = ['A*01:01', 'NA', 'B*07:02', 'B*08:01', 'DRB1*03:01', 'DRB1*15:01'];
    const cells = [...typed, 'C*07:01', 'C*99:99', 'DRB3*01:01', '008'];
    const answer = await deliver(`# export\n${header}\n1,H77,${kit},${cells.join(',')}\n`);
    expect([statuses(answer), answer.body.rows![0]!.participant]).toEqual([['imported'], kit]);
    expect(answer.body).toMatchObject({ otherGenes: { C: 1, 'DRB3/4/5': 1, MICA: 1 } });
    const { loci } = parseTyping((await stored(participant))!);
    expect(Object.keys(loci)).toEqual(['A', 'B', 'DRB1']);
    expect(loci.A!.glString).toBe('HLA-A*01:01+HLA-A*UUUU');
    const kept = JSON.stringify([
      await rowsOf(study, 'SELECT * FROM lab_deliveries'),
      await rowsOf(study, 'SELECT * FROM audit_log'),
    ]);
    expect(kept).not.toMatch(/H77|C\*|DRB3\*/);
  });

  test('or FHIR with several identifiers of a person, is stored for the kit', async () => {
    const { participant, kit } = await waiting();
    const gl = 'HLA-A*01:01+HLA-A*02:01^HLA-B*07:02+HLA-B*08:01^HLA-DRB1*03:01+HLA-DRB1*15:01';
    const document = {
      resourceType: 'DiagnosticReport',
      status: 'preliminary',
      contained: [
        {
          resourceType: 'Patient',
          id: 'p1',
          identifier: [
            { system: 'urn:hospital', value: 'H78' },
            { system: 'urn:kits', value: kit },
          ],
        },
      ],
      subject: { reference: '#p1' },
      extension: [
        { url: 'x', valueCodeableConcept: { coding: [{ system: 'http://glstring.org', code: gl }] } },
      ],
    };
    const answer = await deliver(JSON.stringify(document));
    expect([statuses(answer), answer.body.rows![0]!.participant]).toEqual([['imported'], kit]);
    expect(canonicalText(parseTyping((await stored(participant))!))).toBe(gl);
  });

  test('that contradicts itself is rejected with both places named and no typing quoted', async () => {
    const { participant, kit } = await waiting();
    const answer = await deliver(
      `participant,A_1,A_2,B_1,B_2,DRB1_1,DRB1_2,A\n${kit},A*01:01,A*02:01,B*07:02,B*08:01,DRB1*03:01,DRB1*15:01,A*01:01+A*03:01\n`,
    );
    expect(answer.body.rows).toMatchObject([
      { status: 'rejected', problems: [{ column: 'A', against: { row: 2, column: 'A_2' } }] },
    ]);
    expect(answer.text).not.toMatch(/\*\d\d:\d\d/);
    expect(await stored(participant)).toBeUndefined();
  });
});

describe('a laboratory’s request to replace typings', () => {
  const replacing = (...rows: [kit: string, seed: string, said: string][]): string => {
    const [header, ...lines] = csvOf(...rows.map(([kit, seed]): [string, string] => [kit, seed]))
      .trim()
      .split('\n') as [string, ...string[]];
    return [`${header},replace`, ...lines.map((line, index) => `${line},${rows[index]![2]}`), ''].join('\n');
  };
  const trailOf = ({ userId }: Participant) =>
    study.harmonia().database.transact((uow) => uow.audit.of(userId));
  const sealOf = ({ userId }: Participant) =>
    study.harmonia().database.transact(async (uow) => ({
      now: (await uow.phases.of(userId)).get('biological')!,
      superseded: await uow.phases.supersededOf(userId),
    }));

  test('in the column of a row replaces that typing and its seal, and keeps the old seal', async () => {
    const [one, two] = [await waiting(), await waiting()];
    await deliver(csvOf([one.kit, 'first'], [two.kit, 'first']));
    const before = await sealOf(one.participant);
    const answer = await deliver(replacing([one.kit, 'second', 'yes'], [two.kit, 'second', 'no']));
    expect(statuses(answer)).toEqual(['replaced', 'conflict']);
    expect(answer.body).toMatchObject({ imported: 0, replaced: 1, rejected: 1 });
    expect(await holds(one.participant, 'second')).toBe(true);
    expect(await holds(two.participant, 'first')).toBe(true);
    const after = await sealOf(one.participant);
    expect(after.superseded).toEqual([
      { digest: before.now.digest, sealedAt: before.now.sealedAt, supersededAt: after.now.sealedAt },
    ]);
    expect(after.now.digest).not.toBe(before.now.digest);
    expect(await isSealed(one.participant)).toBe(true);
    expect((await trailOf(one.participant)).at(-1)).toMatchObject({
      actor: 'lab',
      action: 'seal-replaced',
      details: { lab: 'north', digest: after.now.digest, supersedes: before.now.digest },
    });
    expect((await sealOf(two.participant)).superseded).toEqual([]);
  });

  test('in a signed id replaces with any format, and the same delivery again changes nothing', async () => {
    const { participant, kit } = await waiting();
    await deliver(csvOf([kit, 'first']));
    const gl = Object.values(typingOf('second').loci)
      .map(({ glString }) => glString)
      .join('^');
    const hml = `<hml version="1.0.1"><sample id="${kit}"><typing><allele-assignment><glstring>${gl}</glstring></allele-assignment></typing></sample></hml>`;
    expect(statuses(await deliver(hml))).toEqual(['conflict']);
    const id = `replace.${randomUUID()}`;
    const first = await deliver(hml, { id });
    expect(statuses(first)).toEqual(['replaced']);
    expect((await deliver(hml, { id })).body).toEqual(first.body);
    expect((await sealOf(participant)).superseded).toHaveLength(1);
    expect(statuses(await deliver(hml, { id: `replace.${randomUUID()}` }))).toEqual(['unchanged']);
  });

  test('outside the signed parts is refused: in the address, and in an id changed after signing', async () => {
    const { participant, kit } = await waiting();
    await deliver(csvOf([kit, 'first']));
    const body = Buffer.from(csvOf([kit, 'second']));
    const headers = sign(first, { id: randomUUID(), body, now: new Date() });
    const response = await fetch(`${url()}?replace=true`, { method: 'POST', body, headers });
    expect([response.status, await response.json()]).toEqual([
      400,
      { code: 'replace-unsigned', error: expect.stringMatching(/webhook-id/) as unknown },
    ]);
    const moved = { ...headers, 'webhook-id': `replace.${headers['webhook-id']!}` };
    expect(await post(body, moved)).toMatchObject({ status: 401 });
    expect(await holds(participant, 'first')).toBe(true);
  });

  test('stores the typing of a participant who has none, and answers "unchanged" to the same typing', async () => {
    const { participant, kit } = await waiting();
    expect(statuses(await deliver(replacing([kit, 'x', 'yes'])))).toEqual(['imported']);
    expect(statuses(await deliver(replacing([kit, 'x', 'yes'])))).toEqual(['unchanged']);
    expect((await sealOf(participant)).superseded).toEqual([]);
  });

  test('for a participant who withdrew consent is answered with "not-accepted" and nothing else', async () => {
    const { participant, kit } = await waiting();
    await deliver(csvOf([kit, 'first']));
    await study.harmonia().database.transact(async (uow) => {
      const consent = (await uow.consents.current(participant.userId)).get('genetic')!;
      await uow.consents.record({ ...consent, granted: false, at: new Date(consent.at.getTime() + 1) });
    });
    expect(statuses(await deliver(replacing([kit, 'second', 'yes'])))).toEqual(['not-accepted']);
  });

  test('in two different deliveries at once is served one after the other, and both seals are kept', async () => {
    const { participant, kit } = await waiting();
    await deliver(csvOf([kit, 'first']));
    const answers = await Promise.all(['a', 'b', 'c'].map((seed) => deliver(replacing([kit, seed, 'yes']))));
    expect(answers.flatMap(statuses)).toEqual(['replaced', 'replaced', 'replaced']);
    expect((await sealOf(participant)).superseded).toHaveLength(3);
    expect(await study.harmonia().database.transact((uow) => uow.audit.verify())).toMatchObject({
      brokenAt: null,
    });
  });

  test('is not stopped by a stored typing that cannot be read, and without it only that row is refused', async () => {
    const [broken, sound] = [await waiting(), await waiting()];
    await deliver(csvOf([broken.kit, 'first']));
    await study.harmonia().database.withScope(async ({ query }) => {
      await query('SET LOCAL session_replication_role = replica');
      await query(`UPDATE hla_data SET encrypted_alleles = 'x' WHERE user_id = $1`, [
        broken.participant.userId,
      ]);
    });
    const answer = await deliver(csvOf([broken.kit, 'first'], [sound.kit, 'other']));
    expect(statuses(answer)).toEqual(['stored-unreadable', 'imported']);
    expect(answer.body.rows![0]!.message).toMatch(/say replace/);
    expect(statuses(await deliver(replacing([broken.kit, 'second', 'yes'])))).toEqual(['replaced']);
    expect(await holds(broken.participant, 'second')).toBe(true);
    expect(await isSealed(broken.participant)).toBe(true);
  });

  test('after the freeze is refused with that reason, also for a participant without a typing', async () => {
    const [one, two] = [await waiting(), await waiting()];
    await deliver(csvOf([one.kit, 'first']));
    await study.harmonia().database.transact((uow) =>
      freezeCohort(uow, (text) => `digest of ${text.length}`, {
        cohortId: one.participant.cohortId,
        by: one.participant.userId,
        study: study.harmonia().study,
        now: new Date(),
      }),
    );
    const before = await sealOf(one.participant);
    const answer = await deliver(replacing([one.kit, 'second', 'yes'], [two.kit, 'second', 'yes']));
    expect(statuses(answer)).toEqual(['cohort-frozen', 'cohort-frozen']);
    expect(answer.body.rows![0]!.message).toMatch(/closed/);
    expect(statuses(await deliver(replacing([one.kit, 'first', 'yes'])))).toEqual(['unchanged']);
    expect(await holds(one.participant, 'first')).toBe(true);
    expect(await sealOf(one.participant)).toEqual(before);
  });
});
