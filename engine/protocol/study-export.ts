import type { PhaseWeights } from '../compatibility/fusion.ts';
import type { ExposureOptions } from '../compatibility/assignment.ts';
import type { Instrument } from '../personality/instrument.ts';
import type { InstrumentShelf } from '../personality/instrument-shelf.ts';
import type { Assignment, Cohort, FollowUp, Outcome, PairScore } from '../ports/cohorts.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type {
  CalibrationRating,
  Phase,
  PhaseRecord,
  PresentedItem,
  QuestionnaireAnswer,
} from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { smallestCell } from '../validation/small-cell.ts';
import { closedAnswers, type FiguresPermit } from './counted-answers.ts';
import { isCompleted } from './declared-plan.ts';
import { figuresPermit, lookStateOf } from './figures-gate.ts';
import { instrumentOfCohort } from './instrument-of-cohort.ts';
import { includedCodes } from './journey.ts';
import { viewKey } from './plan-propensity.ts';

/** Why there is no export of a cohort. */
export type ExportRefusal =
  | { reason: 'before-release' }
  /** Outcomes are shown at registered looks only. `share` of the viewers opens the next one, or the closing date. */
  | { reason: 'before-look'; share: number; closesAt: Date | null }
  | { reason: 'too-few-people' };

/** One consenting person with what is exported of them. */
export interface ExportedPerson {
  participant: Participant;
  phases: ReadonlyMap<Phase, PhaseRecord>;
  /** When the person closed their answers, up to the open look; null for a person who had not. */
  closedAt: Date | null;
  /** Empty where the phase was not sealed with data, or with another questionnaire than the cohort's. */
  answers: QuestionnaireAnswer[];
  itemOrder: PresentedItem[];
  ratings: CalibrationRating[];
}

/** All that the tables of an export are made of. It names people and stays inside the program. */
export interface StudyExportSource {
  cohort: Cohort;
  /** The questionnaire that the cohort answered. */
  instrument: Instrument;
  /** Number of the open look; null for a cohort without registered looks. */
  look: number | null;
  weights: PhaseWeights;
  people: ExportedPerson[];
  /** Closed answers, those with "Do not introduce us" among them. */
  answers: Outcome[];
  followUps: FollowUp[];
  /** The whole plan, of people without consent too. */
  plan: Assignment[];
  /** The scores of the plan, or all where every pair is kept: plans are then drawn anew from them. */
  scores: PairScore[];
  /** How likely views of the plan were, by `viewKey`, where it was drawn when the cohort was scored. */
  propensities: ReadonlyMap<string, number>;
  planned: { people: UserId[]; options: ExposureOptions };
}

interface Declared extends ExposureOptions {
  weights: PhaseWeights;
  profilesPerPerson: number;
}

/** The reason why a cohort cannot be exported now; undefined when it can. Cheap enough for the turn of a chat. */
export async function exportRefusal(uow: UnitOfWork, cohort: Cohort): Promise<ExportRefusal | undefined> {
  if (cohort.status !== 'released') return { reason: 'before-release' };
  const state = await lookStateOf(uow, cohort);
  if (state.kind === 'before')
    return { reason: 'before-look', share: state.next.share, closesAt: cohort.closesAt };
  return (await consentingPeople(uow, cohort)).length < smallestCell
    ? { reason: 'too-few-people' }
    : undefined;
}

/**
 * Reads what the export of a cohort is made of. Dyads need the research consent of both people, everything about one
 * person needs theirs.
 */
