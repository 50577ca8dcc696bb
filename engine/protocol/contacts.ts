import type { ContactState, Introduction } from '../ports/cohorts.ts';
import type { Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

const contactOf = (
  me: Participant['userId'],
  { low, lowContact, highContact }: Introduction,
): ContactState => (me === low ? lowContact : highContact);

/**
 * Notes that a participant is asked to share a contact with the person they were introduced to. False when they were
 * asked before, or when one of the two has left.
 */
export async function askForContact(
  uow: UnitOfWork,
  { from, about }: { from: Participant; about: Participant },
): Promise<boolean> {
  const introduction = (await uow.introductions.of(from.userId)).find(({ low, high }) =>
    [low, high].includes(about.userId),
  );
  if (!introduction?.introducedAt || contactOf(from.userId, introduction) !== null) return false;
  await uow.introductions.markContact(from.userId, about.userId, 'asked');
  return true;
}

/** The people who wait for a contact of this participant, without those who have left. */
export async function waitingForContact(uow: UnitOfWork, { userId }: Participant): Promise<Participant[]> {
  const waiting: Participant[] = [];
  for (const introduction of await uow.introductions.of(userId)) {
    if (contactOf(userId, introduction) !== 'asked') continue;
    const other = await uow.participants.byUser(
      introduction.low === userId ? introduction.high : introduction.low,
    );
    if (other && other.status !== 'withdrawn') waiting.push(other);
  }
  return waiting;
}

/** Notes what a participant did who was asked for a contact. The contact itself is stored nowhere here. */
export async function settleContact(
  uow: UnitOfWork,
  input: { from: Participant; about: Participant; state: 'shared' | 'refused'; now: Date },
): Promise<void> {
  const { from, about, state } = input;
  await uow.introductions.markContact(from.userId, about.userId, state);
  await uow.audit.append({
    actor: from.userId,
    action: `introduction-contact-${state}`,
    subject: from.userId,
    details: {},
    at: input.now,
  });
}
