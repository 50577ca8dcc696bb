import type { Cohort } from '../../engine/ports/cohorts.ts';
import type { Turn } from '../turn/turn.ts';

/** The newest cohort of that name, or without a name the newest of all; undefined while there is none. */
export async function cohortNamed(turn: Turn, name: string): Promise<Cohort | 'unknown' | undefined> {
  const wanted = name.trim();
  if (wanted === '') return turn.uow.cohorts.latest();
  return (await turn.uow.cohorts.all()).findLast((cohort) => cohort.name === wanted) ?? 'unknown';
}
