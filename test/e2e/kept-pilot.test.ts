import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { migrations } from '../../db/migrations/run-migrations.ts';
import type { Cohort } from '../../engine/ports/cohorts.ts';
import type { ChatId, CohortId, Participant } from '../../engine/ports/participants.ts';
import { builtinReference } from '@harmonia/hla';
import { questionOf } from '../../engine/personality/instrument.ts';
import { readLabFile, serialiseTyping } from '../../engine/biological/index.ts';
import { biologicalSnapshot } from '../../engine/protocol/biological-phase.ts';
import { figuresPermit } from '../../engine/protocol/figures-gate.ts';
import { isSealOf } from '../../engine/protocol/seal-digest.ts';
import { type Verification, verifyCohort } from '../../engine/protocol/verify-cohort.ts';
import type { ChatMessage } from '../../sandbox/chat-types.ts';
import type { Person } from '../../sandbox/server.ts';
import { sign } from '../../webhooks/lab-signature.ts';
import { type KeptPilot, openKeptPilot } from '../support/kept-pilot.ts';
import { consentVersion } from '../../engine/privacy/consent.ts';
import { soon } from '../support/soon.ts';
import { buttonsOf, choose, says, type } from '../support/study.ts';

let pilot: KeptPilot;
beforeAll(async () => {
  pilot = await openKeptPilot();
});

const rowsOf = <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  pilot.harmonia().database.withScope(({ query }) => query<Row>(sql, values));
const participantOf = (person: Person): Promise<Participant | undefined> =>
  pilot.harmonia().database.transact((uow) => uow.participants.byChat(String(person.id) as ChatId));
const documentTo = (person: Person): Promise<ChatMessage> =>
  person.until(() => person.messages().find(({ file }) => file?.kind === 'document'), 15_000);
const cohortOf = async (name: string): Promise<Cohort | undefined> => {
  const cohorts = await pilot.harmonia().database.transact((uow) => uow.cohorts.all());
  return cohorts.find((cohort) => cohort.name === name);
};
const verify = async (name: string): Promise<Verification> => {
  const { database } = pilot.harmonia();
  const cohortId = (await cohortOf(name))!.id;
  return database.transact((uow) => verifyCohort(uow, database.digest.matches, { cohortId, methods: [] }));
};
/** As the owner of the server may write. */
const pastTriggers = (...statements: string[]): Promise<void> =>
  pilot.harmonia().database.withScope(async ({ query }) => {
    await query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) await query(statement);
  });
