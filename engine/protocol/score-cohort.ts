import { isHarmoniaError, HarmoniaError } from '../../foundation/errors.ts';
import { eligible } from '../compatibility/eligibility.ts';
import type { Cohort } from '../ports/cohorts.ts';
import type { CohortId, Participant, UserId } from '../ports/participants.ts';
import { type ScoreColumns, type ScoreNumber, scoreNumbers } from '../ports/scoring.ts';
import type { Transactions, UnitOfWork } from '../ports/unit-of-work.ts';
import { requireDeclared } from './cohort.ts';
import { isCompleted, withPlanOf } from './declared-plan.ts';
import { hlaMethodOf, withHlaMethod } from './hla-method-of-cohort.ts';
import { declarationOf } from './instrument-of-cohort.ts';
import type { Unreadable } from './readable.ts';
import { idsOf, type PreparedPeople, prepareScoring, standing, standingOf } from './read-scoring-tables.ts';
import { type KeptRow, scorePeople, type ScoredPeople } from './score-people.ts';
import { numberOf } from './score-rows.ts';
import { type PhaseScorers, scorersOf } from './scorers.ts';
import type { Study } from './study.ts';

/** The part of the study that decides the scores; all of it is declared at the freeze. */
export type ScoringStudy = Pick<
  Study,
  | 'declaration'
  | 'analysis'
  | 'instruments'
  | 'weights'
  | 'profilesPerPerson'
  | 'exploreShare'
  | 'seed'
  | 'scorers'
  | 'hla'
>;

/** The result of scoring a cohort. */
export interface CohortScored {
  people: number;
  pairs: number;
  shown: number;
  exposureGini: number;
  withoutPartner: number;
  /** Places for profiles that no eligible pair could fill. */
  unmet: number;
  /** People whose data can no longer be read, by pseudonym: they are left out. */
  unreadable: { code: string; reason: Unreadable }[];
}

interface ScoringInput {
  cohortId: CohortId;
  now: Date;
  /** Is told the share of people whose pairs are scored, and the processor time of the loop over pairs at its end. */
  onProgress?: (share: number, loopCpuSeconds?: number) => void;
  /** The transaction of the last step, which moves the cohort on; one of `transactions` unless given. */
  conclude?: (work: (uow: UnitOfWork) => Promise<CohortScored>) => Promise<CohortScored>;
}

/** How often it is scored anew because people left or changed their consent meanwhile. */
const attempts = 3;

/**
 * Scores each eligible pair of a frozen cohort in both directions, plans who is shown to whom and stores both. A person
 * whose data cannot be read any more is left out. No transaction stays open while pairs are scored: people are read in small ones, rows of
 * kept scores are written in small ones, and a last short one compares the cohort with what was read, writes the plan and moves the
 * cohort on. Until then nothing of it is seen, and a second run after a kill begins anew with the same result.
 * @throws HarmoniaError `preregistration-mismatch` unless the study is as declared at the freeze (invariant 7),
 * `questionnaires-mixed` when its people answered two versions of the questionnaire, `cohort-state` unless the cohort is frozen,
 * `phase-incomplete` when a pair has no phase that counts, `conflict` when people change faster than they are scored.
 */
export async function scoreCohort(
  transactions: Transactions,
  study: ScoringStudy,
  input: ScoringInput,
): Promise<CohortScored> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await scoreOnce(transactions, study, input);
    } catch (error) {
      if (!isHarmoniaError(error, 'conflict') || attempt === attempts) throw error;
    }
  }
}

async function scoreOnce(
  transactions: Transactions,
  study: ScoringStudy,
  input: ScoringInput,
): Promise<CohortScored> {
  const { cohortId, now, onProgress, conclude = (work) => transactions.transact(work) } = input;
  const { weights, profilesPerPerson, exploreShare, seed } = study;
  const { cohort, included, hlaMethod } = await transactions.transact((uow) =>
    requireScorable(uow, study, cohortId),
  );
  const scorers = scorersOf(study, cohort);
  const { references } = scorers;
  const prepared = await prepareScoring(transactions, included, references, { hlaMethod, now });
  const plan = {
    perPerson: profilesPerPerson,
    exploreShare,
    seed: `${seed}:${cohort.id}`,
    complete: isCompleted(cohort),
  };
  const scored = await scorePeople(prepared, { references, weights, plan }, (share) => onProgress?.(share));
  onProgress?.(1, scored.loopCpuSeconds);
  await transactions.transact(async (uow) => {
    await requireSameAlone(uow, { prepared, scored }, { scorers, included, hlaMethod, now });
    await uow.scoring.clear(cohortId);
  });
  await writeKept(transactions, cohortId, { prepared, scored });
  return conclude(async (uow) => {
    const still = await requireScorable(uow, study, cohortId);
    await requireUnchanged(uow, prepared, still.included);
    return concludeScoring(uow, study, { cohort: still.cohort, prepared, scored }, now);
  });
}

