import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { compareWithSchema } from './compare-data-map.ts';
import { dataMap } from '../../db/data-map.ts';
import { allPurposes } from '../../engine/protocol/journey.ts';
import type { Participant, UserId } from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { enrol } from '../support/participants.ts';
import { storePairScores } from '../support/pair-scores.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});

const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const now = new Date('2026-05-01T12:00:00Z');

/** A participant with a row in every table that can hold one, marked with the canary, with sealed phases and a report. */
async function fullParticipant(uow: UnitOfWork, canary: string, other: Participant): Promise<Participant> {
  const person = await enrol(uow, { cohortId: other.cohortId, now });
  const { userId, cohortId } = person;
  const chatId = person.chatId!;
  await uow.accounts.update(userId, {
    email: `${canary}@example.org`,
    fullName: canary,
    passwordHash: canary,
  });
  await uow.participants.update(userId, { displayName: canary, sex: 'female', birthYear: 1990 });
  for (const purpose of allPurposes)
    await uow.consents.record({
      userId,
      purpose,
      granted: true,
      textVersion: '1',
      textHash: canary,
      locale: 'en',
      at: now,
    });
  const seal = { sealedAt: now, digest: canary, missing: false, flags: [] };
  const open = (phase: 'visual' | 'personality' | 'biological') =>
    uow.phases.open({ userId, phase, instrumentVersion: '1', openedAt: now });
  await open('visual');
  await uow.phases.savePresentation(userId, 'visual', {
    seed: canary,
    items: [{ id: canary, repeat: false }],
  });
  await uow.visual.saveSelfie({
    userId,
    status: 'accepted',
    problem: null,
    remoteFile: canary,
    attempts: 1,
    updatedAt: now,
  });
  await uow.visual.saveFace(userId, {
    photoPath: `uploads/${canary}.jpg`,
    description: { embedding: Float32Array.from([0.5, -1, 2]), analyserVersion: 'a1' },
  });
  await uow.visual.saveRating(userId, {
    position: 1,
    faceId: canary,
    repeat: false,
    rating: 3,
    dwellMs: 5,
    answeredAt: now,
  });
  await uow.phases.seal(userId, 'visual', seal);
  await open('personality');
  await uow.phases.savePresentation(userId, 'personality', { seed: canary, items: [] });
  await uow.personality.saveAnswer(userId, {
    itemId: canary,
    value: 4,
    dwellMs: 1,
    answeredAt: now,
    locale: 'es',
  });
  const sins = { lust: 0.25, gluttony: 1, greed: 1, sloth: 1, wrath: 1, envy: 1, pride: null };
  await uow.personality.saveScores(userId, sins, { raw: canary });
  await uow.phases.seal(userId, 'personality', seal);
  await open('biological');
  await uow.reminders.add({ userId, number: 1, step: canary, at: now });
  await uow.biology.issueKit({ code: canary, userId, issuedAt: now });
  await uow.biology.noteKit({ code: canary, userId, event: 'handed', at: now });
  await uow.biology.saveTyping(userId, `A*24:02 ${canary}`);
  await uow.phases.seal(userId, 'biological', seal);
  await uow.phases.supersede(userId, now);
  await uow.biology.replaceTyping(userId, `A*01:01 ${canary}`);
  await uow.phases.reseal(userId, { sealedAt: now, digest: `${canary} again`, flags: [] });
  await matchBoth(uow, person, other);
  await uow.reports.request(userId, cohortId, now);
  await uow.reports.markReady(
    userId,
    { path: `reports/${canary}.pdf`, docxPath: `reports/${canary}.docx` },
    now,
  );
  await uow.chats.lock(chatId);
  await uow.chats.update(chatId, { screen: { messageId: 1, kind: 'text', contentHash: canary } });
  await uow.chats.markProcessed({ key: `update ${canary.length} ${chatId.length}`, at: now });
  await uow.chats.rememberFile(chatId, 17, now);
  await uow.chats.saveDialogState(chatId, { version: '1', payload: canary }, now);
  await uow.chats.queueCall(chatId, canary);
  await uow.chats.saveStaffSession({ chatId, userId, role: 'user', tokenVersion: 0, expiresAt: now });
  await uow.refreshTokens.issue(canary, {
    familyId: randomUUID(),
    ...{ userId, tokenVersion: 0, issuedAt: now, expiresAt: now },
  });
  await uow.jobs.enqueue('render-report', { userId, cohortId });
  await uow.jobs.enqueue('refresh-chat', { chatId });
  await uow.biology.saveDelivery({
    id: `lab:${canary.toLowerCase()}`,
    bodyDigest: 'd',
    status: 200,
    response: JSON.stringify({
      rows: [{ participant: [...canary].join('-'), status: 'imported', problems: [{ text: canary }] }],
    }),
    at: now,
  });
  // A profile that waits for a chat which Telegram does not reach, and a message there that names no other person.
  const profile = { kind: 'screen', view: { text: `<b>${canary}, 36</b>`, buttons: [] }, fresh: true };
  for (const call of [profile, { kind: 'message', text: 'The results are here.', buttons: [] }])
    await uow.chats.queueCall(other.chatId!, JSON.stringify(call));
  await uow.invites.create({ codeHash: 'invite', cohortId, createdBy: userId, expiresAt: now });
  await uow.invites.markUsed('invite', userId, now);
  await uow.audit.append({ actor: userId, action: 'tested', subject: userId, details: {}, at: now });
  return person;
}

