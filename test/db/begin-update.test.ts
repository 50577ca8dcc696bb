import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { BegunUpdate, Screen } from '../../engine/ports/chats.ts';
import type { ChatId, Participant } from '../../engine/ports/participants.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { enrol, freshChat, sealUpTo } from '../support/participants.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});

const now = new Date('2026-12-01T10:20:30.456Z');
let updates = 0;
const anUpdate = (change: Partial<BegunUpdate> = {}): BegunUpdate => ({
  ...{ key: `update ${++updates}`, at: now, threadId: undefined, sent: undefined },
  ...change,
});
const run = <T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T> => db.database.transact(work);
const screen = (contentHash: string): Screen => ({ messageId: 7, kind: 'text', contentHash });

/** A participant in the questionnaire, whose chat has a row, a screen and a dialog. */
const someone = (): Promise<Participant & { chatId: ChatId }> =>
  run(async (uow) => {
    const { userId, chatId, cohortId } = await enrol(uow, { now });
    await uow.participants.update(userId, { locale: 'es', remindersPausedUntil: now });
    await uow.chats.lock(chatId!);
    await uow.chats.update(chatId!, { screen: screen('old'), threadId: 5, unreachableSince: now });
    await uow.chats.saveDialogState(chatId!, { version: '1', payload: 'asked' }, now);
    const selfie = { status: 'refused', problem: 'no-face', remoteFile: 'f', attempts: 2 } as const;
    await uow.visual.saveSelfie({ userId, ...selfie, updatedAt: now });
    await uow.reports.request(userId, cohortId, now);
    await sealUpTo(uow, userId, 'visual');
    const personality = { userId, phase: 'personality', instrumentVersion: 'test-1', openedAt: now } as const;
    await uow.phases.open(personality);
    await uow.phases.savePresentation(userId, 'personality', {
      seed: 's',
      items: [{ id: 'PRIDE-1', repeat: false }],
    });
    for (const granted of [true, false])
      await uow.consents.record({
        ...{ userId, purpose: 'research', granted, textVersion: '1', textHash: 'h', locale: 'es', at: now },
      });
    return { ...(await uow.participants.byUser(userId))!, chatId: chatId! };
  });

/** What a turn reads of its participant. */
const readAll = async (uow: UnitOfWork, { userId, chatId }: Participant): Promise<unknown> => ({
  participant: await uow.participants.byChat(chatId!),
  dialog: await uow.chats.dialogState(chatId!),
  phases: await uow.phases.of(userId),
  shown: await uow.phases.presentation(userId, 'personality'),
  consents: await uow.consents.history(userId),
  selfie: await uow.visual.selfie(userId),
  report: await uow.reports.of(userId),
});

