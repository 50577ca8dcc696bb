import { isHarmoniaError } from '../../foundation/errors.ts';
import { type HlaTyping, parseTyping } from '../biological/index.ts';
import type { UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** The result of reading a stored record; undefined when the record cannot be decrypted or is no such record. */
export async function readable<T>(read: () => T | Promise<T>): Promise<{ value: T } | undefined> {
  try {
    return { value: await read() };
  } catch (error) {
    if (isHarmoniaError(error, 'ciphertext-invalid') || isHarmoniaError(error, 'hla-invalid'))
      return undefined;
    throw error;
  }
}

/** The stored typing of a participant. @throws HarmoniaError `ciphertext-invalid` or `hla-invalid` */
export async function typingOf(uow: UnitOfWork, userId: UserId): Promise<HlaTyping | undefined> {
  const stored = await uow.biology.typing(userId);
  return stored === undefined ? undefined : parseTyping(stored);
}

/** Why a participant who has finished is left out: stored data of theirs cannot be read. */
export type Unreadable = 'face-unreadable' | 'typing-unreadable';

/** What of a participant's encrypted data cannot be read; undefined when all can. */
export async function unreadableOf(uow: UnitOfWork, userId: UserId): Promise<Unreadable | undefined> {
  if (!(await readable(() => uow.visual.description(userId)))) return 'face-unreadable';
  return (await readable(() => typingOf(uow, userId))) ? undefined : 'typing-unreadable';
}

/** People whose data are read by one set of statements. */
const readAtOnce = 100;

/** The people of whom something cannot be read, and what. */
export async function unreadableAmong(
  uow: UnitOfWork,
  userIds: readonly UserId[],
): Promise<Map<UserId, Unreadable>> {
  const found = new Map<UserId, Unreadable>();
  for (let first = 0; first < userIds.length; first += readAtOnce) {
    const sealed = await uow.scoring.sealed(userIds.slice(first, first + readAtOnce));
    for (const [userId, { face, typing }] of sealed) {
      if (face === 'unreadable') found.set(userId, 'face-unreadable');
      else if (typing === 'unreadable' || (typing !== null && !(await readable(() => parseTyping(typing)))))
        found.set(userId, 'typing-unreadable');
    }
  }
  return found;
}
