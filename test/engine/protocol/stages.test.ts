import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CohortId, Participant } from '../../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import {
  issueKit,
  openBiologicalPhase,
  receiveTyping,
  replaceTyping,
} from '../../../engine/protocol/biological-phase.ts';
import { sortedJson } from '../../../engine/protocol/canonical-json.ts';
import {
  answerQuestion,
  openPersonalityPhase,
  sealPersonalityPhase,
} from '../../../engine/protocol/personality-phase.ts';
import { itemsOf, openPhase, sealPhase } from '../../../engine/protocol/phases.ts';
import { type DigestMatches, isSealOf, sealDigest } from '../../../engine/protocol/seal-digest.ts';
import { openVisualPhase, rateFace, sealVisualPhase } from '../../../engine/protocol/visual-phase.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freshChat } from '../../support/participants.ts';
import {
  stagePerson,
  type StagedPerson,
  type StagedStep,
  type Staging,
} from '../../support/staged-people.ts';
import { stagingOn } from './staging.ts';

let db: TestDatabase;
let staging: Staging;
let cohortId: CohortId;
let seed = 0;
beforeAll(async () => {
  db = await createTestDatabase();
  staging = await stagingOn(db);
  cohortId = (await run((uow) => uow.cohorts.create({ name: 'Test', createdAt: now }))).id;
});

const now = new Date('2026-05-01T12:00:00Z');
const matches: DigestMatches = (...parameters) => db.database.digest.matches(...parameters);
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const code = (expected: string): unknown => expect.objectContaining({ code: expected });
const staged = (step: StagedStep, more: Partial<StagedPerson> = {}): Promise<Participant> =>
  stagePerson(db.database, staging, { cohortId, chatId: freshChat(), seed: ++seed, now, ...more }, step);
const sql = (text: string, values: unknown[] = []): Promise<unknown> =>
  db.database.withScope(({ query }) => query(text, values));

describe('invariant 1: the order of the phases is fixed', () => {
  test('a later phase does not open before the earlier ones are sealed', async () => {
    const { userId } = await staged('calibration');
    const {
      instruments,
      versions: { biological: version },
    } = staging;
    await expect(run((uow) => openPersonalityPhase(uow, { userId, instruments, now }))).rejects.toEqual(
      code('phase-closed'),
    );
    await expect(run((uow) => openBiologicalPhase(uow, { userId, version, now }))).rejects.toEqual(
      code('phase-closed'),
    );
    expect([...(await run((uow) => uow.phases.of(userId))).keys()]).toEqual(['visual']);
  });

  test('the third phase does not open while the second is open, although the first is sealed', async () => {
    const { userId } = await staged('questionnaire');
    const open = { userId, phase: 'biological', instrumentVersion: '1', now } as const;
    await expect(run((uow) => openPhase(uow, open))).rejects.toThrow(/only after personality is sealed/);
  });

  test('the database refuses a phase out of order', async () => {
    const { userId } = await staged('calibration');
    const insert = `INSERT INTO phase_records (user_id, phase, instrument_version, opened_at) VALUES ($1, $2, 'x', now())`;
    for (const phase of ['personality', 'biological'])
      await expect(sql(insert, [userId, phase])).rejects.toEqual(code('phase-closed'));
  });

  test('nothing is stored in a phase that is not open', async () => {
    const { userId } = await staged('selfie');
    const answer = { itemId: 'greed-1', value: 3, dwellMs: 900, answeredAt: now, locale: 'en' } as const;
    await expect(run((uow) => answerQuestion(uow, userId, answer))).rejects.toEqual(code('phase-closed'));
    await expect(run((uow) => issueKit(uow, { userId, by: 'system', now }))).rejects.toEqual(
      code('phase-closed'),
    );
  });

  test('opening a sealed phase again leaves it sealed', async () => {
    const person = await staged('questionnaire');
    const { userId } = person;
    const before = (await run((uow) => uow.phases.of(userId))).get('visual');
    const later = { ...staging, versions: { ...staging.versions, visual: 'other' } };
    await run((uow) => openVisualPhase(uow, later, { userId, seeks: 'female', now: new Date() }));
    await run((uow) =>
      openPhase(uow, { userId, phase: 'visual', instrumentVersion: 'other', now: new Date() }),
    );
    expect((await run((uow) => uow.phases.of(userId))).get('visual')).toEqual(before);
  });
});

