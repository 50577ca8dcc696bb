import type { Cohort } from '../../engine/ports/cohorts.ts';
import type { CohortId } from '../../engine/ports/participants.ts';
import { cohortNamed } from '../../engine/protocol/cohort-list.ts';
import type { Turn } from '../turn/turn.ts';

const shownNameLength = 60;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The cohort that a command of staff is about: the one that is named in its arguments, else the one that this member of
 * staff chose, else the newest that is not archived. Undefined when there is none; the chat has then been told why.
 */
export async function chosenCohort(turn: Turn, name = ''): Promise<Cohort | undefined> {
  const { uow, t, say } = turn;
  if (name.trim() !== '') {
    const cohort = await cohortNamed(uow, name);
    if (!cohort) return void say(t('cohort-unknown', { name: name.trim().slice(0, shownNameLength) }));
    if (cohort.archivedAt) return void say(t('cohort-is-archived', { cohort: cohort.name }));
    return cohort;
  }
  const account = turn.staff && (await uow.accounts.byId(turn.staff.userId));
  const chosen = account?.chosenCohortId && (await uow.cohorts.byId(account.chosenCohortId));
  if (chosen && !chosen.archivedAt) return chosen;
  const newest = await uow.cohorts.latest();
  if (!newest) say(t('cohort-none'));
  return newest;
}

/** Keeps the cohort as the one that this member of staff works on. */
export async function chooseCohort(turn: Turn, cohort: Pick<Cohort, 'id'>): Promise<void> {
  await turn.uow.accounts.update(turn.staff!.userId, { chosenCohortId: cohort.id });
}

/**
 * The cohort that a button names, whichever is chosen by now. Undefined when it does not exist; the tap is then
 * answered with that.
 */
export async function cohortOfButton(turn: Turn, item: string): Promise<Cohort | undefined> {
  // A Telegram client may send callback data of its own, and PostgreSQL refuses a text that is no UUID.
  const cohort = uuid.test(item) ? await turn.uow.cohorts.byId(item as CohortId) : undefined;
  if (!cohort) turn.toast(turn.t('tap-old'));
  return cohort;
}
