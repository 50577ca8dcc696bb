import type { CohortId, Participant } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type ScoreBin, scoreDistribution } from '../validation/score-distribution.ts';
import { type Cell, suppressSmallCells } from '../validation/small-cell.ts';
import type { Validity } from '../validation/validity.ts';
import { type CohortState, stateOf } from './cohort-end.ts';
import { validityOf } from './counted-answers.ts';
import { figuresPermit, lookStateOf } from './figures-gate.ts';
import type { LookState } from './looks.ts';
import { currentStep, readJourney, type Step, steps } from './journey.ts';

/** The newest cohort as a researcher sees it: counts and validity, and no single participant. */
export interface PilotFigures {
  cohort: string;
  status: CohortState;
  people: number;
  /** People by step; null where the count is withheld because a group has fewer than ten people. */
  steps: { step: Step | 'withdrawn'; count: number | null }[];
  /** Undefined before the first look: then only response rates may be shown. */
  validity: Validity | undefined;
  looks: LookState;
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
  const permit = await figuresPermit(uow, cohort);
  return {
    cohort: cohort.name,
    status: stateOf(cohort),
    people: people.length,
    steps: parts.flatMap(({ step, people: count }, index) =>
      count === 0 ? [] : [{ step, count: cells[index]!.value?.people ?? null }],
    ),
    validity: permit && (await validityOf(uow, permit)),
    looks: await lookStateOf(uow, cohort),
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