describe('invariant 2: a sealed phase cannot be changed', () => {
  test('a seal holds the version, the times and the keyed digest of the snapshot', async () => {
    const { userId } = await staged('questionnaire');
    const record = (await run((uow) => uow.phases.of(userId))).get('visual')!;
    expect(record).toMatchObject({
      instrumentVersion: staging.versions.visual,
      openedAt: now,
      sealedAt: now,
      missing: false,
    });
    expect(record.digest).toMatch(/^RFC8785:[0-9a-f]{64}$/);
  });

  test('the digest depends on every answer and not on the order of keys', () => {
    const content = { phase: 'visual' as const, snapshot: { b: [1, 2], a: { d: null, c: 'x' } } };
    const shuffled = { snapshot: { a: { c: 'x', d: null }, b: [1, 2] }, phase: 'visual' as const };
    const other = { ...content, snapshot: { ...content.snapshot, b: [2, 1] } };
    const seal = sealDigest(staging.digest, content);
    expect(sealDigest(staging.digest, shuffled)).toBe(seal);
    expect(sealDigest(staging.digest, other)).not.toBe(seal);
    expect(isSealOf(matches, seal, shuffled)).toBe(true);
    expect(isSealOf(matches, seal, other)).toBe(false);
  });

  test('a seal that names no canonical form is verified with the earlier form only', () => {
    // The two forms order members whose names are whole numbers differently.
    const content = { phase: 'visual' as const, snapshot: { 9: 'nine', 10: 'ten' } };
    const before = staging.digest(sortedJson(content));
    expect(isSealOf(matches, before, content)).toBe(true);
    expect(isSealOf(matches, `RFC8785:${before}`, content)).toBe(false);
    expect(isSealOf(matches, sealDigest(staging.digest, content).slice('RFC8785:'.length), content)).toBe(
      false,
    );
  });

  test('an incomplete phase cannot be sealed', async () => {
    const { instruments } = staging;
    const noPhoto = await staged('selfie');
    const noRatings = await staged('calibration');
    const noAnswers = await staged('questionnaire');
    for (const { userId } of [noPhoto, noRatings])
      await expect(run((uow) => sealVisualPhase(uow, staging.digest, userId, now))).rejects.toEqual(
        code('phase-incomplete'),
      );
    await expect(
      run((uow) => sealPersonalityPhase(uow, staging.digest, { userId: noAnswers.userId, instruments, now })),
    ).rejects.toEqual(code('phase-incomplete'));
    expect((await run((uow) => uow.phases.of(noAnswers.userId))).get('personality')!.sealedAt).toBeNull();
  });

  test('after the seal every write is refused by the code', async () => {
    const { userId } = await staged('cohort');
    const { instruments, digest } = staging;
    const [kit] = await run(async (uow) => [await uow.biology.kitOf(userId)]);
    const rating = { position: 0, faceId: 'x', repeat: false, rating: 4, dwellMs: 1, answeredAt: now };
    const attempts: ((uow: UnitOfWork) => Promise<unknown>)[] = [
      (uow) => rateFace(uow, userId, rating),
      (uow) => sealVisualPhase(uow, digest, userId, now),
      (uow) =>
        answerQuestion(uow, userId, {
          itemId: 'greed-1',
          value: 1,
          dwellMs: 1,
          answeredAt: now,
          locale: 'en',
        }),
      (uow) => sealPersonalityPhase(uow, digest, { userId, instruments, now }),
      (uow) => issueKit(uow, { userId, by: 'system', now }),
      (uow) => receiveTyping(uow, digest, { kitCode: kit!.code, typing: '{}', method: 'x', now }),
      (uow) => sealPhase(uow, digest, { userId, phase: 'visual', snapshot: {}, flags: [], now }),
    ];
    for (const attempt of attempts) await expect(run(attempt)).rejects.toEqual(code('phase-sealed'));
  });

  test('after the seal every write is refused by the database', async () => {
    const { userId } = await staged('cohort');
    for (const statement of [
      `UPDATE phase_records SET sealed_at = NULL WHERE user_id = $1`,
      `UPDATE phase_records SET digest = 'x' WHERE user_id = $1 AND phase = 'personality'`,
      `DELETE FROM phase_records WHERE user_id = $1 AND phase = 'biological'`,
      `UPDATE calibration_ratings SET rating = 1 WHERE user_id = $1`,
      `DELETE FROM calibration_ratings WHERE user_id = $1 AND position = 0`,
      `UPDATE profiles SET photo_path = 'other' WHERE user_id = $1`,
      `UPDATE selfies SET status = 'refused' WHERE user_id = $1`,
      `UPDATE presentations SET items = '[]' WHERE user_id = $1`,
      `UPDATE questionnaire_answers SET value = 1 WHERE user_id = $1`,
      `UPDATE personality_scores SET envy_score = 1 WHERE user_id = $1`,
      `UPDATE hla_data SET encrypted_alleles = 'x' WHERE user_id = $1`,
      `DELETE FROM hla_data WHERE user_id = $1`,
    ])
      await expect(sql(statement, [userId])).rejects.toEqual(code('phase-sealed'));
  });

  test('a sealed row cannot be moved to a participant whose phase is open, nor to another phase', async () => {
    const sealed = await staged('cohort');
    const open = await staged('selfie');
    for (const table of [
      'selfies',
      'calibration_ratings',
      'presentations',
      'questionnaire_answers',
      'personality_scores',
      'hla_data',
    ])
      await expect(
        sql(`UPDATE ${table} SET user_id = $2 WHERE user_id = $1`, [sealed.userId, open.userId]),
      ).rejects.toEqual(code('phase-sealed'));
    await expect(
      sql(`UPDATE presentations SET phase = 'biological' WHERE user_id = $1 AND phase = 'visual'`, [
        (await staged('questionnaire')).userId,
      ]),
    ).rejects.toEqual(code('phase-sealed'));
    await expect(
      sql(`UPDATE phase_records SET phase = 'biological' WHERE user_id = $1`, [open.userId]),
    ).rejects.toEqual(code('phase-closed'));
  });

  describe('with the exception of a typing that a laboratory replaces', () => {
    const another = { lab: 'North', typing: 'another', method: 'x', now: new Date(now.getTime() + 1000) };
    const kitCodeOf = async (userId: Participant['userId']): Promise<string> =>
      (await run((uow) => uow.biology.kitOf(userId)))!.code;
    const archive = `INSERT INTO superseded_seals (user_id, phase, sealed_at, digest, superseded_at)
      SELECT user_id, phase, sealed_at, digest, now() FROM phase_records WHERE user_id = $1 AND phase = $2`;
    const newSeal = `UPDATE phase_records SET digest = 'x' WHERE user_id = $1 AND phase = 'biological'`;
    const newTyping = `UPDATE hla_data SET encrypted_alleles = 'x' WHERE user_id = $1`;
    const together = (userId: Participant['userId'], ...statements: string[]): Promise<void> =>
      db.database.withScope(async ({ query }) => {
        for (const statement of statements)
          await query(statement, [userId, 'biological'].slice(0, new Set(statement.match(/\$\d/g)).size));
      });

    test('the phase gets a new seal, and the old one is kept and cannot be changed', async () => {
      const { userId } = await staged('cohort');
      const old = (await run((uow) => uow.phases.of(userId))).get('biological')!;
      const kitCode = await kitCodeOf(userId);
      await run((uow) => replaceTyping(uow, staging.digest, { kitCode, ...another }));
      expect(await run((uow) => uow.biology.typing(userId))).toBe('another');
      expect((await run((uow) => uow.phases.of(userId))).get('biological')).toEqual({
        ...old,
        sealedAt: another.now,
        digest: expect.not.stringMatching(old.digest!) as unknown,
      });
      expect(await run((uow) => uow.phases.supersededOf(userId))).toEqual([
        { sealedAt: old.sealedAt, digest: old.digest, supersededAt: another.now },
      ]);
      for (const statement of [
        newTyping,
        newSeal,
        `UPDATE superseded_seals SET digest = 'x' WHERE user_id = $1`,
        `DELETE FROM superseded_seals WHERE user_id = $1`,
      ])
        await expect(sql(statement, [userId])).rejects.toEqual(code('phase-sealed'));
    });

    test('the new seal is never older than the old one, although the clock was set back in between', async () => {
      const { userId } = await staged('cohort');
      const old = (await run((uow) => uow.phases.of(userId))).get('biological')!;
      const earlier = { ...another, now: new Date(old.sealedAt!.getTime() - 3_600_000) };
      const kitCode = await kitCodeOf(userId);
      await run((uow) => replaceTyping(uow, staging.digest, { kitCode, ...earlier }));
      expect(await run((uow) => uow.biology.typing(userId))).toBe('another');
      expect((await run((uow) => uow.phases.of(userId))).get('biological')).toMatchObject({
        sealedAt: old.sealedAt,
        digest: expect.not.stringMatching(old.digest!) as unknown,
      });
      expect(await run((uow) => uow.phases.supersededOf(userId))).toEqual([
        { sealedAt: old.sealedAt, digest: old.digest, supersededAt: old.sealedAt },
      ]);
    });

    test('the database accepts the whole replacement and refuses each part of it', async () => {
      const { userId } = await staged('cohort');
      const refusals: string[][] = [
        [archive],
        [archive, newTyping],
        [archive, newSeal],
        [newTyping, archive, newSeal],
        [newSeal, archive, newTyping],
        [archive, newTyping, newSeal, `UPDATE phase_records SET digest = 'y' WHERE user_id = $1`],
        [archive, newTyping, newSeal.replace(`digest = 'x'`, `digest = 'x', missing = TRUE`)],
        [archive, newTyping, newSeal.replace(`digest = 'x'`, `digest = 'x', sealed_at = NULL`)],
        [archive, newTyping, newSeal.replace(`digest = 'x'`, `digest = 'x', instrument_version = 'y'`)],
        [archive, `DELETE FROM hla_data WHERE user_id = $1`],
        [archive.replace('sealed_at, digest, now()', `sealed_at, 'other', now()`), newTyping, newSeal],
      ];
      for (const statements of refusals)
        await expect(together(userId, ...statements)).rejects.toEqual(code('phase-sealed'));
      const visual = archive.replace('$2', `'visual'`);
      await expect(together(userId, visual)).rejects.toEqual(code('bad-request'));
      await together(userId, archive, newTyping, newSeal);
    });

    test('a superseded seal of one participant does not unlock the typing of another', async () => {
      const [one, other] = [await staged('cohort'), await staged('cohort')];
      const swapped = newTyping.replace('$1', `'${other.userId}'`);
      await expect(together(one.userId, archive, swapped)).rejects.toEqual(code('phase-sealed'));
    });

    test('the code and the database refuse to replace a typing that is not sealed, or after the freeze', async () => {
      const waiting = await staged('lab');
      const replace = async ({ userId }: Participant): Promise<void> => {
        const kitCode = await kitCodeOf(userId);
        await run((uow) => replaceTyping(uow, staging.digest, { kitCode, ...another }));
      };
      await expect(replace(waiting)).rejects.toEqual(code('phase-sealed'));
      const closed = await run((uow) => uow.cohorts.create({ name: 'Closed', createdAt: now }));
      const person = await staged('cohort', { cohortId: closed.id });
      await run((uow) => uow.cohorts.update(closed.id, { status: 'frozen', frozenAt: now }));
      await expect(replace(person)).rejects.toEqual(code('cohort-state'));
      await expect(together(person.userId, archive, newTyping, newSeal)).rejects.toEqual(
        code('cohort-state'),
      );
    });
  });

  test('the seal of one participant does not close the phase of another', async () => {
    await staged('cohort');
    const { userId } = await staged('calibration');
    const [first] = (await run((uow) => uow.phases.presentation(userId, 'visual')))!.items;
    const rating = {
      position: 0,
      faceId: first!.id,
      repeat: false,
      rating: 2,
      dwellMs: 900,
      answeredAt: now,
    };
    await run((uow) => rateFace(uow, userId, rating));
    expect(await run((uow) => uow.visual.ratings(userId))).toEqual([rating]);
  });
});