describe('the statement that begins an update', () => {
  test('reads what the stores read one by one', async () => {
    const person = await someone();
    const stored = await run((uow) => readAll(uow, person));
    const known = await run(async (uow) => {
      const begun = await uow.chats.beginUpdate(person.chatId, anUpdate());
      expect(begun).toEqual({
        chat: {
          ...{ chatId: person.chatId, screen: screen('old'), threadId: 5, secretSince: null },
          ...{ lastUpdateAt: null, unreachableSince: now },
        },
        ...{ hasCalls: false, hasStaff: false, cohortIsOpen: true },
      });
      return readAll(uow, person);
    });
    expect(known).toStrictEqual(stored);
    const { lastUpdateAt, unreachableSince } = (await run((uow) => uow.chats.peek(person.chatId)))!;
    expect({ lastUpdateAt, unreachableSince }).toEqual({ lastUpdateAt: now, unreachableSince: null });
  });

  test('is known of no other participant, and creates the chat of a visitor', async () => {
    const [person, other] = [await someone(), await someone()];
    await run(async (uow) => {
      await uow.chats.beginUpdate(person.chatId, anUpdate());
      expect((await uow.participants.byChat(other.chatId))!.userId).toBe(other.userId);
      expect((await uow.phases.of(other.userId)).get('visual')!.userId).toBe(other.userId);
    });
    const visitor = freshChat();
    await run(async (uow) => {
      const begun = await uow.chats.beginUpdate(visitor, anUpdate({ threadId: 3 }));
      expect(begun).toMatchObject({
        chat: { chatId: visitor, screen: null, threadId: 3 },
        cohortIsOpen: false,
      });
      expect(await uow.participants.byChat(visitor)).toBeUndefined();
      expect(await uow.chats.dialogState(visitor)).toBeUndefined();
    });
  });

  test('finds nothing for an update that was seen before', async () => {
    const [chatId, update] = [freshChat(), anUpdate()];
    const begin = (): Promise<unknown> => run((uow) => uow.chats.beginUpdate(chatId, update));
    const all = await Promise.all([begin(), begin(), begin()]);
    expect(all.filter((begun) => begun !== undefined)).toHaveLength(1);
  });

  test('reads what the transaction wrote that held the chat before', async () => {
    const person = await someone();
    const holds = Promise.withResolvers<void>();
    const first = run(async (uow) => {
      await uow.chats.beginUpdate(person.chatId, anUpdate());
      holds.resolve();
      await delay(60);
      await uow.chats.saveDialogState(person.chatId, { version: '1', payload: 'asked next' }, now);
      await uow.participants.update(person.userId, { displayName: 'Kim' });
      await uow.chats.queueCall(person.chatId, 'call');
    });
    await holds.promise;
    await run(async (uow) => {
      const begun = await uow.chats.beginUpdate(person.chatId, anUpdate());
      expect(begun!.hasCalls).toBe(true);
      expect((await uow.chats.dialogState(person.chatId))!.payload).toBe('asked next');
      expect((await uow.participants.byChat(person.chatId))!.displayName).toBe('Kim');
    });
    await first;
  });

  test('gives way to what the turn itself writes, and to what changed while it waited for a lock', async () => {
    const person = await someone();
    const { userId, chatId, cohortId } = person;
    await run(async (uow) => {
      await uow.chats.beginUpdate(chatId, anUpdate());
      await uow.participants.update(userId, { displayName: 'Ada' });
      expect((await uow.participants.byChat(chatId))!.displayName).toBe('Ada');
      await uow.consents.record({
        ...{ userId, purpose: 'face', granted: true, textVersion: '1', textHash: 'h', locale: 'es', at: now },
      });
      expect((await uow.consents.current(userId)).get('face')!.granted).toBe(true);
      await uow.chats.deleteDialogState(chatId);
      expect(await uow.chats.dialogState(chatId)).toBeUndefined();
      await uow.phases.seal(userId, 'personality', { sealedAt: now, digest: 'd', missing: false, flags: [] });
      expect((await uow.phases.of(userId)).get('personality')!.sealedAt).toEqual(now);
    });
    await run(async (uow) => {
      await uow.chats.beginUpdate(chatId, anUpdate());
      await run((elsewhere) => sealBiological(elsewhere, person));
      await uow.cohorts.lock(cohortId);
      expect((await uow.phases.of(userId)).get('biological')!.missing).toBe(true);
    });
  });
});

async function sealBiological(uow: UnitOfWork, { userId }: Participant): Promise<void> {
  await uow.phases.open({ userId, phase: 'biological', instrumentVersion: '1', openedAt: now });
  await uow.phases.seal(userId, 'biological', { sealedAt: now, digest: 'd', missing: true, flags: [] });
}

describe('an edit that was sent', () => {
  const sent = async (): Promise<{ chatId: ChatId; id: string }> => {
    const { chatId } = await someone();
    return { chatId, id: await run((uow) => uow.chats.queueCall(chatId, 'edit')) };
  };
  const stateOf = (chatId: ChatId): Promise<{ hash: string; calls: number }> =>
    run(async (uow) => ({
      hash: (await uow.chats.peek(chatId))!.screen!.contentHash,
      calls: (await uow.chats.pendingCalls(chatId)).length,
    }));

  test('is noted by the next update of its chat, once', async () => {
    const { chatId, id } = await sent();
    const begun = await run((uow) =>
      uow.chats.beginUpdate(chatId, anUpdate({ sent: { id, screen: screen('new') } })),
    );
    expect(begun).toMatchObject({ hasCalls: false, chat: { screen: screen('new') } });
    expect(await stateOf(chatId)).toEqual({ hash: 'new', calls: 0 });
    await run((uow) => uow.chats.beginUpdate(chatId, anUpdate({ sent: { id, screen: screen('older') } })));
    await run((uow) => uow.chats.completeSent([{ chatId, id, screen: screen('older') }]));
    expect(await stateOf(chatId)).toEqual({ hash: 'new', calls: 0 });
  });

  test('is noted with those of other chats, and does not wait for a chat whose turn is running', async () => {
    const [free, busy] = [await sent(), await sent()];
    await run(async (uow) => {
      await uow.chats.lock(busy.chatId);
      await run((other) =>
        other.chats.completeSent([busy, free].map((call) => ({ ...call, screen: screen('new') }))),
      );
    });
    expect(await stateOf(free.chatId)).toEqual({ hash: 'new', calls: 0 });
    expect(await stateOf(busy.chatId)).toEqual({ hash: 'old', calls: 1 });
  });
});
