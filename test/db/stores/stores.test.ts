import { beforeAll, describe, expect, test } from '@jest/globals';
import type { UserId } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { enrol, freshChat, sealUpTo } from '../../support/participants.ts';
import { storePairScores } from '../../support/pair-scores.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});

const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const now = new Date('2026-05-01T12:00:00.123Z');

describe('accounts', () => {
  test('are found by e-mail in any case and keep their times in UTC', async () => {
    const account = await run((uow) =>
      uow.accounts.create({ email: 'Ann@Example.org', passwordHash: 'h', role: 'admin' }),
    );
    expect(Math.abs(account.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
    expect(await run((uow) => uow.accounts.byEmail('ANN@example.ORG'))).toEqual(account);
    expect(await run((uow) => uow.accounts.ofRole('admin'))).toEqual([account]);
    expect(account).toMatchObject({
      email: 'ann@example.org',
      tokenVersion: 0,
      disabledAt: null,
      fullName: null,
    });
  });

  test('refuse a taken e-mail without ending the transaction', async () => {
    const other = await run(async (uow) => {
      await uow.accounts.create({ email: 'taken@example.org', passwordHash: 'h', role: 'user' });
      await expect(
        uow.accounts.create({ email: 'TAKEN@example.org', passwordHash: 'h', role: 'user' }),
      ).rejects.toEqual(code('conflict'));
      return uow.accounts.create({ email: 'free@example.org', passwordHash: 'h', role: 'user' });
    });
    await expect(run((uow) => uow.accounts.update(other.id, { email: 'taken@example.org' }))).rejects.toEqual(
      code('conflict'),
    );
  });

  test('take one e-mail once when three transactions ask at the same time', async () => {
    const create = () =>
      run((uow) => uow.accounts.create({ email: 'race@example.org', passwordHash: 'h', role: 'user' }));
    const results = await Promise.allSettled([create(), create(), create()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toEqual(code('conflict'));
  });

  test('can be disabled', async () => {
    const account = await run((uow) =>
      uow.accounts.create({ email: 'gone@example.org', passwordHash: 'h', role: 'researcher' }),
    );
    await run((uow) => uow.accounts.update(account.id, { disabledAt: now, tokenVersion: 4 }));
    expect(await run((uow) => uow.accounts.byId(account.id))).toEqual({
      ...account,
      disabledAt: now,
      tokenVersion: 4,
    });
  });
});

describe('participants', () => {
  test('get a pseudonym and are found by user, chat and code', async () => {
    const created = await run((uow) => enrol(uow, { now }));
    expect(created.code).toMatch(/^P-[2-9A-Z]{4}$/);
    expect(created).toMatchObject({ status: 'active', locale: null, remindersSent: 0, createdAt: now });
    await run((uow) =>
      uow.participants.update(created.userId, {
        locale: 'ru',
        sex: 'female',
        seeks: 'both',
        birthYear: 1990,
      }),
    );
    const expected = { ...created, locale: 'ru', sex: 'female', seeks: 'both', birthYear: 1990 };
    expect(await run((uow) => uow.participants.byUser(created.userId))).toEqual(expected);
    expect(await run((uow) => uow.participants.byChat(created.chatId!))).toEqual(expected);
    expect(await run((uow) => uow.participants.byCode(created.code.toLowerCase()))).toEqual(expected);
    expect(await run((uow) => uow.participants.ofCohort(created.cohortId))).toEqual([expected]);
    expect(await run((uow) => uow.participants.byChat(freshChat()))).toBeUndefined();
  });

  test('are reminded only when active, silent, willing and reachable', async () => {
    const silent = new Date('2020-01-01T00:00:00Z');
    const before = new Date('2020-02-01T00:00:00Z');
    const people = await run(async (uow) => {
      const first = await enrol(uow, { now: silent });
      const others = [];
      for (let n = 0; n < 5; n++) others.push(await enrol(uow, { cohortId: first.cohortId, now: silent }));
      await uow.participants.update(others[0]!.userId, { remindersOff: true });
      await uow.participants.update(others[1]!.userId, { status: 'paused' });
      await uow.participants.update(others[2]!.userId, { remindersSent: 2 });
      await uow.participants.update(others[3]!.userId, { lastActiveAt: before });
      await uow.participants.update(others[4]!.userId, { chatId: null });
      return [first, ...others];
    });
    const due = await run((uow) => uow.participants.silentSince({ before, now: before, limit: 2 }));
    expect(due.map(({ userId }) => userId)).toEqual([people[0]!.userId]);
  });
});

describe('invites', () => {
  test('are used once although two people open the link at the same time', async () => {
    const [one, other] = await run(async (uow) => [await enrol(uow), await enrol(uow)] as const);
    const invite = { codeHash: 'abc', cohortId: one.cohortId, createdBy: null, expiresAt: now };
    await run((uow) => uow.invites.create(invite));
    const use = (userId: UserId): Promise<boolean> =>
      run(async (uow) => {
        const found = await uow.invites.find('abc');
        if (found?.usedAt !== null) return false;
        await uow.invites.markUsed('abc', userId, now);
        return true;
      });
    const won = await Promise.all([use(one.userId), use(other.userId)]);
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await run((uow) => uow.invites.find('abc'))).toEqual({
      ...invite,
      usedBy: won[0] ? one.userId : other.userId,
      usedAt: now,
    });
    expect(await run((uow) => uow.invites.count(one.cohortId))).toEqual({ issued: 1, used: 1 });
    expect(await run((uow) => uow.invites.find('unknown'))).toBeUndefined();
  });
});

describe('consents', () => {
  test('keep every answer, and the newest of each purpose counts', async () => {
    const { userId, cohortId } = await run((uow) => enrol(uow));
    const yes = {
      userId,
      purpose: 'face',
      granted: true,
      textVersion: '1',
      textHash: 'h',
      locale: 'en',
      at: now,
    } as const;
    const records = [yes, { ...yes, purpose: 'genetic' } as const, { ...yes, granted: false }];
    await run(async (uow) => {
      for (const record of records) await uow.consents.record(record);
    });
    expect(await run((uow) => uow.consents.history(userId))).toEqual(records);
    const current = await run((uow) => uow.consents.current(userId));
    expect(current.get('face')).toEqual(records[2]);
    expect(current.get('genetic')).toEqual(records[1]);
    expect(current.has('research')).toBe(false);
    const granting = (purpose: 'face' | 'genetic') => run((uow) => uow.consents.granting(cohortId, purpose));
    const granted = (purpose: 'face' | 'genetic') => (current.get(purpose)!.granted ? [userId] : []);
    for (const purpose of ['face', 'genetic'] as const)
      expect([...(await granting(purpose))]).toEqual(granted(purpose));
  });
});

describe('looks', () => {
  test('are written once each and read by number', async () => {
    const { cohortId } = await run((uow) => enrol(uow));
    const look = { cohortId, share: 0.5, boundary: 2.963, viewers: 20, closedViewers: 10 };
    const [first, second] = [1, 2].map((number) => ({
      ...look,
      number,
      openedAt: now,
      figuresDigest: `digest ${number}`,
    }));
    await run((uow) => uow.looks.append(second!));
    await run((uow) => uow.looks.append(first!));
    expect(await run((uow) => uow.looks.ofCohort(cohortId))).toEqual([first, second]);
    await expect(run((uow) => uow.looks.append(first!))).rejects.toEqual(code('conflict'));
  });
});

describe('the outcome of a meeting', () => {
  test('can be changed until the report is requested', async () => {
    const { viewer, shown, cohortId } = await run(async (uow) => {
      const one = await enrol(uow);
      const other = await enrol(uow, { cohortId: one.cohortId });
      return { viewer: one.userId, shown: other.userId, cohortId: one.cohortId };
    });
    await expect(run((uow) => uow.outcomes.answer(viewer, shown, { wtm: 3, at: now }))).rejects.toEqual(
      code('not-found'),
    );
    await run(async (uow) => {
      await uow.outcomes.markShown({ cohortId, viewer, shown, at: now });
      await uow.outcomes.markShown({ cohortId, viewer, shown, at: new Date() });
      await uow.outcomes.answer(viewer, shown, { wtm: 3, at: now });
      await uow.outcomes.answer(viewer, shown, { wouldMeet: false, at: now });
      await uow.outcomes.exclude(viewer, shown, { reason: 'known', at: now });
      expect(await uow.outcomes.of(viewer)).toMatchObject([
        { wtm: 3, wouldMeet: null, excludedReason: 'known' },
      ]);
      await uow.outcomes.answer(viewer, shown, { wouldMeet: false, at: now });
      await uow.outcomes.answer(viewer, shown, { wtm: 5, at: now });
      await uow.reports.request(viewer, cohortId, now);
    });
    const answered = {
      ...{ viewer, shown, wtm: 5, wouldMeet: false, excludedReason: null },
      ...{ shownAt: now, answeredAt: now },
    };
    await run(async (uow) => {
      await expect(uow.outcomes.answer(viewer, shown, { wtm: 7, at: now })).rejects.toEqual(
        code('phase-sealed'),
      );
      await expect(uow.outcomes.exclude(viewer, shown, { reason: 'other', at: now })).rejects.toEqual(
        code('phase-sealed'),
      );
      // The transaction can be used after the refusal.
      expect(await uow.outcomes.of(viewer)).toEqual([answered]);
    });
    expect(await run((uow) => uow.outcomes.ofCohort(cohortId))).toEqual([answered]);
  });

  test('is refused outside 1–7', async () => {
    const person = await run((uow) => enrol(uow));
    const { userId: viewer, cohortId } = person;
    await run((uow) => uow.outcomes.markShown({ cohortId, viewer, shown: viewer, at: now }));
    for (const wtm of [0, 8])
      await expect(run((uow) => uow.outcomes.answer(viewer, viewer, { wtm, at: now }))).rejects.toEqual(
        code('bad-request'),
      );
  });

  test('is not asked of people who blocked one another', async () => {
    const [ann, bob, cleo] = await run(
      async (uow) => [await enrol(uow), await enrol(uow), await enrol(uow)] as const,
    );
    await run(async (uow) => {
      await uow.outcomes.block(ann.userId, bob.userId, now);
      await uow.outcomes.block(ann.userId, bob.userId, now);
      await uow.outcomes.block(cleo.userId, ann.userId, now);
    });
    const pair = { blocker: ann.userId, blocked: bob.userId };
    expect(await run((uow) => uow.outcomes.blocks([ann.userId, bob.userId]))).toEqual([pair]);
    expect(await run((uow) => uow.outcomes.blocks([ann.userId, bob.userId, cleo.userId]))).toHaveLength(2);
    expect(await run((uow) => uow.outcomes.blocks([]))).toEqual([]);
  });
});

describe('an introduction', () => {
  test('is one row in either order of the two participants, and keeps both answers', async () => {
    const [ann, bob] = await run(async (uow) => [await enrol(uow), await enrol(uow)] as const);
    const proposed = await run((uow) => uow.introductions.propose(ann.userId, bob.userId));
    expect(await run((uow) => uow.introductions.propose(bob.userId, ann.userId))).toEqual(proposed);
    const annIsLow = proposed.low === ann.userId;
    await Promise.all([
      run((uow) => uow.introductions.answer(ann.userId, bob.userId, true)),
      run((uow) => uow.introductions.answer(bob.userId, ann.userId, false)),
    ]);
    await run((uow) => uow.introductions.markIntroduced(ann.userId, bob.userId, now));
    expect(await run((uow) => uow.introductions.of(bob.userId))).toEqual([
      { ...proposed, lowAnswer: annIsLow, highAnswer: !annIsLow, introducedAt: now },
    ]);
    await expect(run((uow) => uow.introductions.answer(ann.userId, ann.userId, true))).rejects.toEqual(
      code('not-found'),
    );
  });
});

describe('a report', () => {
  test('is requested once, and its path is stored with the matches of its participant', async () => {
    const person = await run((uow) => enrol(uow));
    const { userId, cohortId } = person;
    const other = await run((uow) => enrol(uow, { cohortId }));
    const match = {
      userA: userId,
      userB: other.userId,
      visualScore: 50.5,
      personalityScore: null,
      hlaScore: 12,
      totalCompatibility: 44,
    };
    await run(async (uow) => {
      await uow.cohorts.saveMatches([match]);
      await uow.cohorts.saveMatches([{ ...match, totalCompatibility: 45 }]);
      await uow.reports.request(userId, cohortId, now);
      await uow.reports.request(userId, cohortId, new Date());
    });
    expect(await run((uow) => uow.reports.of(userId))).toMatchObject({
      status: 'requested',
      requestedAt: now,
    });
    await run(async (uow) => {
      await uow.reports.markReady(userId, { path: 'reports/a.pdf', docxPath: null }, now);
      await uow.reports.markDelivered(userId, now);
      await uow.reports.markReady(userId, { path: 'reports/b.pdf', docxPath: 'reports/b.docx' }, now);
    });
    expect(await run((uow) => uow.reports.ofCohort(cohortId))).toEqual([
      {
        userId,
        cohortId,
        path: 'reports/b.pdf',
        docxPath: 'reports/b.docx',
        status: 'delivered',
        requestedAt: now,
        readyAt: now,
        deliveredAt: now,
      },
    ]);
    const [kept, ...more] = await run((uow) => uow.cohorts.matchesOf(userId));
    expect(more).toEqual([]);
    expect(kept).toEqual({
      ...match,
      id: expect.any(String),
      totalCompatibility: 45,
      reportPath: 'reports/b.pdf',
    });
    await expect(
      run((uow) => uow.reports.markReady(other.userId, { path: 'x', docxPath: null }, now)),
    ).rejects.toEqual(code('not-found'));
  });
});

describe('cohorts', () => {
  test('have the newest open one as the current cohort', async () => {
    const ids = await run(async (uow) => {
      const older = await uow.cohorts.create({ name: 'older', createdAt: new Date('2099-01-01T00:00:00Z') });
      const newer = await uow.cohorts.create({ name: 'newer', createdAt: new Date('2099-01-02T00:00:00Z') });
      return { older: older.id, newer: newer.id };
    });
    expect((await run((uow) => uow.cohorts.current({ lock: true })))?.id).toBe(ids.newer);
    await run((uow) =>
      uow.cohorts.update(ids.newer, {
        status: 'frozen',
        frozenAt: now,
        preregistration: { weights: [40, 30, 30] },
        preregistrationHash: 'h',
      }),
    );
    expect((await run((uow) => uow.cohorts.current()))?.id).toBe(ids.older);
    expect(await run((uow) => uow.cohorts.latest())).toMatchObject({
      id: ids.newer,
      status: 'frozen',
      preregistration: { weights: [40, 30, 30] },
    });
    expect((await run((uow) => uow.cohorts.all())).slice(-2).map(({ id }) => id)).toEqual([
      ids.older,
      ids.newer,
    ]);
    // An archived cohort is neither the newest nor the current one.
    await run((uow) => uow.cohorts.update(ids.newer, { archivedAt: now }));
    expect((await run((uow) => uow.cohorts.latest()))?.id).toBe(ids.older);
    expect((await run((uow) => uow.cohorts.byId(ids.newer)))?.archivedAt).toEqual(now);
  });

  test('hold the scores of their pairs and the plan, replaced as a whole', async () => {
    const people = await run(async (uow) => {
      const first = await enrol(uow);
      return [
        first,
        await enrol(uow, { cohortId: first.cohortId }),
        await enrol(uow, { cohortId: first.cohortId }),
      ];
    });
    const [a, b, c] = people.map(({ userId }) => userId) as [UserId, UserId, UserId];
    const cohortId = people[0]!.cohortId;
    const score = (from: UserId, to: UserId, directed: number) => ({
      a: from,
      b: to,
      visual: null,
      personality: 61.25,
      biological: 3,
      personalityRaw: 70,
      biologicalRaw: 0,
      directed,
      mutual: 1 / 3,
      coverage: 0.6,
    });
    await run((uow) => storePairScores(uow, cohortId, [score(a, b, 1), score(b, a, 2), score(a, c, 3)]));
    expect(await run((uow) => uow.cohorts.pairScores(cohortId))).toHaveLength(3);
    expect(
      await run((uow) =>
        uow.cohorts.pairScores(cohortId, [
          { a: b, b: a },
          { a: c, b: a },
        ]),
      ),
    ).toEqual([score(b, a, 2)]);
    const plan = [
      { cohortId, viewer: a, shown: b, position: 1, kind: 'high' },
      { cohortId, viewer: a, shown: c, position: 2, kind: 'range' },
      { cohortId, viewer: b, shown: a, position: 1, kind: 'range' },
    ] as const;
    await run((uow) => uow.cohorts.saveAssignments(cohortId, plan));
    expect(await run((uow) => uow.cohorts.assignments(cohortId, a))).toEqual(plan.slice(0, 2));
    await run((uow) => storePairScores(uow, cohortId, [score(c, a, 9)]));
    expect(await run((uow) => uow.cohorts.pairScores(cohortId))).toEqual([score(c, a, 9)]);
    expect(await run((uow) => uow.cohorts.assignments(cohortId))).toEqual([]);
  });
});

describe('sealing', () => {
  test('opens each phase only after the one before, and seals once', async () => {
    const { userId } = await run((uow) => enrol(uow));
    const open = (phase: 'visual' | 'personality') =>
      run((uow) => uow.phases.open({ userId, phase, instrumentVersion: '1', openedAt: now }));
    const seal = { sealedAt: now, digest: 'd', missing: false, flags: ['slow'] };
    await expect(open('personality')).rejects.toEqual(code('phase-closed'));
    await expect(run((uow) => uow.phases.seal(userId, 'visual', seal))).rejects.toEqual(code('phase-closed'));
    await open('visual');
    await open('visual');
    await run((uow) => uow.phases.seal(userId, 'visual', seal));
    await run(async (uow) => {
      await expect(uow.phases.seal(userId, 'visual', seal)).rejects.toEqual(code('phase-sealed'));
      await uow.phases.open({ userId, phase: 'visual', instrumentVersion: '2', openedAt: new Date() });
    });
    await open('personality');
    const phases = await run((uow) => uow.phases.of(userId));
    expect(phases.get('visual')).toEqual({
      ...seal,
      userId,
      phase: 'visual',
      instrumentVersion: '1',
      openedAt: now,
    });
    expect(phases.get('personality')).toMatchObject({ sealedAt: null, digest: null, flags: [] });
    const all = await run((uow) =>
      uow.phases.ofUsers([userId, '00000000-0000-4000-8000-000000000000' as UserId]),
    );
    expect([...all.values()].map(({ size }) => size)).toEqual([2, 0]);
  });

  test('makes every write to the phase fail, through the stores and through SQL', async () => {
    const { userId } = await run((uow) => enrol(uow));
    await run((uow) => sealUpTo(uow, userId, 'biological'));
    const description = { embedding: new Float32Array(4), analyserVersion: '1' };
    const rating = { position: 1, faceId: 'f', repeat: false, rating: 2, dwellMs: null, answeredAt: now };
    const sins = { lust: 1, gluttony: 1, greed: 1, sloth: 1, wrath: 1, envy: 1, pride: 1 };
    const selfie = {
      userId,
      status: 'accepted',
      problem: null,
      remoteFile: 'f',
      attempts: 1,
      updatedAt: now,
    } as const;
    const writes: ((uow: UnitOfWork) => Promise<void>)[] = [
      (uow) => uow.visual.saveSelfie(selfie),
      (uow) => uow.visual.saveFace(userId, { photoPath: 'uploads/x.jpg', description }),
      (uow) => uow.visual.saveRating(userId, rating),
      (uow) => uow.visual.completeCalibration(userId),
      (uow) =>
        uow.personality.saveAnswer(userId, {
          itemId: 'i',
          value: 3,
          dwellMs: 1,
          answeredAt: now,
          locale: null,
        }),
      (uow) => uow.personality.saveScores(userId, sins, {}),
      (uow) => uow.biology.saveTyping(userId, 'A*01:01'),
      (uow) => uow.phases.savePresentation(userId, 'visual', { seed: 's', items: [] }),
    ];
    await run(async (uow) => {
      for (const write of writes) await expect(write(uow)).rejects.toEqual(code('phase-sealed'));
    });
    const statements = [
      `INSERT INTO profiles (user_id) VALUES ('${userId}')`,
      `INSERT INTO selfies VALUES ('${userId}', 'accepted', NULL, 'f', 1, now())`,
      `INSERT INTO calibration_ratings VALUES ('${userId}', 1, 'f', FALSE, 1, NULL, now())`,
      `INSERT INTO questionnaire_answers VALUES ('${userId}', 'i', 1, NULL, now())`,
      `INSERT INTO personality_scores (user_id) VALUES ('${userId}')`,
      `INSERT INTO hla_data VALUES ('${userId}', 'x', 'y')`,
      `INSERT INTO presentations VALUES ('${userId}', 'visual', 's', '[]')`,
      `UPDATE phase_records SET sealed_at = NULL WHERE user_id = '${userId}'`,
      `DELETE FROM phase_records WHERE user_id = '${userId}'`,
    ];
    for (const statement of statements)
      await expect(db.database.withScope(({ query }) => query(statement))).rejects.toEqual(
        code('phase-sealed'),
      );
  });

  test('leaves the versions of the questionnaire readable, of a cohort and of a participant', async () => {
    const { userId, cohortId } = await run((uow) => enrol(uow));
    const answer = { itemId: 'i', value: 3, dwellMs: 1, answeredAt: now, locale: 'ru' } as const;
    const traits = { lust: 0, gluttony: 0.1, greed: 0.2, sloth: null, wrath: 0.4, envy: 0.5, pride: 1 };
    await run(async (uow) => {
      expect(await uow.phases.versionsBegun(cohortId, 'personality')).toEqual([]);
      for (const phase of ['visual', 'personality'] as const) {
        await uow.phases.open({ userId, phase, instrumentVersion: 'noted-1', openedAt: now });
        if (phase === 'personality') {
          await uow.personality.saveAnswer(userId, answer);
          await uow.personality.saveScores(userId, traits, { instrument: 'sealed-2' });
        }
        await uow.phases.seal(userId, phase, { sealedAt: now, digest: 'd', missing: false, flags: [] });
      }
      expect(await uow.personality.answers(userId)).toEqual([answer]);
      expect(await uow.phases.versionsBegun(cohortId, 'personality')).toEqual(['noted-1']);
      expect(await uow.personality.instrumentsOf(cohortId)).toEqual(['sealed-2']);
      expect(await uow.personality.sealed(userId)).toEqual({ traits, instrument: 'sealed-2' });
      const ofCohort = [await uow.personality.sealedOf(cohortId), await uow.personality.answersOf(cohortId)];
      expect(ofCohort[0]!.get(userId)).toEqual({ traits, instrument: 'sealed-2' });
      expect(ofCohort[1]!.get(userId)).toEqual([{ userId, ...answer }]);
      await uow.participants.update(userId, { status: 'withdrawn' });
      expect(await uow.phases.versionsBegun(cohortId, 'personality')).toEqual([]);
      expect(await uow.personality.instrumentsOf(cohortId)).toEqual([]);
    });
  });

  test('makes every change and removal of the phase’s rows fail', async () => {
    const { userId } = await run((uow) => enrol(uow));
    await run(async (uow) => {
      await uow.phases.open({ userId, phase: 'visual', instrumentVersion: '1', openedAt: now });
      await uow.visual.completeCalibration(userId);
      await uow.phases.seal(userId, 'visual', { sealedAt: now, digest: 'd', missing: false, flags: [] });
    });
    for (const statement of ['UPDATE profiles SET calibration_complete = FALSE', 'DELETE FROM profiles'])
      await expect(
        db.database.withScope(({ query }) => query(`${statement} WHERE user_id = $1`, [userId])),
      ).rejects.toEqual(code('phase-sealed'));
  });
});
