import { z } from 'zod';
import type { Cohort } from '../engine/ports/cohorts.ts';
import type { UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { stateOf } from '../engine/protocol/cohort-end.ts';
import { openCohort } from '../engine/protocol/cohort-list.ts';
import { beginStep, cohortSteps, requireStep } from '../engine/protocol/cohort-step.ts';
import { isHarmoniaError } from '../foundation/errors.ts';
import { cohortName, requireCohort } from './cohort-named.ts';
import { InvalidRequest } from './invalid-request.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, route, type WebApiDeps } from './route.ts';

const tag = 'Administration';
const admins = ['admin'] as const;
const moment = z.iso.datetime().nullable();

const cohortShape = z.object({
  name: z.string(),
  state: z.enum(['open', 'frozen', 'scored', 'released', 'closed']),
  archived: z.boolean(),
  people: z.int(),
  invitations: z.object({ issued: z.int(), used: z.int() }),
  preregistrationHash: z.string().nullable(),
  createdAt: moment,
  frozenAt: moment,
  scoredAt: moment,
  releasedAt: moment,
  closesAt: moment,
  closedAt: moment,
});
const nameBody = z.strictObject({ name: cohortName });
const stepParams = z.object({ name: cohortName, step: z.enum(cohortSteps) });
const begun = z.object({ cohort: z.string(), step: z.enum(cohortSteps), status: z.literal('begun') });

/** The cohorts of a study and their steps, as /cohorts, /freeze, /score, /release and /close have them. */
export const cohortRoutes: readonly ApiRoute[] = [
  route({
    method: 'get',
    path: '/admin/cohorts',
    access: admins,
    tag,
    summary: 'All cohorts, the oldest first',
    answers: { 200: { description: 'Cohorts', schema: z.object({ cohorts: z.array(cohortShape) }) } },
    handle: async ({ transactions }) => ({
      json: await transactions.transact(async (uow) => {
        const cohorts = [];
        for (const cohort of await uow.cohorts.all()) cohorts.push(await shown(uow, cohort));
        return { cohorts };
      }),
    }),
  }),
  route({
    method: 'post',
    path: '/admin/cohorts',
    access: admins,
    tag,
    summary: 'Opens a cohort',
    body: nameBody,
    answers: {
      201: { description: 'The cohort', schema: cohortShape },
      409: { description: 'A cohort has this name, maybe an archived one' },
    },
    handle: create,
  }),
  route({
    method: 'post',
    path: '/admin/cohorts/{name}/{step}',
    access: admins,
    tag,
    summary: 'Takes a cohort to its next state; a chat in which this admin is signed in is told the outcome',
    params: stepParams,
    answers: {
      202: { description: 'The step is begun; `GET /admin/cohorts` shows when it is taken', schema: begun },
      404: { description: 'No cohort has this name' },
      409: { description: 'The cohort is in another state, or too few people have finished' },
    },
    handle: take,
  }),
];

async function shown(uow: UnitOfWork, cohort: Cohort): Promise<z.output<typeof cohortShape>> {
  const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
  return {
    name: cohort.name,
    state: stateOf(cohort),
    archived: cohort.archivedAt !== null,
    people: (await uow.participants.ofCohort(cohort.id)).length,
    invitations: await uow.invites.count(cohort.id),
    preregistrationHash: cohort.preregistrationHash,
    createdAt: iso(cohort.createdAt),
    frozenAt: iso(cohort.frozenAt),
    scoredAt: iso(cohort.scoredAt),
    releasedAt: iso(cohort.releasedAt),
    closesAt: iso(cohort.closesAt),
    closedAt: iso(cohort.closedAt),
  };
}

async function create(
  { transactions }: WebApiDeps,
  { account, body: { name }, now }: ApiCall<unknown, unknown, z.output<typeof nameBody>>,
): Promise<ApiAnswer> {
  try {
    const json = await transactions.transact(async (uow) =>
      shown(uow, await openCohort(uow, { name, by: account!.id, now })),
    );
    return { status: 201, json };
  } catch (error) {
    if (!isHarmoniaError(error, 'bad-request')) throw error;
    throw new InvalidRequest([{ path: 'body.name', message: 'expected 1 to 60 characters with a letter' }]);
  }
}

async function take(
  { transactions }: WebApiDeps,
  { account, params: { name, step }, now }: ApiCall<z.output<typeof stepParams>, unknown, unknown>,
): Promise<ApiAnswer> {
  const json = await transactions.transact(async (uow) => {
    const cohort = await requireCohort(uow, name);
    await requireStep(uow, step, cohort);
    const sessions = await uow.chats.staffSessions('admin', now);
    const replyTo = sessions.find(({ userId }) => userId === account!.id)?.chatId;
    await beginStep(uow, step, { cohort, by: account!.id, replyTo });
    return { cohort: cohort.name, step, status: 'begun' } satisfies z.output<typeof begun>;
  });
  return { status: 202, headers: { Location: '/admin/cohorts' }, json };
}