/** The frozen cohort and its people, after checking that the study scores them as declared. */
async function requireScorable(
  uow: UnitOfWork,
  study: ScoringStudy,
  cohortId: CohortId,
): Promise<{ cohort: Cohort; included: Participant[]; hlaMethod: string }> {
  const { weights, profilesPerPerson, exploreShare, seed } = study;
  const hlaMethod = await hlaMethodOf(uow, study.hla, cohortId);
  const frozen = await uow.cohorts.byId(cohortId);
  const declaration = withHlaMethod(await declarationOf(uow, study, cohortId), hlaMethod);
  // The values that scoring computes with are compared too, in case the declaration names others.
  const declared = await requireDeclared(uow, {
    cohortId,
    declaration: {
      ...(frozen ? withPlanOf(declaration, frozen) : declaration),
      weights,
      profilesPerPerson,
      exploreShare,
      seed,
    },
    analysis: study.analysis,
  });
  return { ...declared, hlaMethod };
}

/** @throws HarmoniaError `conflict` when a person left, blocked another or changed a consent since people were read */
async function requireUnchanged(
  uow: UnitOfWork,
  { candidates, unreadable }: PreparedPeople,
  included: readonly Participant[],
): Promise<void> {
  const left = new Set(unreadable.map(({ code }) => code));
  const readable = included.filter(({ code }) => !left.has(code));
  if (JSON.stringify(candidates.map(standing)) !== (await standingOf(uow, readable)))
    throw new HarmoniaError('conflict', 'people of the cohort changed while it was scored');
}

/** Pairs whose scores are computed once more, each alone. */
const pairsAlone = 5;
const nearEnough = 1e-6;
const phases = ['visual', 'personality', 'biological'] as const;

/**
 * Compares some planned pairs with what the rules and the scorers of the phases say of each alone: their definition.
 * @throws HarmoniaError `job-failed` for a difference
 */
async function requireSameAlone(
  uow: UnitOfWork,
  { prepared, scored: { plan, details } }: Scored,
  {
    scorers,
    included,
    hlaMethod,
    now,
  }: { scorers: PhaseScorers; included: readonly Participant[]; hlaMethod: string; now: Date },
): Promise<void> {
  const step = Math.max(1, Math.floor(plan.viewers.length / pairsAlone));
  const chosen = (rows: Int32Array): Int32Array =>
    rows.filter((_, at) => at % step === 0 && at < step * pairsAlone);
  const [viewers, shown] = [chosen(plan.viewers), chosen(plan.shown)];
  const ids = idsOf(prepared);
  const rows = new Set([...viewers, ...shown]);
  const concerned = new Set([...rows].map((row) => ids[row]));
  const people = included.filter(({ userId }) => concerned.has(userId));
  const snapshots = await scorers.snapshots(uow, people, hlaMethod);
  const numbers = details(viewers, shown);
  viewers.forEach((viewer, at) => {
    const [a, b] = [ids[viewer]!, ids[shown[at]!]!];
    const alone = {
      visual: scorers.visual(snapshots, a, b),
      personality: scorers.personality(snapshots, a, b)?.percentile,
      biological: scorers.biological(snapshots, a, b)?.percentile,
    };
    const differs = phases.some((phase) => {
      const score = alone[phase];
      const found = numberOf(numbers, at, phase);
      return Number.isNaN(found) ? score != null : !(Math.abs(found - (score ?? Number.NaN)) < nearEnough);
    });
    if (!eligible(prepared.candidates[viewer]!, prepared.candidates[shown[at]!]!, now).eligible)
      throw new HarmoniaError('job-failed', 'the plan holds a pair that is not eligible');
    if (differs)
      throw new HarmoniaError('job-failed', 'the scores of a pair differ from those of the pair alone');
  });
}