export async function readStudyExport(
  uow: UnitOfWork,
  cohort: Cohort,
  instruments: InstrumentShelf,
): Promise<StudyExportSource | ExportRefusal> {
  const refusal = await exportRefusal(uow, cohort);
  const permit = await figuresPermit(uow, cohort);
  if (refusal) return refusal;
  if (!permit) return { reason: 'before-release' };
  const { seed, weights, exploreShare, profilesPerPerson } = declaredBy(cohort);
  const codes = includedCodes(cohort);
  const instrument = await instrumentOfCohort(uow, instruments, cohort.id);
  const everyone = await uow.participants.ofCohort(cohort.id);
  const plan = await uow.cohorts.assignments(cohort.id);
  const drawn = await uow.scoring.propensities(cohort.id);
  const planned = plan.map(({ viewer, shown }) => ({ a: viewer, b: shown }));
  return {
    cohort,
    instrument,
    look: permit.look?.number ?? null,
    weights,
    people: await peopleOf(uow, permit, { cohort, instrument }),
    answers: await closedAnswers(uow, permit),
    followUps: await countedFollowUps(uow, cohort, permit),
    plan,
    scores: await uow.cohorts.pairScores(cohort.id, drawn.length > 0 ? planned : undefined),
    propensities: new Map(drawn.map((view) => [viewKey(view), view.propensity])),
    planned: {
      people: everyone.flatMap(({ code, userId }) => (codes.has(code) ? [userId] : [])),
      options: {
        perPerson: profilesPerPerson,
        exploreShare,
        seed: `${seed}:${cohort.id}`,
        complete: isCompleted(cohort),
      },
    },
  };
}

/** What decided scores and plan. Cohorts of earlier versions declare it at the top level. */
function declaredBy({ preregistration }: Cohort): Declared {
  const declaration = preregistration?.['declaration'] ?? preregistration;
  return declaration as Declared;
}

async function consentingPeople(uow: UnitOfWork, cohort: Cohort): Promise<Participant[]> {
  const codes = includedCodes(cohort);
  const agreed = await uow.consents.granting(cohort.id, 'research');
  return (await uow.participants.ofCohort(cohort.id)).filter(
    ({ userId, code }) => agreed.has(userId) && codes.has(code),
  );
}

async function peopleOf(
  uow: UnitOfWork,
  { until }: FiguresPermit,
  { cohort, instrument }: { cohort: Cohort; instrument: Instrument },
): Promise<ExportedPerson[]> {
  const closed = new Map(
    (await uow.reports.ofCohort(cohort.id)).flatMap(({ userId, requestedAt }) =>
      until === null || requestedAt <= until ? [[userId, requestedAt] as const] : [],
    ),
  );
  const participants = await consentingPeople(uow, cohort);
  const records = await uow.phases.ofUsers(participants.map(({ userId }) => userId));
  const people: ExportedPerson[] = [];
  for (const participant of participants) {
    const { userId } = participant;
    const phases = records.get(userId) ?? new Map<Phase, PhaseRecord>();
    const personality = phases.get('personality');
    const hasItems = hasData(personality) && personality?.instrumentVersion === instrument.version;
    people.push({
      participant,
      phases,
      closedAt: closed.get(userId) ?? null,
      answers: hasItems ? await uow.personality.answers(userId) : [],
      itemOrder: hasItems ? ((await uow.phases.presentation(userId, 'personality'))?.items ?? []) : [],
      ratings: hasData(phases.get('visual')) ? await uow.visual.ratings(userId) : [],
    });
  }
  return people;
}

/** True for a phase that was sealed with data. */
export const hasData = (record: PhaseRecord | undefined): boolean =>
  record?.sealedAt != null && !record.missing;

/**
 * Sealed follow-ups of people who both agreed to research use, once the gate is open: those sealed before the open look, and
 * all of them when no further look is registered. Those of fewer than ten people are withheld.
 */
async function countedFollowUps(
  uow: UnitOfWork,
  cohort: Cohort,
  { until }: FiguresPermit,
): Promise<FollowUp[]> {
  const state = await lookStateOf(uow, cohort);
  const end = state.kind === 'open' && state.next ? until : null;
  const agreed = await uow.consents.granting(cohort.id, 'research');
  const rows = (await uow.followUps.ofCohort(cohort.id)).filter(
    ({ viewer, shown, answeredAt }) =>
      answeredAt !== null && (end === null || answeredAt <= end) && agreed.has(viewer) && agreed.has(shown),
  );
  return new Set(rows.map(({ viewer }) => viewer)).size < smallestCell ? [] : rows;
}
