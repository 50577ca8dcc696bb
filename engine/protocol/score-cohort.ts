import { planExposure } from '../compatibility/assignment.ts';
import { type Candidate, eligible } from '../compatibility/eligibility.ts';
import { fuse } from '../compatibility/fusion.ts';
import { mutualScore } from '../compatibility/reciprocity.ts';
import type { Cohort, PairScore } from '../ports/cohorts.ts';
import type { CohortId, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { candidatesOf } from './candidates.ts';
import { requireDeclared } from './cohort.ts';
import { hlaMethodOf, withHlaMethod } from './hla-method-of-cohort.ts';
import { declarationOf } from './instrument-of-cohort.ts';
import { divideReadable, type Unreadable } from './readable.ts';
import { type PhaseSnapshots, scorersOf } from './scorers.ts';
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
  /** People whose data can no longer be read, by pseudonym: they are left out. */
  unreadable: { code: string; reason: Unreadable }[];
}

/**
 * Scores every eligible pair of a frozen cohort in both directions, plans who is shown to whom and stores both. A person
 * whose data cannot be read any more is left out.
 * @throws HarmoniaError `preregistration-mismatch` unless the study is as declared at the freeze (invariant 7),
 * `questionnaires-mixed` when its people answered two versions of the questionnaire,
 * `cohort-state` unless the cohort is frozen.
 */
export async function scoreCohort(
  uow: UnitOfWork,
  study: ScoringStudy,
  input: { cohortId: CohortId; now: Date },
): Promise<CohortScored> {
  const { weights, profilesPerPerson, exploreShare, seed } = study;
  const hlaMethod = await hlaMethodOf(uow, study.hla, input.cohortId);
  // The values that scoring computes with are compared too, in case the declaration names others.
  const { cohort, included: declared } = await requireDeclared(uow, {
    cohortId: input.cohortId,
    declaration: {
      ...withHlaMethod(await declarationOf(uow, study, input.cohortId), hlaMethod),
      weights,
      profilesPerPerson,
      exploreShare,
      seed,
    },
    analysis: study.analysis,
  });
  const { readable: included, unreadable } = await divideReadable(uow, declared);
  const scorers = scorersOf(study, cohort);
  const scores = scorePairs(
    await candidatesOf(uow, included),
    await scorers.snapshots(uow, included, hlaMethod),
    { scorers, weights },
    input.now,
  );
  const exposure = planExposure(
    scores.filter(({ a, b }) => a < b),
    included.map(({ userId }) => userId),
    { perPerson: profilesPerPerson, exploreShare, seed: `${seed}:${cohort.id}` },
  );
  await uow.cohorts.savePairScores(cohort.id, scores);
  await uow.cohorts.saveAssignments(
    cohort.id,
    exposure.views.map((view) => ({ cohortId: cohort.id, ...view })),
  );
  await uow.cohorts.saveMatches(matchesOf(scores, exposure.views));
  await uow.cohorts.update(cohort.id, { status: 'scored', scoredAt: input.now });
  const summary: CohortScored = {
    people: included.length,
    pairs: scores.length / 2,
    shown: exposure.pairs.length,
    exposureGini: exposure.exposureGini,
    withoutPartner: exposure.withoutPartner.length + exposure.uncovered.length,
    unreadable,
  };
  await auditScoring(uow, cohort, summary, input.now);
  return summary;
}

function scorePairs(
  candidates: readonly Candidate[],
  snapshots: PhaseSnapshots,
  { scorers, weights }: Pick<ScoringStudy, 'scorers' | 'weights'>,
  now: Date,
): PairScore[] {
  const scores: PairScore[] = [];
  for (const [index, a] of candidates.entries()) {
    for (const b of candidates.slice(index + 1)) {
      if (!eligible(a, b, now).eligible) continue;
      const personality = scorers.personality(snapshots, a.id, b.id);
      const biological = scorers.biological(snapshots, a.id, b.id);
      const direction = (from: UserId, to: UserId) => {
        const visual = scorers.visual(snapshots, from, to);
        const phases = { visual, personality: personality?.percentile, biological: biological?.percentile };
        return { visual, ...fuse(phases, weights) };
      };
      const [forth, back] = [direction(a.id, b.id), direction(b.id, a.id)];
      const shared = {
        personality: personality?.percentile ?? null,
        biological: biological?.percentile ?? null,
        personalityRaw: personality?.raw ?? null,
        biologicalRaw: biological?.raw ?? null,
        mutual: mutualScore(forth.score, back.score),
      };
      scores.push({
        a: a.id,
        b: b.id,
        visual: forth.visual,
        directed: forth.score,
        coverage: forth.coverage,
        ...shared,
      });
      scores.push({
        a: b.id,
        b: a.id,
        visual: back.visual,
        directed: back.score,
        coverage: back.coverage,
        ...shared,
      });
    }
  }
  return scores;
}

function matchesOf(scores: readonly PairScore[], views: readonly { viewer: UserId; shown: UserId }[]) {
  const byPair = new Map(scores.map((score) => [`${score.a} ${score.b}`, score]));
  return views.map(({ viewer, shown }) => {
    const score = byPair.get(`${viewer} ${shown}`)!;
    return {
      userA: viewer,
      userB: shown,
      visualScore: score.visual,
      personalityScore: score.personality,
      hlaScore: score.biological,
      totalCompatibility: score.mutual,
    };
  });
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