async function matchBoth(uow: UnitOfWork, person: Participant, other: Participant): Promise<void> {
  const { userId, cohortId } = person;
  const pairs = [
    { a: userId, b: other.userId },
    { a: other.userId, b: userId },
  ];
  const score = { visual: 10, personality: 20, biological: 30, personalityRaw: 21, biologicalRaw: 31 };
  await storePairScores(
    uow,
    cohortId,
    pairs.map((pair) => ({ ...pair, ...score, directed: 1, mutual: 2, coverage: 1 })),
  );
  await uow.cohorts.saveAssignments(
    cohortId,
    pairs.map(({ a, b }) => ({ cohortId, viewer: a, shown: b, position: 1, kind: 'high' })),
  );
  await uow.cohorts.saveMatches(
    pairs.map(({ a, b }) => ({
      userA: a,
      userB: b,
      visualScore: 10,
      personalityScore: 20,
      hlaScore: 30,
      totalCompatibility: 25,
    })),
  );
  for (const { a, b } of pairs) {
    await uow.outcomes.markShown({ cohortId, viewer: a, shown: b, at: now });
    await uow.outcomes.answer(a, b, { wtm: 4, wouldMeet: true, at: now });
    await uow.outcomes.block(a, b, now);
    await uow.followUps.ask({ viewer: a, shown: b, cohortId, at: now });
    await uow.followUps.answer(a, b, { met: true, again: 6, would: true, alike: 2 });
    await uow.followUps.seal(a, b, now);
  }
  await uow.followUps.withhold(other.userId, [userId]);
  await uow.introductions.propose(userId, other.userId);
}

