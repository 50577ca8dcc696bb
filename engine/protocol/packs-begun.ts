import type { UnitOfWork } from '../ports/unit-of-work.ts';

/**
 * The instrument versions with which participants of open cohorts, and of frozen ones that are not scored, began phase
 * 1; the earliest first. While there is one, the current calibration pack may not change.
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
