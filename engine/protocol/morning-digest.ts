import type { Cohort } from '../ports/cohorts.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { answersOver } from './cohort-end.ts';
import { deliveryReport } from './delivery-report.ts';
import { currentStep, readJourney, type Step, steps } from './journey.ts';
import { type KitLine, kitsOf } from './kit-states.ts';
import { stepsWithoutReminder } from './reminders.ts';

const dayMs = 86_400_000;
/** Days without an answer after which a participant is named. */
export const silentDays = 3;
/** Days in one state after which a kit is named. */
export const lateKitDays = 10;
/** Deliveries that are looked through: more than laboratories send in a day. */
const mostDeliveries = 100;

/** What a cohort's organisers would want to know in the morning; people by code only. */
export interface CohortDigest {
  cohort: Pick<Cohort, 'id' | 'name'>;
  /** Participants who joined, and stages that were sealed with data, in the last 24 hours. */
  joined: number;
  sealed: number;
  /** Active participants who have been silent for more than `silentDays` at a step of theirs, in the order of the steps. */
  waiting: { step: Step; codes: string[] }[];
  /** Kits in one state for more than `lateKitDays`, and those that their participants are missing. */
  kits: KitLine[];
}

/** The digest of all cohorts that are not over, and what concerns the service as a whole. */
export interface MorningDigest {
  cohorts: CohortDigest[];
  /** Deliveries of the last 24 hours with rejected rows, and these rows. */
  labs: { deliveries: number; rows: number };
  /** Jobs whose last try failed in the last 7 days. */
  deadJobs: number;
}

/** Gathers the digest; a cohort without news and without people who wait is left out. */
export async function morningDigest(uow: UnitOfWork, now: Date): Promise<MorningDigest> {
  const cohorts: CohortDigest[] = [];
  for (const cohort of await uow.cohorts.all()) {
    if (answersOver(cohort, now)) continue;
    const digest = await digestOf(uow, cohort, now);
    if (digest.joined + digest.sealed + digest.waiting.length + digest.kits.length > 0) cohorts.push(digest);
  }
  const { jobs } = await uow.health.read(now);
  return { cohorts, labs: await rejectedIn(uow, now), deadJobs: jobs.dead };
}

async function digestOf(uow: UnitOfWork, { id, name }: Cohort, now: Date): Promise<CohortDigest> {
  const since = now.getTime() - dayMs;
  const waiting = new Map<Step, string[]>();
  let joined = 0;
  let sealed = 0;
  for (const person of await uow.participants.ofCohort(id)) {
    if (person.createdAt.getTime() > since) joined++;
    for (const { sealedAt, missing } of (await uow.phases.of(person.userId)).values())
      if (sealedAt && !missing && sealedAt.getTime() > since) sealed++;
    if (person.status !== 'active' || now.getTime() - person.lastActiveAt.getTime() <= silentDays * dayMs)
      continue;
    const step = currentStep(await readJourney(uow, person));
    if (!stepsWithoutReminder.has(step)) waiting.set(step, [...(waiting.get(step) ?? []), person.code]);
  }
  const kits = (await kitsOf(uow, id)).filter((kit) => isLate(kit, now));
  const inOrder = steps.flatMap((step) => {
    const codes = waiting.get(step);
    return codes ? [{ step, codes: codes.toSorted() }] : [];
  });
  return { cohort: { id, name }, joined, sealed, waiting: inOrder, kits };
}

const isLate = ({ state, since, missedSince }: KitLine, now: Date): boolean =>
  state !== 'typed' &&
  state !== 'voided' &&
  (missedSince !== null || now.getTime() - since.getTime() > lateKitDays * dayMs);

async function rejectedIn(uow: UnitOfWork, now: Date): Promise<MorningDigest['labs']> {
  const recent = (await uow.biology.deliveries({ offset: 0, limit: mostDeliveries }))
    .filter(({ at }) => now.getTime() - at.getTime() < dayMs)
    .map((delivery) => deliveryReport(delivery))
    .map(({ rows, accepted }) => rows.length - accepted)
    .filter((rejected) => rejected > 0);
  return { deliveries: recent.length, rows: recent.reduce((sum, rows) => sum + rows, 0) };
}