/** Every row of every table as text, the job queue included. */
async function everything(): Promise<Map<string, string[]>> {
  const tables = await db.database.withScope(({ query }) =>
    query<{ name: string }>(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
       WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE' ORDER BY 1`,
    ),
  );
  const result = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await db.database.withScope(({ query }) =>
      query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`),
    );
    result.set(
      name.replace('public.', ''),
      rows.map(({ row }) => row),
    );
  }
  return result;
}

async function tablesWith(...marks: string[]): Promise<string[]> {
  const found = [...(await everything())].filter(([, rows]) =>
    rows.some((row) => marks.some((mark) => row.includes(mark))),
  );
  return found.map(([name]) => name);
}

describe('the data map', () => {
  test('has an entry for every column of the schema and no other entry', async () => {
    const difference = await db.database.withScope((scope) => compareWithSchema(scope));
    expect(difference).toEqual({ unknown: [], gone: [] });
  });

  test('is compared with the schema: a new column without an entry is named', async () => {
    const adding = db.database.withScope(async (scope) => {
      await scope.query('ALTER TABLE participants ADD COLUMN shoe_size INTEGER');
      const { unknown } = await compareWithSchema(scope);
      throw new Error(unknown.join());
    });
    await expect(adding).rejects.toThrow('participants.shoe_size');
  });

  test('erases rows of every table that refers to users', async () => {
    const references = await db.database.withScope(({ query }) =>
      query<{ table: string; column: string }>(
        `SELECT conrelid::regclass::text AS table, attname AS column FROM pg_constraint
         JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
         WHERE contype = 'f' AND confrelid = 'users'::regclass`,
      ),
    );
    expect(references.length).toBeGreaterThan(20);
    for (const { table, column } of references) {
      expect(dataMap[table]?.erase).not.toBe('keep');
      expect(dataMap[table]?.persons).toContain(column);
    }
  });
});

describe('a participant', () => {
  const canary = 'CANARY7391';
  let person: Participant;
  let other: Participant;
  let bystander: UserId;

  beforeAll(async () => {
    other = await run((uow) => enrol(uow));
    person = await run((uow) => fullParticipant(uow, canary, other));
    bystander = (await run((uow) => enrol(uow, { cohortId: other.cohortId }))).userId;
  });

  test('gets an export of all their own data, decrypted, and of no other person’s', async () => {
    const exported = await run((uow) => uow.personalData.export(person.userId));
    expect(exported).toMatchObject({
      users: [{ email: `${canary.toLowerCase()}@example.org`, full_name: canary }],
      participants: [{ display_name: canary, code: person.code }],
      profiles: [
        {
          photo_path: `uploads/${canary}.jpg`,
          visual_embedding: { analyserVersion: 'a1', numbers: [0.5, -1, 2] },
        },
      ],
      hla_data: [{ encrypted_alleles: `A*01:01 ${canary}` }],
      questionnaire_answers: [{ item_id: canary, value: 4 }],
      outcomes: [{ wtm: 4, would_meet: true }],
      personality_scores: [{ lust_score: 0.25, raw_responses: { raw: canary } }],
      matches: [{ visual_score: 10, total_compatibility: 25 }],
      follow_ups: [{ met: true, again: 6, would: true, alike: 2 }],
    });
    const text = JSON.stringify(exported);
    for (const foreign of [other.userId, other.code, 'password_hash', 'gAAAA', 'pair_scores'])
      expect(text).not.toContain(foreign);
    expect((exported['consents'] as unknown[]).length).toBe(allPurposes.length);
  });

  test('gets every column that the data map exports, in a row of each table', async () => {
    const exported = await run((uow) => uow.personalData.export(person.userId));
    for (const [table, { persons, columns }] of Object.entries(dataMap)) {
      const names = Object.keys(columns).filter((name) => columns[name]!.export !== 'never');
      if (persons.length === 0 || names.length === 0) continue;
      const [row] = exported[table] as Record<string, unknown>[];
      expect({ table, names: Object.keys(row!) }).toEqual({ table, names });
    }
  });

  test('gets an export without scores before the report', async () => {
    const early = await run(async (uow) => {
      const one = await enrol(uow);
      await uow.phases.open({ userId: one.userId, phase: 'visual', instrumentVersion: '1', openedAt: now });
      await uow.phases.seal(one.userId, 'visual', { sealedAt: now, digest: 'd', missing: false, flags: [] });
      await uow.phases.open({
        userId: one.userId,
        phase: 'personality',
        instrumentVersion: '1',
        openedAt: now,
      });
      const sins = { lust: 0.125, gluttony: 1, greed: 1, sloth: 1, wrath: 1, envy: 1, pride: 1 };
      await uow.personality.saveScores(one.userId, sins, { raw: 'mine' });
      await matchBoth(uow, one, await enrol(uow, { cohortId: one.cohortId }));
      await uow.reports.request(one.userId, one.cohortId, now);
      return one;
    });
    const exported = await run((uow) => uow.personalData.export(early.userId));
    expect(exported['personality_scores']).toEqual([{ raw_responses: { raw: 'mine' } }]);
    expect(JSON.stringify(exported)).not.toContain('score"');
    expect(exported).not.toHaveProperty('matches');
  });

  test('who withdraws a consent loses exactly the data of that purpose, also of a sealed phase', async () => {
    const before = await everything();
    const files = await run((uow) => uow.personalData.erasePurpose(person.userId, 'genetic'));
    expect(files).toEqual([]);
    const after = await everything();
    const changed = [...after].filter(([table, rows]) => rows.join() !== before.get(table)!.join());
    expect(changed.map(([table]) => table).sort()).toEqual(
      [
        'hla_data',
        'kit_events',
        'kits',
        'lab_deliveries',
        'matches',
        'pair_scores',
        'phase_records',
        'superseded_seals',
      ].sort(),
    );
    expect(await run((uow) => uow.biology.typing(person.userId))).toBeUndefined();
    expect(await run((uow) => uow.cohorts.matchesOf(person.userId))).toEqual([
      expect.objectContaining({ visualScore: 10, personalityScore: 20, hlaScore: null }),
    ]);
    const phases = await run((uow) => uow.phases.of(person.userId));
    expect(phases.get('biological')).toMatchObject({ missing: true, digest: null, sealedAt: now });
    expect(phases.get('visual')).toMatchObject({ missing: false, digest: canary });
    expect(await run((uow) => uow.personalData.erasePurpose(person.userId, 'face'))).toEqual([
      `uploads/${canary}.jpg`,
    ]);
    expect(await run((uow) => uow.visual.description(person.userId))).toBeUndefined();
    expect(await run((uow) => uow.visual.ratings(person.userId))).toEqual([]);
  });

  test('who withdraws the consent to follow-ups loses their sealed answers, and the other keeps theirs', async () => {
    const before = await everything();
    await run((uow) => uow.personalData.erasePurpose(person.userId, 'follow-up'));
    const after = await everything();
    const changed = [...after].filter(([table, rows]) => rows.join() !== before.get(table)!.join());
    expect(changed.map(([table]) => table)).toEqual(['follow_ups']);
    expect(await run((uow) => uow.followUps.of(person.userId))).toEqual([]);
    expect(await run((uow) => uow.followUps.of(other.userId))).toHaveLength(1);
  });

  test('is erased from every table but the audit log, and a second erasure changes nothing', async () => {
    const before = await everything();
    expect(await tablesWith(canary, person.userId)).toContain('participants');
    // One job of theirs is running.
    await db.database.withScope(({ query }) =>
      query(`UPDATE pgboss.job SET state = 'active' WHERE name = 'render-report'`),
    );
    const files = await run((uow) => uow.personalData.eraseAll(person.userId));
    expect(files).toEqual([`reports/${canary}.pdf`, `reports/${canary}.docx`]);
    expect(await tablesWith(canary, canary.toLowerCase(), person.userId, person.chatId!)).toEqual([
      'audit_log',
    ]);
    const waiting = await run((uow) => uow.chats.pendingCalls(other.chatId!));
    expect(waiting.map(({ payload }) => payload)).toEqual([expect.stringContaining('The results are here.')]);
    const after = await everything();
    expect(after.get('pgboss.job')).toEqual([expect.stringContaining(`${other.chatId}`)]);
    expect(after.get('processed_updates')).toHaveLength(before.get('processed_updates')!.length);
    expect(await run((uow) => uow.accounts.byId(bystander))).toBeDefined();
    expect(await run((uow) => uow.personalData.eraseAll(person.userId))).toEqual([]);
    expect(await everything()).toEqual(after);
    expect(await run((uow) => uow.personalData.export(person.userId))).toEqual({
      audit_log: [{ action: 'tested', at: now }],
    });
    expect((await run((uow) => uow.audit.verify())).brokenAt).toBeNull();
  });

  test('keeps their seals while another participant is erased', async () => {
    const { one, two } = await run(async (uow) => ({ one: await enrol(uow), two: await enrol(uow) }));
    for (const { userId } of [one, two])
      await run(async (uow) => {
        await uow.phases.open({ userId, phase: 'visual', instrumentVersion: '1', openedAt: now });
        await uow.phases.seal(userId, 'visual', { sealedAt: now, digest: 'd', missing: false, flags: [] });
      });
    const reaching = db.database.withScope(async ({ query }) => {
      await query(`SELECT set_config('harmonia.erasing', $1, TRUE)`, [one.userId]);
      await query('DELETE FROM phase_records WHERE user_id = $1', [one.userId]);
      await query('DELETE FROM phase_records WHERE user_id = $1', [two.userId]);
    });
    await expect(reaching).rejects.toEqual(expect.objectContaining({ code: 'phase-sealed' }));
  });
});
