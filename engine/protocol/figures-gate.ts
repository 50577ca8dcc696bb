import type { Cohort, Look } from '../ports/cohorts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { batchSize, type FiguresPermit } from './counted-answers.ts';
import { lookState, type LookState, registeredLooks, type Response } from './looks.ts';

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

/** The permit of a look, also of one that is just being opened: its figures are digested before the row is written. */
export const permitOf = ({ id, closedAt }: Cohort, look: Look | null): FiguresPermit =>
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
