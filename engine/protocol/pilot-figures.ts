import type { CohortStatus } from '../ports/cohorts.ts';
import type { CohortId, Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type ScoreBin, scoreDistribution } from '../validation/score-distribution.ts';
import { type Cell, suppressSmallCells } from '../validation/small-cell.ts';
import { type Validity, validity } from '../validation/validity.ts';
import { currentStep, readJourney, type Step, steps } from './journey.ts';

/** The newest cohort as a researcher sees it: counts and validity, and no single participant. */
export interface PilotFigures {
  cohort: string;
  status: CohortStatus;
  people: number;
  /** People by step; null where the count is withheld because a group has fewer than ten people. */
  steps: { step: Step | 'withdrawn'; count: number | null }[];
  validity: Validity;
  /** Scored pairs of people who agreed to research use, by mutual score; undefined before scoring. */
  scores: Cell<ScoreBin>[] | undefined;
}

/** Undefined while there is no cohort. */
export async function pilotFigures(uow: UnitOfWork): Promise<PilotFigures | undefined> {
  const cohort = await uow.cohorts.latest();
  if (!cohort) return undefined;
  const people = await uow.participants.ofCohort(cohort.id);
  const counts = new Map<Step | 'withdrawn', number>();
  for (const person of people) {
    const step = person.status === 'withdrawn' ? 'withdrawn' : currentStep(await readJourney(uow, person));
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const parts = [...steps, 'withdrawn' as const].map((step) => ({ step, people: counts.get(step) ?? 0 }));
  const cells = suppressSmallCells(parts);
  return {
    cohort: cohort.name,
    status: cohort.status,
    people: people.length,
    steps: parts.flatMap(({ step, people: count }, index) =>
      count === 0 ? [] : [{ step, count: cells[index]!.value?.people ?? null }],
    ),
    validity: await validityOf(uow, cohort.id),
    scores: await scoresOf(uow, cohort.id, people),
  };
}

async function scoresOf(
  uow: UnitOfWork,
  cohortId: CohortId,
  people: readonly Participant[],
): Promise<Cell<ScoreBin>[] | undefined> {
  const scores = await uow.cohorts.pairScores(cohortId);
  if (scores.length === 0) return undefined;
  const agreed = new Set<string>();
  for (const { userId } of people)
    if ((await uow.consents.current(userId)).get('research')?.granted) agreed.add(userId);
  // Both directions are stored, and a mutual score is the same in both.
  return scoreDistribution(scores.filter(({ a, b }) => a < b && agreed.has(a) && agreed.has(b)));
}

// Only participants who consent to research use, and only closed answers, since an open one may still change.
async function validityOf(uow: UnitOfWork, cohortId: CohortId): Promise<Validity> {
  const closed = new Set((await uow.reports.ofCohort(cohortId)).map(({ userId }) => userId));
  const agreed = new Set<string>();
  for (const userId of closed) {
    if ((await uow.consents.current(userId)).get('research')?.granted) agreed.add(userId);
  }
  const answers = (await uow.outcomes.ofCohort(cohortId)).filter(
    ({ viewer, shown }) => agreed.has(viewer) && agreed.has(shown),
  );
  const scores = await uow.cohorts.pairScores(
    cohortId,
    answers.map(({ viewer, shown }) => ({ a: viewer, b: shown })),
  );
  return validity(
    answers,
    scores.map((score) => ({
      viewer: score.a,
      shown: score.b,
      directed: score.directed,
      mutual: score.mutual,
      phases: { visual: score.visual, personality: score.personality, biological: score.biological },
    })),
  );
}
