import type { UnitOfWork } from '../ports/unit-of-work.ts';

/**
 * The versions of phase 1 with which people of cohorts that are open, or frozen and not yet scored, have begun; the
 * earliest first. While there are any, the calibration pack may not change.
 */
export async function visualVersionsBegun(uow: UnitOfWork): Promise<string[]> {
  const begun: { version: string; at: number }[] = [];
  for (const { id, status } of await uow.cohorts.all()) {
    if (status !== 'open' && status !== 'frozen') continue;
    const people = await uow.participants.ofCohort(id);
    const present = people.filter((person) => person.status !== 'withdrawn').map(({ userId }) => userId);
    for (const phases of (await uow.phases.ofUsers(present)).values()) {
      const visual = phases.get('visual');
      if (visual) begun.push({ version: visual.instrumentVersion, at: visual.openedAt.getTime() });
    }
  }
  return [...new Set(begun.toSorted((a, b) => a.at - b.at).map(({ version }) => version))];
}