describe('invariant 8: the order within a phase is seeded per person and logged', () => {
  const presented = (userId: Participant['userId'], phase: 'visual' | 'personality') =>
    run((uow) => uow.phases.presentation(userId, phase));

  test('the order that was shown is stored with its seed, and opening again draws no other', async () => {
    const { userId } = await staged('lab');
    const { instruments } = staging;
    const [faces, questions] = [await presented(userId, 'visual'), await presented(userId, 'personality')];
    expect(faces).toMatchObject({ seed: `visual:${userId}` });
    expect(faces!.items).toHaveLength(14);
    expect(faces!.items.filter(({ repeat }) => repeat)).toHaveLength(2);
    expect(questions).toMatchObject({ seed: `personality:${userId}` });
    expect(questions!.items).toHaveLength(44);
    await run((uow) => openVisualPhase(uow, staging, { userId, seeks: 'both', now }));
    await run((uow) => openPersonalityPhase(uow, { userId, instruments, now }));
    expect(await presented(userId, 'visual')).toEqual(faces);
    expect(await presented(userId, 'personality')).toEqual(questions);
  });

  test('reading the order of a phase that is not open is refused and opens nothing', async () => {
    const { userId } = await staged('language');
    await expect(run((uow) => itemsOf(uow, userId, 'visual'))).rejects.toEqual(code('phase-closed'));
    expect([...(await run((uow) => uow.phases.of(userId))).keys()]).toEqual([]);
  });

  test('two people are shown different orders of the same items', async () => {
    const [one, other] = [await staged('questionnaire'), await staged('questionnaire')];
    const ids = async ({ userId }: Participant): Promise<string[]> =>
      (await presented(userId, 'personality'))!.items.map(({ id }) => id);
    const [first, second] = [await ids(one), await ids(other)];
    expect(first).not.toEqual(second);
    expect(first.toSorted()).toEqual(second.toSorted());
  });

  test('a stored order cannot be replaced', async () => {
    const { userId } = await staged('calibration');
    await expect(
      run((uow) => uow.phases.savePresentation(userId, 'visual', { seed: 'other', items: [] })),
    ).rejects.toEqual(code('conflict'));
  });

  test('a participant who seeks both sexes rates faces of both, each repeat after its original', async () => {
    const { userId } = await staged('calibration', { seeks: 'both' });
    const { items } = (await presented(userId, 'visual'))!;
    const sexes = items.map(
      ({ id }) => staging.packs.current().pack.faces.find((face) => face.id === id)!.sex,
    );
    expect(sexes.filter((sex) => sex === 'female')).toHaveLength(7);
    for (const [place, { id, repeat }] of items.entries())
      if (repeat) expect(items.findIndex((item) => item.id === id)).toBeLessThan(place);
  });
});