const buttonsWith = (person: Person, data: string): boolean =>
  person.messages().some(({ buttons }) => buttons?.flat().some((one) => one.data === data));
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function deliver({
  id,
  body,
}: {
  id: string;
  body: string;
}): Promise<{ status: number; text: string }> {
  const { secrets, url } = pilot.harmonia();
  const headers = {
    'content-type': 'text/csv',
    ...sign(secrets.labKeys[0]!, { id, body: Buffer.from(body), now: new Date() }),
  };
  const response = await fetch(`${url}/webhooks/hla`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

describe('a pilot that commit 24dca41 left', () => {
  test('starts under the program of today, with every step of the schema', async () => {
    const applied = await rowsOf<{ name: string }>('SELECT name FROM migrations ORDER BY name');
    expect(applied.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name).toSorted());
    expect(await fetch(`${pilot.harmonia().url}/readyz`)).toMatchObject({ status: 200 });
  });

  test('has an audit log whose chain holds from its first row', async () => {
    const { rows, brokenAt } = await pilot.harmonia().database.transact((uow) => uow.audit.verify());
    expect(brokenAt).toBeNull();
    expect(rows).toBeGreaterThan(170);
  });

  test('has declarations and seals that hold in the form of before, as cohort verify says', async () => {
    const { hash } = pilot.expected.frozen;
    const declarations = await rowsOf<{ name: string; hash: string; form: string | null }>(
      `SELECT name, preregistration_hash AS hash, preregistration ->> 'canonicalization' AS form
       FROM cohorts WHERE status <> 'open' ORDER BY name`,
    );
    expect(declarations).toEqual([
      { name: 'Pilot', hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, form: null },
      { name: 'Second', hash, form: null },
    ]);
    const digests = await rowsOf<{ digest: string }>(
      'SELECT digest FROM phase_records WHERE sealed_at IS NOT NULL',
    );
    for (const { digest } of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const seals = { Pilot: 12, Second: 12, Third: 3 };
    for (const [name, count] of Object.entries(seals))
      expect(await verify(name)).toEqual({ seals: count, differences: [] });
    const { preregistrationHash } = (await cohortOf('Pilot'))!;
    expect(await pilot.command('cohort', 'verify', 'Pilot')).toEqual({
      code: 0,
      stdout: '',
      stderr: `0 differences; 12 seals; pre-registration ${preregistrationHash}\n`,
    });
  });

  test('has no registered looks, so that its figures are shown as exploratory ones', async () => {
    const cohort = (await cohortOf('Pilot'))!;
    expect(cohort).toMatchObject({ closesAt: null, closedAt: null });
    const permit = await pilot.harmonia().database.transact((uow) => figuresPermit(uow, cohort));
    expect(permit).toMatchObject({ look: null });
  });

  test('shows what a freeze of its open cohort would declare, from the command line', async () => {
    const { code, stdout } = await pilot.command('study', 'rehearse', 'Third');
    expect(stdout).toMatch(
      /Declaration of Third[\s\S]*Without a lab result[^:]*: P-FTF7\n[\s\S]*too few people/,
    );
    expect(code).toBe(0);
    expect((await cohortOf('Third'))!.status).toBe('open');
  });

  test('and one changed byte of an answer or a declaration shows', async () => {
    const { code, userId } = pilot.expected.people.find(({ name }) => name === 'Lena')!;
    const rate = `UPDATE calibration_ratings SET rating = 5 - rating WHERE user_id = '${userId}' AND position = 2`;
    const seed = (value: string): string =>
      `UPDATE cohorts SET preregistration = jsonb_set(preregistration, '{declaration,seed}', '"${value}"') WHERE name = 'Second'`;
    await pastTriggers(rate, seed('harmonia-2'));
    try {
      const { code: exitCode, stdout } = await pilot.command('cohort', 'verify', 'Second');
      expect(stdout.trim().split('\n')).toEqual([
        '{"difference":"preregistration-hash"}',
        `{"difference":"seal","participant":"${code}","phase":"visual"}`,
      ]);
      expect(exitCode).toBe(1);
    } finally {
      await pastTriggers(rate, seed('harmonia-1'));
    }
  });

  test('has the seal of a replaced typing, which fits what the laboratory delivered first', async () => {
    const { database, study } = pilot.harmonia();
    const { userId } = (await participantOf(pilot.chatOf('Bruno')))!;
    const { kit, seals, record } = await database.transact(async (uow) => ({
      kit: (await uow.biology.kitOf(userId))!.code,
      seals: await uow.phases.supersededOf(userId),
      record: (await uow.phases.of(userId)).get('biological')!,
    }));
    const [first, replacing] = await Promise.all(
      pilot.expected.deliveries.slice(0, 2).map(async ({ body }) => {
        const { rows } = await readLabFile(Buffer.from(body), { reference: builtinReference() });
        return serialiseTyping(rows.find(({ participant }) => participant === kit)!.typing!);
      }),
    );
    const contentOf = (typing: string) => ({
      phase: 'biological' as const,
      snapshot: biologicalSnapshot(study.versions.biological, typing),
    });
    expect(seals).toHaveLength(1);
    expect(isSealOf(database.digest.matches, seals[0]!.digest, contentOf(first!))).toBe(true);
    expect(isSealOf(database.digest.matches, seals[0]!.digest, contentOf(replacing!))).toBe(false);
    expect(isSealOf(database.digest.matches, record.digest!, contentOf(replacing!))).toBe(true);
    const trail = await database.transact((uow) => uow.audit.of(userId));
    expect(trail.find(({ action }) => action === 'seal-replaced')?.details).toMatchObject({
      digest: record.digest,
      supersedes: seals[0]!.digest,
    });
  });

  test('keeps who was erased or withdrew as they were', async () => {
    expect(pilot.logged()).toContain('erasure.repeated');
    for (const name of ['Hugo', 'Carmen']) {
      expect(await participantOf(pilot.chatOf(name))).toBeUndefined();
      expect(await rowsOf('SELECT FROM participants WHERE display_name = $1', [name])).toEqual([]);
    }
    const { userId } = (await participantOf(pilot.chatOf('Greta')))!;
    await pilot.harmonia().database.transact(async (uow) => {
      expect((await uow.participants.byUser(userId))?.status).toBe('withdrawn');
      expect((await uow.consents.current(userId)).get('genetic')?.granted).toBe(false);
      expect(await uow.biology.typing(userId)).toBeUndefined();
    });
  });
});

test('the answer that waited in its outbox is sent first', async () => {
  const femi = pilot.chatOf('Femi');
  const [first] = await femi.until(() => {
    const fromBot = femi.messages().filter(({ from }) => from === 'bot');
    return fromBot.length > 1 && fromBot;
  });
  expect(first!.text).toMatch(/Where you are in the study/);
});

describe('its laboratory', () => {
  test('gets the stored answers when it repeats its deliveries', async () => {
    expect(pilot.expected.deliveries).toHaveLength(3);
    for (const { id, body, status, answer } of pilot.expected.deliveries)
      expect(await deliver({ id, body })).toEqual({ status, text: answer });
    const [once] = pilot.expected.deliveries;
    expect(await deliver({ id: once!.id, body: `${once!.body}\n` })).toMatchObject({ status: 409 });
  });

  test('delivers to the kit that was waiting', async () => {
    const femi = pilot.chatOf('Femi');
    const { userId } = (await participantOf(femi))!;
    const kit = await pilot.harmonia().database.transact((uow) => uow.biology.kitOf(userId));
    const [header, row] = pilot.expected.deliveries[0]!.body.split('\n');
    const body = `${header}\n${row!.replace(/^[^,]+/, kit!.code)}\n`;
    expect(JSON.parse((await deliver({ id: 'pilot-fourth', body })).text)).toMatchObject({ imported: 1 });
    await says(femi, /All three stages/);
  });
});

describe('its participants', () => {
  test.each(['Ada', 'Bruno', 'Мария'])(
    '%s asks for the report again and gets the same file',
    async (name) => {
      const person = pilot.chatOf(name);
      person.send('/report');
      const { file } = await documentTo(person);
      const kept = pilot.expected.reports.find(({ chatId }) => chatId === person.id)!;
      expect(sha256(pilot.sandbox.file(file!.id))).toBe(kept.sha256);
      expect(sha256(readFileSync(join(pilot.dataDir, kept.path)))).toBe(kept.sha256);
    },
  );

  test('asks for the old report as DOCX, which is made then, and the PDF stays as it was', async () => {
    const ada = pilot.chatOf('Ada');
    await ada.until(() => buttonsWith(ada, 'file::docx'));
    ada.tap('file::docx');
    const docx = await ada.until(() =>
      ada.messages().find(({ file }) => file?.fileName === 'harmonia-report.docx'),
    );
    expect(docx.protected).toBe(true);
    const kept = pilot.expected.reports.find(({ chatId }) => chatId === ada.id)!;
    const { userId } = (await participantOf(ada))!;
    const stored = await pilot.harmonia().database.transact((uow) => uow.reports.of(userId));
    expect(stored).toMatchObject({
      path: kept.path,
      docxPath: expect.stringMatching(/\.docx$/),
      status: 'delivered',
    });
    // The others agreed to a text that spoke of no reports, so they stand in it by name only.
    const { 'word/document.xml': document, ...parts } = unzipSync(pilot.sandbox.file(docx.file!.id));
    expect(Object.keys(parts).filter((path) => path.endsWith('.jpg'))).toEqual([]);
    expect(Buffer.from(document!).toString()).toMatch(/Bruno|Emil|Hans/);
  });

  test('who was shown the profiles answers about them and gets a report', async () => {
    const dmitri = pilot.chatOf('Dmitri');
    await type(dmitri, '/continue');
    await says(dmitri, /How much would you like to meet[\s\S]*1\/2/);
    for (let profile = 0; profile < 2; profile++) {
      await choose(dmitri, '5');
      await choose(dmitri, 'yes');
    }
    await choose(dmitri, 'seal');
    const { file } = await documentTo(dmitri);
    expect(pilot.sandbox.file(file!.id).subarray(0, 5).toString()).toBe('%PDF-');
    await says(dmitri, /That was the study/);
    // The consent text about being shown has changed since: it is asked once, beside the report.
    const asked = dmitri
      .messages()
      .filter(({ text }) => /A text that you agreed to has changed/.test(text ?? ''));
    expect(asked).toHaveLength(1);
    expect(asked[0]!.text).toContain('stand in the match reports');
    const matching = async () =>
      (
        await pilot
          .harmonia()
          .database.transact(async (uow) => uow.consents.current((await participantOf(dmitri))!.userId))
      ).get('matching')!;
    expect(await matching()).toMatchObject({ granted: true, textVersion: '2026-11' });
    dmitri.tap('amended:matching:yes');
    await soon(async () =>
      expect(await matching()).toMatchObject({ granted: true, textVersion: consentVersion }),
    );
  });

  test('who was in the middle of the questionnaire goes on there, seals it and is given a kit', async () => {
    const nils = pilot.chatOf('Nils');
    await type(nils, '/continue');
    for (let item = 12; item <= 44; item++) {
      await says(nils, new RegExp(`\\b${item}/44`));
      await choose(nils, String(1 + (item % 5)));
    }
    await choose(nils, 'seal');
    await says(nils, /Your kit has the code/);
    // The phase was opened by the earlier program and is sealed by this one.
    const { userId } = (await participantOf(nils))!;
    const phases = await pilot.harmonia().database.transact((uow) => uow.phases.of(userId));
    expect(phases.get('visual')!.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(phases.get('personality')!.digest).toMatch(/^RFC8785:[0-9a-f]{64}$/);
    // The earlier program did not note the language of an answer.
    const answers = await pilot.harmonia().database.transact((uow) => uow.personality.answers(userId));
    const { locale } = (await participantOf(nils))!;
    expect(answers.map((answer) => answer.locale)).toEqual([
      ...Array<null>(11).fill(null),
      ...Array<unknown>(33).fill(locale),
    ]);
  });

  test('who was in the middle of the faces goes on there, with the faces drawn before', async () => {
    const olga = pilot.chatOf('Olga');
    await type(olga, '/continue');
    for (let face = 6; face < 14; face++) {
      expect(buttonsOf(olga)[0]).toMatch(new RegExp(`^calibration:c${face}:`));
      await choose(olga, String(1 + (face % 4)));
    }
    await choose(olga, 'seal');
    await says(olga, /1\/44/);
    // Nils began with the questionnaire of then, so the whole cohort goes on with it.
    const { userId, locale } = (await participantOf(olga))!;
    const phases = await pilot.harmonia().database.transact((uow) => uow.phases.of(userId));
    expect(phases.get('personality')!.instrumentVersion).toBe('piip-7.1');
    const { instrument } = pilot.harmonia().study.instruments.begunWith('piip-7.1');
    const statement = questionOf(instrument, buttonsOf(olga)[0]!.split(':')[1]!)!;
    expect(olga.lastFromBot()!.text).toContain(statement.text[locale!]);
  });

  test('are joined by a newcomer with the invitation that was unused', async () => {
    const newcomer = pilot.sandbox.person({ firstName: 'Newcomer' });
    newcomer.send(`/start ${pilot.expected.unusedInvite}`);
    await says(newcomer, /language/i);
    expect(await participantOf(newcomer)).toMatchObject({ status: 'active' });
  });
});

describe('its staff', () => {
  test.each(['admin', 'researcher'] as const)('the %s signs in with the password of then', async (role) => {
    const { email, password } = pilot.expected.staff[role];
    const person = pilot.sandbox.person({ firstName: role });
    await type(person, `/login ${email} ${password}`);
    expect(person.lastFromBot()?.text).toMatch(/Signed in as/);
  });

  test('scores the frozen cohort as it was declared, with the scores of then', async () => {
    const { database } = pilot.harmonia();
    const { cohortId, pairs, plan } = pilot.expected.frozen;
    const id = cohortId as CohortId;
    // A later cohort is open, and /score takes the latest one, so its job is asked for directly.
    await database.transact((uow) =>
      uow.jobs.enqueue('score-cohort', {
        cohortId,
        replyTo: String(pilot.expected.staff.admin.chatId),
      }),
    );
    await soon(async () => {
      expect((await database.transact((uow) => uow.cohorts.byId(id)))?.status).toBe('scored');
    });
    const { scores, assignments, codes } = await database.transact(async (uow) => ({
      scores: await uow.cohorts.pairScores(id),
      assignments: await uow.cohorts.assignments(id),
      codes: new Map((await uow.participants.ofCohort(id)).map(({ userId, code }) => [userId, code])),
    }));
    expect(scores).toHaveLength(pairs.length);
    for (const { a, b, ...score } of scores) {
      const then = pairs.find((pair) => pair.a === codes.get(a) && pair.b === codes.get(b))!;
      for (const [name, value] of Object.entries(score)) {
        if (value === null) expect({ name, value: then[name] }).toEqual({ name, value: null });
        else expect(value).toBeCloseTo(then[name] as number, 9);
      }
    }
    const places = assignments.map(({ viewer, shown, position, kind }) => ({
      viewer: codes.get(viewer),
      shown: codes.get(shown),
      position,
      kind,
    }));
    expect(places).toHaveLength(plan.length);
    expect(places).toEqual(expect.arrayContaining(plan));
  });

  test('finds the photographs in the volume, and no file of who was erased', async () => {
    const rows = await rowsOf<{ path: string }>(
      'SELECT photo_path AS path FROM profiles WHERE photo_path IS NOT NULL',
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { path } of rows) expect(existsSync(join(pilot.dataDir, path))).toBe(true);
  });
});

test('who was introduced then is asked for consent to a follow-up first, and then how it went', async () => {
  const [ada, bruno] = [pilot.chatOf('Ada'), pilot.chatOf('Bruno')];
  const [adaId, brunoId] = [(await participantOf(ada))!.userId, (await participantOf(bruno))!.userId];
  // No pair of the dump was introduced; this row is what the program of then wrote for one.
  await rowsOf(
    `INSERT INTO introductions (low, high, low_answer, high_answer, introduced_at)
     VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), TRUE, TRUE, $3)`,
    [adaId, brunoId, pilot.expected.madeAt],
  );
  pilot.clock.advance(10 * 86_400_000);
  await pilot.harmonia().database.transact((uow) => uow.jobs.enqueue('follow-up', {}));
  await says(bruno, /Tras una presentación/);
  await says(ada, /Bruno and you were introduced[\s\S]*After an introduction/);
  expect(await rowsOf(`SELECT FROM consents WHERE purpose = 'follow-up'`)).toEqual([]);
  expect(await rowsOf('SELECT met FROM follow_ups')).toEqual([{ met: null }, { met: null }]);
  await choose(ada, 'yes');
  await says(ada, /Bruno, \d\d[\s\S]*met or talked/);
});

test('its cohorts still hold after all of this, with seals of before and of today side by side', async () => {
  for (const name of ['Pilot', 'Second', 'Third']) expect((await verify(name)).differences).toEqual([]);
  const { brokenAt } = await pilot.harmonia().database.transact((uow) => uow.audit.verify());
  expect(brokenAt).toBeNull();
});
