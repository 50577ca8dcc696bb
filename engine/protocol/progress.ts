import type { Cohort } from '../ports/cohorts.ts';
import type { Participant } from '../ports/participants.ts';
import type { Phase, PhaseRecord } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type Cell, cellOf, suppressSmallCells } from '../validation/small-cell.ts';
import { includedCodes, type Step, steps } from './journey.ts';
import { reachedBy } from './participant-record.ts';

const hourMs = 3_600_000;

/** The stages whose length is measured: of a phase from its opening to its seal. */
export const timedStages = ['joining', 'visual', 'personality', 'biological', 'cohort', 'profiles'] as const;
export type TimedStage = (typeof timedStages)[number];

/** Of the reminders whose 48 hours are over, in percent: what their people did. `back` holds `further` too. */
interface ReminderYield {
  back: number;
  further: number;
  later: number;
  off: number;
}

/** How a cohort gets through the study: counts, times and rates; nothing that an outcome or a score decides. */
export interface CohortProgress {
  cohort: Pick<Cohort, 'id' | 'name' | 'status'>;
  people: number;
  invites: { issued: number; used: number };
  /**
   * By step: people who are at it now, and people who got as far or further. `reached` is null wherever it would tell
   * a count of `here` that is withheld.
   */
  funnel: { step: Step; here: Cell<{ people: number }>; reached: number | null }[];
  withdrawn: Cell<{ people: number }>;
  /** Median hours that a stage took those who finished it. */
  medianHours: { stage: TimedStage; hours: Cell<number> }[];
  /** Median minutes from joining to the end of the questionnaire, of those who got there. */
  minutesToSealed: Cell<number>;
  /** People who closed their answers, of those who were to answer; undefined before the release. */
  response: { closed: Cell<{ people: number }>; asked: number } | undefined;
  /** Reminders that were sent, and what followed within 48 hours. */
  reminders: { sent: number; yield: Cell<ReminderYield> };
}

/** Reads the progress of a cohort; a count of fewer than ten people, or one that would tell it, is withheld. */
export async function cohortProgress(uow: UnitOfWork, cohort: Cohort): Promise<CohortProgress> {
  const people = await uow.participants.ofCohort(cohort.id);
  const counts = new Map<Step | 'withdrawn', number>();
  for (const person of people) {
    const step = await reachedBy(uow, person);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const cells = suppressSmallCells(
    [...steps, 'withdrawn' as const].map((step) => ({ people: counts.get(step) ?? 0 })),
  );
  const withdrawn = cells.at(-1)!;
  return {
    cohort,
    people: people.length,
    invites: await uow.invites.count(cohort.id),
    funnel: steps.map((step, index) => ({
      step,
      here: cells[index]!,
      reached: reachedAt(cells, index, people.length),
    })),
    withdrawn,
    medianHours: await medianHoursOf(uow, cohort, people),
    minutesToSealed: await minutesToSealedOf(uow, people),
    response: await responseOf(uow, cohort, people),
    reminders: await remindersOf(uow, cohort),
  };
}

/**
 * How many got as far as a step: the sum of the cells from it on, or the total without those before it. Null unless one
 * of the two sums has shown cells only, so that it tells nothing which they do not tell.
 */
function reachedAt(cells: readonly Cell<{ people: number }>[], index: number, total: number): number | null {
  const sum = (some: readonly Cell<{ people: number }>[]): number | null =>
    some.reduce<number | null>(
      (before, { value }) => (before === null || value === null ? null : before + value.people),
      0,
    );
  const further = sum(cells.slice(index, -1));
  if (further !== null) return further;
  const others = sum([...cells.slice(0, index), cells.at(-1)!]);
  return others === null ? null : total - others;
}

async function medianHoursOf(
  uow: UnitOfWork,
  cohort: Cohort,
  people: readonly Participant[],
): Promise<CohortProgress['medianHours']> {
  const phases = await uow.phases.ofUsers(people.map(({ userId }) => userId));
  const closedAt = new Map(
    (await uow.reports.ofCohort(cohort.id)).map(({ userId, requestedAt }) => [userId, requestedAt]),
  );
  const lengths = people.map(({ userId, createdAt }): Record<TimedStage, number | null> => {
    const own: ReadonlyMap<Phase, PhaseRecord> = phases.get(userId) ?? new Map();
    const lengthOf = (phase: Phase): number | null => {
      const record = own.get(phase);
      // A phase without data was closed by the freeze, or emptied by a withdrawal: its length is not a participant's time.
      return record && !record.missing ? hoursBetween(record.openedAt, record.sealedAt) : null;
    };
    return {
      joining: hoursBetween(createdAt, own.get('visual')?.openedAt),
      visual: lengthOf('visual'),
      personality: lengthOf('personality'),
      biological: lengthOf('biological'),
      cohort: hoursBetween(own.get('biological')?.sealedAt, cohort.releasedAt),
      profiles: hoursBetween(cohort.releasedAt, closedAt.get(userId)),
    };
  });
  return timedStages.map((stage) => {
    const known = lengths.map((length) => length[stage]).filter((hours) => hours !== null);
    return { stage, hours: cellOf(known.length, () => median(known)) };
  });
}

async function minutesToSealedOf(uow: UnitOfWork, people: readonly Participant[]): Promise<Cell<number>> {
  const phases = await uow.phases.ofUsers(people.map(({ userId }) => userId));
  const hours = people.flatMap(({ userId, createdAt }) => {
    const sealed = phases.get(userId)?.get('personality');
    // A freeze closes the phase of a person who did not answer; that is no time of answering.
    const length = sealed?.missing ? null : hoursBetween(createdAt, sealed?.sealedAt);
    return length === null ? [] : [length];
  });
  return cellOf(hours.length, () => 60 * median(hours));
}

async function responseOf(
  uow: UnitOfWork,
  cohort: Cohort,
  people: readonly Participant[],
): Promise<CohortProgress['response']> {
  if (cohort.releasedAt === null) return undefined;
  const included = includedCodes(cohort);
  const asked = people.filter(({ code, status }) => included.has(code) && status !== 'withdrawn');
  const closed = new Set((await uow.reports.ofCohort(cohort.id)).map(({ userId }) => userId));
  const answered = asked.filter(({ userId }) => closed.has(userId)).length;
  const [cell] = suppressSmallCells([{ people: answered }, { people: asked.length - answered }]);
  return { closed: cell!, asked: asked.length };
}

async function remindersOf(uow: UnitOfWork, cohort: Cohort): Promise<CohortProgress['reminders']> {
  const { sent, people, followed } = await uow.reminders.countIn(cohort.id);
  const known = Object.values(followed).reduce((sum, count) => sum + count, 0);
  const share = (count: number): number => (100 * count) / known;
  return {
    sent,
    yield: cellOf(people, () => ({
      back: share(followed.back + followed.step),
      further: share(followed.step),
      later: share(followed.later),
      off: share(followed.off),
    })),
  };
}

function hoursBetween(from: Date | null | undefined, to: Date | null | undefined): number | null {
  return from && to ? Math.max(0, (to.getTime() - from.getTime()) / hourMs) : null;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
