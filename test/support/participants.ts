import type { ChatId, CohortId, Participant, UserId } from '../../engine/ports/participants.ts';
import type { Phase } from '../../engine/ports/phases.ts';
import type { UnitOfWork } from '../../engine/ports/unit-of-work.ts';

// Long enough that no counter or date of another table holds it by chance.
let lastChat = 7_316_204_000_000;

/** A chat id that no other chat of this test file has. */
export const freshChat = (): ChatId => String(++lastChat) as ChatId;

/** A newcomer in the given cohort, or in a new one. */
export async function enrol(
  uow: UnitOfWork,
  { cohortId, now = new Date() }: { cohortId?: CohortId; now?: Date } = {},
): Promise<Participant> {
  const chatId = freshChat();
  return uow.participants.create({
    cohortId: cohortId ?? (await uow.cohorts.create({ name: 'Test', createdAt: now })).id,
    chatId,
    placeholderEmail: `${chatId}@placeholder.invalid`,
    passwordHash: 'nobody knows',
    now,
  });
}

/** Opens and seals phases up to and including the given one. */
export async function sealUpTo(uow: UnitOfWork, userId: UserId, last: Phase): Promise<void> {
  const now = new Date();
  for (const phase of ['visual', 'personality', 'biological'] as const) {
    await uow.phases.open({ userId, phase, instrumentVersion: 'test-1', openedAt: now });
    await uow.phases.seal(userId, phase, { sealedAt: now, digest: 'd', missing: false, flags: [] });
    if (phase === last) return;
  }
}
