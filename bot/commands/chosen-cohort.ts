import type { Cohort } from '../../engine/ports/cohorts.ts';
import type { Turn } from '../turn/turn.ts';

const shownNameLength = 60;

/**
 * The cohort that a command of staff is about: the newest of the name in its arguments, or else the newest of all.
 * Undefined when there is none; the chat has then been told why.
 */
export async function chosenCohort(turn: Turn, name = ''): Promise<Cohort | undefined> {
  const { uow, t, say } = turn;
  const wanted = name.trim();
  const cohort =
    wanted === ''
      ? await uow.cohorts.latest()
      : (await uow.cohorts.all()).findLast((candidate) => candidate.name === wanted);
  if (cohort) return cohort;
  return void say(
    wanted === '' ? t('cohort-none-open') : t('cohort-unknown', { name: wanted.slice(0, shownNameLength) }),
  );
}
