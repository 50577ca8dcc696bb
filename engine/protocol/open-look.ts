import { createHash } from 'node:crypto';
import type { Cohort, Look } from '../ports/cohorts.ts';
import type { CohortId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { studyFigures } from '../validation/study-figures.ts';
import { canonicalJson } from './canonical-json.ts';
import { permitOf, responseOf } from './figures-gate.ts';
import { dueLook, registeredLooks } from './looks.ts';
import { type FiguresStudy, permittedInput } from './pilot-figures.ts';

/**
 * What the digest of a look is of: the figures of the desk without permutations, which follow from the seed, and without
 * follow-ups, which are answered later. Looks that name nothing were opened by an earlier version, over other figures.
 */
const digestOf = 'study-figures/1';

/**
 * Opens the look that is due, if one is, and appends it to the audit log with its number. Its figures are those of the
 * answers closed by now; their digest is stored. A second call finds it open and does nothing.
 */
export async function openDueLook(
  uow: UnitOfWork,
  study: FiguresStudy,
  { cohortId, now }: { cohortId: CohortId; now: Date },
): Promise<Look | undefined> {
  const cohort = await uow.cohorts.lock(cohortId);
  if (cohort?.status !== 'released') return undefined;
  const response = await responseOf(uow, cohort);
  const due = dueLook(registeredLooks(cohort), await uow.looks.ofCohort(cohort.id), {
    ...response,
    isClosed: cohort.closedAt !== null,
  });
  if (!due) return undefined;
  const opening = { cohortId, ...due, ...response, openedAt: now, figuresDigest: '' };
  const look: Look = { ...opening, figuresDigest: await figuresDigest(uow, study, { cohort, opening }) };
  await uow.looks.append(look);
  await uow.audit.append({
    actor: 'system',
    action: 'look-opened',
    subject: null,
    details: {
      look: look.number,
      share: look.share,
      boundary: look.boundary,
      viewers: look.viewers,
      closedViewers: look.closedViewers,
      figures: look.figuresDigest,
      figuresOf: digestOf,
      hash: cohort.preregistrationHash,
    },
    at: now,
  });
  return look;
}

async function figuresDigest(
  uow: UnitOfWork,
  study: FiguresStudy,
  { cohort, opening }: { cohort: Cohort; opening: Look },
): Promise<string> {
  const { rows, options } = await permittedInput(uow, study, { cohort, permit: permitOf(cohort, opening) });
  const figures = studyFigures(
    rows.map((row) => ({ ...row, followUp: null })),
    { ...options, permutations: 0 },
  );
  return createHash('sha256').update(canonicalJson(figures)).digest('hex');
}
