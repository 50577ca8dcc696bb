import { HarmoniaError } from '../../foundation/errors.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { CohortId, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

/** The longest name of a cohort, in characters. */
export const longestCohortName = 60;

/** Names are compared without regard to case and to spaces around and between words. */
const plain = (name: string): string => name.normalize('NFC').trim().replace(/\s+/gu, ' ');
const same = (one: string, other: string): boolean => plain(one).toLowerCase() === plain(other).toLowerCase();

/** The cohort of this name; of several the newest, and one that is archived only when no other has the name. */
export async function cohortNamed(
  uow: Pick<UnitOfWork, 'cohorts'>,
  name: string,
): Promise<Cohort | undefined> {
  const named = (await uow.cohorts.all()).filter((cohort) => same(cohort.name, name));
  return named.findLast(({ archivedAt }) => archivedAt === null) ?? named.at(-1);
}

/**
 * Opens a cohort. Others may be open at the same time: each invitation belongs to one.
 * @throws HarmoniaError `bad-request` for a name that is empty, over 60 characters, a mere number, or without a letter
 * or digit; `conflict` when a cohort has the name, an archived one too.
 */
export async function openCohort(
  uow: UnitOfWork,
  input: { name: string; by: UserId | null; now: Date },
): Promise<Cohort> {
  const name = plain(input.name);
  // A number would be read as how many invitations are asked for.
  if (
    name.length > longestCohortName ||
    /^\d*$/.test(name) ||
    !/[\p{L}\p{N}]/u.test(name) ||
    /\p{C}/u.test(name)
  )
    throw new HarmoniaError(
      'bad-request',
      'name: expected 1 to 60 characters with a letter, and more than a number',
    );
  await uow.cohorts.lockName(name);
  if (await cohortNamed(uow, name))
    throw new HarmoniaError('conflict', 'name: a cohort has it already; names are used once');
  const cohort = await uow.cohorts.create({ name, createdAt: input.now });
  await note(uow, 'cohort-opened', cohort.id, input);
  // People who were left out of an earlier freeze may wait for this cohort.
  await uow.jobs.enqueue('left-out', {}, { singletonKey: 'all' });
  return cohort;
}

/** States in which the people of a cohort still wait for something. */
const underWay: ReadonlySet<Cohort['status']> = new Set(['open', 'frozen', 'scored']);

/** True when no participant waits for the cohort: it was released, or has no participant. */
export const mayArchive = ({ status }: Pick<Cohort, 'status'>, people: number): boolean =>
  people === 0 || !underWay.has(status);

/**
 * Archives a cohort: staff no longer get it by default, and its invitations are refused. Nothing is deleted.
 * @throws HarmoniaError `cohort-state` while people of it wait for results, `not-found`
 */
export async function archiveCohort(
  uow: UnitOfWork,
  input: { cohortId: CohortId; by: UserId; now: Date },
): Promise<Cohort> {
  // The lock makes a person who joins at this moment wait.
  const cohort = await uow.cohorts.lock(input.cohortId);
  if (!cohort) throw new HarmoniaError('not-found', 'no such cohort');
  if (cohort.archivedAt) return cohort;
  const people = await uow.participants.ofCohort(cohort.id);
  if (!mayArchive(cohort, people.length))
    throw new HarmoniaError('cohort-state', 'people of this cohort wait for results');
  await uow.cohorts.update(cohort.id, { archivedAt: input.now });
  await note(uow, 'cohort-archived', cohort.id, input);
  return { ...cohort, archivedAt: input.now };
}

/** Brings an archived cohort back. @throws HarmoniaError `not-found` */
export async function restoreCohort(
  uow: UnitOfWork,
  input: { cohortId: CohortId; by: UserId; now: Date },
): Promise<Cohort> {
  const cohort = await uow.cohorts.lock(input.cohortId);
  if (!cohort) throw new HarmoniaError('not-found', 'no such cohort');
  if (!cohort.archivedAt) return cohort;
  await uow.cohorts.update(cohort.id, { archivedAt: null });
  await note(uow, 'cohort-restored', cohort.id, input);
  return { ...cohort, archivedAt: null };
}

const note = (
  uow: UnitOfWork,
  action: string,
  cohort: CohortId,
  { by, now }: { by: UserId | null; now: Date },
): Promise<void> =>
  uow.audit.append({ actor: by ?? 'system', action, subject: null, details: { cohort }, at: now });
