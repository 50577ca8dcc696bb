import type { Cohort } from '../ports/cohorts.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { isSealed } from './journey.ts';
import { type Unreadable, unreadableAmong } from './readable.ts';

/** Fewer participants have no pairs, and a freeze cannot be undone. */
export const fewestFrozen = 2;

/** The participants that a freeze includes and excludes, by pseudonym. */
export interface FreezePreview {
  included: string[];
  /** Included without a lab result: their third phase is sealed as missing (invariant 10). */
  missingLab: string[];
  excluded: { code: string; reason: 'visual-open' | 'personality-open' | 'withdrawn' | Unreadable }[];
  /** True when enough participants are included for a freeze. */
  enough: boolean;
}

/** Which participants a freeze would include now. Changes nothing. */
export async function previewFreeze(uow: UnitOfWork, cohort: Cohort): Promise<FreezePreview> {
  const people = await uow.participants.ofCohort(cohort.id);
  const phases = await uow.phases.ofUsers(people.map(({ userId }) => userId));
  const preview: Omit<FreezePreview, 'enough'> = { included: [], missingLab: [], excluded: [] };
  const finished = people.filter(({ userId, status }) => {
    const own = phases.get(userId) ?? new Map();
    return status !== 'withdrawn' && isSealed(own, 'visual') && isSealed(own, 'personality');
  });
  // The freeze cannot be undone, and a record that cannot be read would stop the scoring of the whole cohort.
  const unreadable = await unreadableAmong(
    uow,
    finished.map(({ userId }) => userId),
  );
  for (const { userId, code, status } of people.toSorted((a, b) => (a.code < b.code ? -1 : 1))) {
    const own: ReadonlyMap<Phase, PhaseRecord> = phases.get(userId) ?? new Map();
    if (status === 'withdrawn') preview.excluded.push({ code, reason: 'withdrawn' });
    else if (!isSealed(own, 'visual')) preview.excluded.push({ code, reason: 'visual-open' });
    else if (!isSealed(own, 'personality')) preview.excluded.push({ code, reason: 'personality-open' });
    else {
      const reason = unreadable.get(userId);
      if (reason) {
        preview.excluded.push({ code, reason });
        continue;
      }
      preview.included.push(code);
      if (!isSealed(own, 'biological')) preview.missingLab.push(code);
    }
  }
  return { ...preview, enough: preview.included.length >= fewestFrozen };
}
