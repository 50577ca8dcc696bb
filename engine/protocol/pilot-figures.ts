import { ageBandOf } from '../compatibility/age.ts';
import type { Cohort, PairScore } from '../ports/cohorts.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { exposureFigures } from '../validation/exposure-figures.ts';
import { type ExposureSpread, spreadOf } from '../validation/exposure-spread.ts';
import type { StudyFiguresOptions } from '../validation/study-figures.ts';
import type { PersonGroups, StudyRow } from '../validation/study-row.ts';
import { type AnalysisPlan, distinctiveSensitivity } from './analysis-plan.ts';
import { consensusScores } from './consensus.ts';
import { countedAnswers, type FiguresPermit } from './counted-answers.ts';
import { countedFollowUps } from './counted-follow-ups.ts';
import { distinctiveScores } from './distinctive-scores.ts';
import { figuresPermit, responseOf } from './figures-gate.ts';
import type { Response } from './looks.ts';
import type { Study } from './study.ts';

/** The rows and options of `studyFigures`, read at once so that the figures can be computed outside the transaction. */
export interface FiguresInput {
  rows: StudyRow[];
  options: StudyFiguresOptions;
  /** Number of the open look; null for a cohort without registered looks. */
  look: number | null;
  /** Whether the cohort registered distinctive similarity as a figure of sensitivity. */
  distinctiveRegistered: boolean;
}

/** The parts of the study that figures depend on. */
export type FiguresStudy = Pick<Study, 'prior' | 'weights' | 'seed' | 'profilesPerPerson'>;

/** Before the first look there is the response, and nothing that depends on an outcome. */
export type GatedFigures = { kind: 'before-look'; response: Response } | ({ kind: 'open' } & FiguresInput);

/**
 * Reads what every outcome-dependent figure of a cohort is made of: the answers that count at the open look, with scores,
 * kinds of pairs and groups of people.
 */
export async function figuresInput(
  uow: UnitOfWork,
  study: FiguresStudy,
  cohort: Cohort,
): Promise<GatedFigures> {
  const permit = await figuresPermit(uow, cohort);
  if (!permit) return { kind: 'before-look', response: await responseOf(uow, cohort) };
  return { kind: 'open', ...(await permittedInput(uow, study, { cohort, permit })) };
}

/** The same for a cohort whose figures are permitted. */
export async function permittedInput(
  uow: UnitOfWork,
  study: FiguresStudy,
  { cohort, permit }: { cohort: Cohort; permit: FiguresPermit },
): Promise<FiguresInput> {
  const { counted } = await countedAnswers(uow, permit);
  const people = await uow.participants.ofCohort(cohort.id);
  const plan = await uow.cohorts.assignments(cohort.id);
  const scores = await uow.cohorts.pairScores(
    cohort.id,
    counted.map(({ viewer, shown }) => ({ a: viewer, b: shown })),
  );
  const byPair = new Map(scores.map((score) => [pairKey(score.a, score.b), score]));
  const kinds = new Map(plan.map(({ viewer, shown, kind }) => [pairKey(viewer, shown), kind]));
  const groups = new Map(people.map((person) => [person.userId, groupsOf(person, cohort)]));
  const followUpOf = await countedFollowUps(uow, permit, counted);
  const consensus = await consensusScores(uow, study.prior, { id: cohort.id, people });
  const distinctive = await distinctiveScores(uow, cohort.id);
  const registered = cohort.preregistration?.['analysis'] as AnalysisPlan | undefined;
  return {
    look: permit.look?.number ?? null,
    distinctiveRegistered: registered?.sensitivity.includes(distinctiveSensitivity) ?? false,
    rows: counted.flatMap(({ viewer, shown, wtm, wouldMeet }): StudyRow[] => {
      const score = byPair.get(pairKey(viewer, shown));
      if (!score) return [];
      const kind = kinds.get(pairKey(viewer, shown));
      const [actorGroups, partnerGroups] = [groups.get(viewer), groups.get(shown)];
      return [
        {
          actor: viewer,
          partner: shown,
          wtm,
          wouldMeet,
          scores: {
            ...scoresOf(score),
            distinctive: distinctive(viewer, shown),
            consensus: consensus.get(shown) ?? null,
          },
          followUp: followUpOf({ viewer, shown }),
          ...(kind ? { kind } : {}),
          ...(actorGroups ? { actorGroups } : {}),
          ...(partnerGroups ? { partnerGroups } : {}),
        },
      ];
    }),
    options: {
      seed: `${study.seed}:${cohort.id}`,
      weights: study.weights,
      unmetCapacity: unmetIn(plan, study.profilesPerPerson),
      ...(permit.look ? { z: permit.look.boundary } : {}),
    },
  };
}

/**
 * The inputs of the figures of all cohorts whose gate is open, this one included. A summary over cohorts is made of figures that
 * each may be shown by itself.
 */
export async function openInputs(uow: UnitOfWork, study: FiguresStudy): Promise<FiguresInput[]> {
  const inputs: FiguresInput[] = [];
  for (const cohort of await uow.cohorts.all()) {
    if (cohort.status !== 'released') continue;
    const input = await figuresInput(uow, study, cohort);
    if (input.kind === 'open') inputs.push(input);
  }
  return inputs;
}

const pairKey = (one: string, other: string): string => `${one} ${other}`;

const scoresOf = ({ directed, mutual, visual, personality, biological }: PairScore) => ({
  visual,
  personality,
  biological,
  directed,
  mutual,
});

function groupsOf({ sex, birthYear, locale }: Participant, { frozenAt, createdAt }: Cohort): PersonGroups {
  return {
    sex,
    ageBand: birthYear === null ? null : ageBandOf(birthYear, frozenAt ?? createdAt),
    language: locale,
  };
}

/** Places for profiles that no eligible pair could fill. */
function unmetIn(plan: readonly { viewer: UserId }[], profilesPerPerson: number): number {
  const viewers = new Set(plan.map(({ viewer }) => viewer)).size;
  return Math.max(0, viewers * profilesPerPerson - plan.length);
}

/** How often the people of the plan are shown, and the places that stayed empty; undefined before scoring. */
export async function plannedExposure(
  uow: UnitOfWork,
  { profilesPerPerson }: Pick<Study, 'profilesPerPerson'>,
  cohort: Cohort,
): Promise<(ExposureSpread & { unmetCapacity: number }) | undefined> {
  const plan = await uow.cohorts.assignments(cohort.id);
  if (plan.length === 0) return undefined;
  const agreed = await uow.consents.granting(cohort.id, 'research');
  const planned = new Set(plan.flatMap(({ viewer, shown }) => [viewer, shown]));
  const people = (await uow.participants.ofCohort(cohort.id)).filter(
    ({ userId }) => planned.has(userId) && agreed.has(userId),
  );
  const views = plan.filter(({ shown }) => agreed.has(shown) && planned.has(shown));
  const rows = views.map(({ viewer, shown }): StudyRow => ({
    actor: viewer,
    partner: shown,
    wtm: null,
    wouldMeet: null,
    scores: {},
  }));
  return {
    figures: exposureFigures(
      rows,
      people.map(({ userId, sex }) => ({ person: userId, sex })),
    ),
    spread: spreadOf(
      views,
      people.map(({ userId }) => userId),
    ),
    unmetCapacity: unmetIn(plan, profilesPerPerson),
  };
}
