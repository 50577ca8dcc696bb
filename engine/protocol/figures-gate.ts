import { createHash } from 'node:crypto';
import type { Cohort, Look } from '../ports/cohorts.ts';
import type { CohortId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { canonicalJson } from './canonical-json.ts';
import { batchSize, type FiguresPermit, validityOf } from './counted-answers.ts';
import { dueLook, lookState, type LookState, registeredLooks, type Response } from './looks.ts';

/** The state of a cohort's looks as stored. */
export const lookStateOf = async (uow: UnitOfWork, cohort: Cohort): Promise<LookState> =>
  lookState(registeredLooks(cohort), await uow.looks.ofCohort(cohort.id));

/**
 * The one gate in front of every figure that depends on outcomes: undefined before the first look, so that no command,
 * picture, export or job can show one (blinding). Afterwards the figures are those of the newest look.
 */
export async function figuresPermit(uow: UnitOfWork, cohort: Cohort): Promise<FiguresPermit | undefined> {
  const state = await lookStateOf(uow, cohort);
  if (state.kind === 'before') return undefined;
  if (state.kind === 'open') return permitOf(cohort, state.look);
  return { ...permitOf(cohort, null), until: await wholeBatches(uow, cohort) };
}

/**
 * When the last whole batch of ten viewers had closed their answers. Figures of later answers would be those of few people:
 * two showings could be subtracted.
 */
async function wholeBatches(uow: UnitOfWork, { id, closedAt }: Cohort): Promise<Date> {
  const agreed = await uow.consents.granting(id, 'research');
  const closed = (await uow.reports.ofCohort(id))
    .filter(({ userId, requestedAt }) => agreed.has(userId) && (closedAt === null || requestedAt <= closedAt))
    .map(({ requestedAt }) => requestedAt)
    .toSorted((one, other) => one.getTime() - other.getTime());
  return closed[Math.floor(closed.length / batchSize) * batchSize - 1] ?? new Date(0);
}

const permitOf = ({ id, closedAt }: Cohort, look: Look | null): FiguresPermit =>
  ({ cohortId: id, until: look?.openedAt ?? closedAt, look }) as FiguresPermit;

/**
 * How many viewers have closed their answers. Viewers are those of the plan whose answers can count: they consent to
 * research use, and they have closed their answers or can still do so.
 */
export async function responseOf(uow: UnitOfWork, cohort: Cohort): Promise<Response> {
  const planned = new Set((await uow.cohorts.assignments(cohort.id)).map(({ viewer }) => viewer));
  const agreed = await uow.consents.granting(cohort.id, 'research');
  const { closedAt } = cohort;
  const closed = new Set(
    (await uow.reports.ofCohort(cohort.id)).flatMap(({ userId, requestedAt }) =>
      closedAt === null || requestedAt <= closedAt ? [userId] : [],
    ),
  );
  const viewers = (await uow.participants.ofCohort(cohort.id)).filter(
    ({ userId, status }) =>
      planned.has(userId) && agreed.has(userId) && (status !== 'withdrawn' || closed.has(userId)),
  );
  return {
    viewers: viewers.length,
    closedViewers: viewers.filter(({ userId }) => closed.has(userId)).length,
  };
}

/**
 * Opens the look that is due, if one is, and appends it to the audit log with its number. Its figures are those of the
 * answers closed by now; their digest is stored. A second call finds it open and does nothing.
 */
export async function openDueLook(uow: UnitOfWork, cohortId: CohortId, now: Date): Promise<Look | undefined> {
  const cohort = await uow.cohorts.lock(cohortId);
  if (cohort?.status !== 'released') return undefined;
  const response = await responseOf(uow, cohort);
  const due = dueLook(registeredLooks(cohort), await uow.looks.ofCohort(cohort.id), {
    ...response,
    isClosed: cohort.closedAt !== null,
  });
  if (!due) return undefined;
  const opening = { cohortId, ...due, ...response, openedAt: now, figuresDigest: '' };
  const figures = await validityOf(uow, permitOf(cohort, opening));
  const figuresDigest = createHash('sha256').update(canonicalJson(figures)).digest('hex');
  const look: Look = { ...opening, figuresDigest };
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
      figures: figuresDigest,
      hash: cohort.preregistrationHash,
    },
    at: now,
  });
  return look;
}