describe('invariant 9: fast answers and failed attention checks are flagged, and no answer is dropped', () => {
  const sealed = async (
    answerOf: (itemId: string, expected: number | undefined) => { value: number; dwellMs: number },
  ): Promise<{ flags: string[]; answers: number }> => {
    const { userId } = await staged('questionnaire');
    const { instruments, digest } = staging;
    const { attentionChecks } = instruments.current().instrument;
    return run(async (uow) => {
      for (const { id: itemId } of await itemsOf(uow, userId, 'personality')) {
        const expected = attentionChecks.find(({ id }) => id === itemId)?.expected;
        await answerQuestion(uow, userId, {
          itemId,
          answeredAt: now,
          locale: 'en',
          ...answerOf(itemId, expected),
        });
      }
      await sealPersonalityPhase(uow, digest, { userId, instruments, now });
      const { flags } = (await uow.phases.of(userId)).get('personality')!;
      return { flags, answers: (await uow.personality.answers(userId)).length };
    });
  };
  const varied = (itemId: string): number =>
    1 + ([...itemId].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 5);

  test('careful answers have no flag', async () => {
    const result = await sealed((id, expected) => ({ value: expected ?? varied(id), dwellMs: 3000 }));
    expect(result).toEqual({ flags: [], answers: 44 });
  });

  test('fast answers, failed checks and equal answers are flagged, and all answers are kept', async () => {
    const careless = await sealed(() => ({ value: 1, dwellMs: 50 }));
    expect(careless.answers).toBe(44);
    const missed = await sealed((id, expected) => ({
      value: expected === undefined ? varied(id) : (expected % 5) + 1,
      dwellMs: 3000,
    }));
    expect(missed.answers).toBe(44);
    expect(missed.flags).toEqual(['attention-failed']);
    expect(careless.flags.toSorted()).toEqual(['attention-failed', 'straight-lining', 'too-fast']);
  });

  test('fast and equal ratings are flagged, kept and sealed', async () => {
    const { userId } = await staged('calibration');
    const record = await run(async (uow) => {
      const { items } = (await uow.phases.presentation(userId, 'visual'))!;
      for (const [position, { id: faceId, repeat }] of items.entries())
        await rateFace(uow, userId, { position, faceId, repeat, rating: 2, dwellMs: 90, answeredAt: now });
      await sealVisualPhase(uow, staging.digest, userId, now);
      return (await uow.phases.of(userId)).get('visual')!;
    });
    expect(record).toMatchObject({
      flags: ['one-answer-for-all', 'too-fast'],
      sealedAt: now,
      missing: false,
    });
    expect(await run((uow) => uow.visual.ratings(userId))).toHaveLength(14);
  });
});

test('each write of a phase requires the consent to its purpose', async () => {
  const { userId } = await staged('lab');
  await run(async (uow) => {
    const given = (await uow.consents.current(userId)).get('genetic')!;
    await uow.consents.record({ ...given, granted: false, at: new Date(now.getTime() + 1) });
  });
  const kit = await run((uow) => uow.biology.kitOf(userId));
  await expect(
    run((uow) => receiveTyping(uow, staging.digest, { kitCode: kit!.code, typing: '{}', method: 'x', now })),
  ).rejects.toEqual(code('consent-missing'));
});