/** Rows that are written in one transaction. */
const rowsAtOnce = 2000;

interface Scored {
  prepared: PreparedPeople;
  scored: ScoredPeople;
}

async function writeKept(
  transactions: Transactions,
  cohortId: CohortId,
  { prepared, scored }: Scored,
): Promise<void> {
  const ids = idsOf(prepared);
  let waiting: KeptRow[] = [];
  const flush = async (): Promise<void> => {
    const columns = columnsOf(waiting, ids, scored);
    waiting = [];
    await transactions.transact((uow) => uow.scoring.addScores(cohortId, columns));
  };
  for (const rows of scored.kept) {
    waiting.push(...rows);
    if (waiting.length >= rowsAtOnce) await flush();
  }
  if (waiting.length > 0) await flush();
}

function columnsOf(
  rows: readonly KeptRow[],
  ids: readonly UserId[],
  { details }: ScoredPeople,
): ScoreColumns {
  const numbers = details(
    Int32Array.from(rows, ([viewer]) => viewer),
    Int32Array.from(rows, ([, shown]) => shown),
  );
  const columns = Object.fromEntries(
    scoreNumbers.map((name) => [name, rows.map((_, at) => numberOf(numbers, at, name))]),
  ) as Pick<ScoreColumns, ScoreNumber>;
  return {
    a: rows.map(([viewer]) => ids[viewer]!),
    b: rows.map(([, shown]) => ids[shown]!),
    kind: rows.map(([, , kind]) => kind),
    ...columns,
  };
}

async function concludeScoring(
  uow: UnitOfWork,
  study: Pick<ScoringStudy, 'profilesPerPerson'>,
  { cohort, prepared, scored }: Scored & { cohort: Cohort },
  now: Date,
): Promise<CohortScored> {
  const ids = idsOf(prepared);
  const { plan } = scored;
  const views = Array.from(plan.viewers, (viewer, at) => ({
    viewer: ids[viewer]!,
    shown: ids[plan.shown[at]!]!,
    position: plan.positions[at]!,
    kind: plan.high[at] === 1 ? ('high' as const) : ('range' as const),
  }));
  await uow.cohorts.saveAssignments(
    cohort.id,
    views.map((view) => ({ cohortId: cohort.id, ...view })),
  );
  const { propensities } = plan;
  if (propensities)
    await uow.scoring.savePropensities(
      cohort.id,
      views.map(({ viewer, shown }, at) => ({ viewer, shown, propensity: propensities[at]! })),
    );
  await uow.cohorts.saveMatches(matchesOf(ids, scored));
  await uow.scoring.addQuantiles(cohort.id, scored.quantiles);
  await uow.cohorts.update(cohort.id, {
    status: 'scored',
    scoredAt: now,
    scoreSpread: scored.spread && { ...scored.spread },
  });
  const summary: CohortScored = {
    people: ids.length,
    pairs: scored.pairs,
    shown: plan.pairs,
    exposureGini: plan.exposureGini,
    withoutPartner: plan.alone,
    unmet: ids.length * study.profilesPerPerson - plan.viewers.length,
    unreadable: prepared.unreadable,
  };
  await auditScoring(uow, cohort, summary, now);
  return summary;
}

function matchesOf(ids: readonly UserId[], { plan, details }: ScoredPeople) {
  const numbers = details(plan.viewers, plan.shown);
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return Array.from(plan.viewers, (viewer, at) => ({
    userA: ids[viewer]!,
    userB: ids[plan.shown[at]!]!,
    visualScore: known(numberOf(numbers, at, 'visual')),
    personalityScore: known(numberOf(numbers, at, 'personality')),
    hlaScore: known(numberOf(numbers, at, 'biological')),
    totalCompatibility: numberOf(numbers, at, 'mutual'),
  }));
}

const auditScoring = (
  uow: UnitOfWork,
  cohort: Cohort,
  { unreadable, ...summary }: CohortScored,
  at: Date,
): Promise<void> =>
  uow.audit.append({
    actor: 'system',
    action: 'cohort-scored',
    subject: null,
    details: { ...summary, unreadable: unreadable.length, hash: cohort.preregistrationHash },
    at,
  });
