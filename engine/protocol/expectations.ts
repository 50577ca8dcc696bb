import { createRandom, type Random } from '../../foundation/random.ts';
import { planFrom } from '../compatibility/assignment.ts';
import {
  countEligiblePairs,
  createEligibilityTable,
  drawEligiblePairs,
  eligibleRows,
  type EligibilityTable,
} from '../compatibility/eligible-pairs.ts';
import { type PairEdges, pairEdges } from '../compatibility/pair-graph.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { smallestDetectableAuc } from '../validation/smallest-effect.ts';
import { candidatesOf } from './candidates.ts';

/** What is assumed of the answers: the sample has no answers yet, so that these come from speed dating. */
const assumed = {
  /** Share of viewers who close their answers in time. */
  closing: 0.8,
  /** Share of profiles with "would meet", and of pairs in which both say so. */
  wouldMeet: 0.38,
  bothWouldMeet: 0.15,
  variances: { actor: 0.3, partner: 0.26, relationship: 0.44 },
  power: 0.8,
};

/** What a cohort can be expected to give, declared at the freeze. */
export interface Expectations {
  people: number;
  /** People who consent to research use; only answers among them count. */
  consenting: number;
  eligiblePairs: number;
  pairsShown: number;
  /** Profiles that people will be shown, each direction of a pair. */
  profiles: number;
  /** Profiles that people would see at the full plan and for whom there is no partner left. */
  unmetCapacity: number;
  /** People without an eligible partner, and people whose partners are all needed for others. */
  withoutPartner: number;
  uncovered: number;
  /** Answers that will count. */
  answers: number;
  introductions: number;
  followUpAnswers: number;
  followUp: 'confirmatory' | 'exploratory';
  assumed: typeof assumed;
  smallestEffect: {
    score: 'visual';
    metric: 'auc';
    /** Found in `power` of the cohorts at the last look if all answer; null where the cohort is too small for any. */
    auc: number | null;
    seed: string;
  };
}

/** The parts of the study that decide how many profiles are shown, and the analysis plan. */
export interface ExpectingStudy {
  profilesPerPerson: number;
  exploreShare: number;
  seed: string;
  analysis: { looks: { boundaries: readonly number[] }; followUp: { confirmatoryFrom: number } };
  /** True when reports keep the scores of pairs back until their follow-up is answered. */
  followUpBlind: boolean;
}

/**
 * The numbers to expect of these people. Who is shown to whom is planned with invented scores: how many profiles there
 * are depends on who is eligible for whom, and hardly on the scores. Of a cohort with more than four million eligible pairs the plan sees
 * some of each person, as when it is scored.
 */
export async function expectationsOf(
  uow: UnitOfWork,
  people: readonly Participant[],
  study: ExpectingStudy,
  now: Date,
): Promise<Expectations> {
  const { profilesPerPerson: perPerson, exploreShare, seed } = study;
  const candidates = await candidatesOf(uow, people);
  const table = createEligibilityTable(candidates, now);
  const { edges, eligiblePairs } = expectedEdges(
    table,
    candidates.map(({ id }) => id),
    createRandom(`${seed}:expected`),
  );
  const plan = planFrom(edges, { perPerson, exploreShare, seed: `${seed}:expected`, complete: true });
  const agreed = new Set(candidates.flatMap(({ id, consents }) => (consents.has('research') ? [id] : [])));
  const counting = plan.views.filter(({ viewer, shown }) => agreed.has(viewer) && agreed.has(shown));
  const introductions = Math.round(plan.pairs.length * assumed.bothWouldMeet * assumed.closing ** 2);
  const followUpAnswers = 2 * introductions;
  const isConfirmatory = study.followUpBlind && followUpAnswers >= study.analysis.followUp.confirmatoryFrom;
  return {
    people: people.length,
    consenting: agreed.size,
    eligiblePairs,
    pairsShown: plan.pairs.length,
    profiles: plan.views.length,
    unmetCapacity: people.length * perPerson - plan.views.length,
    withoutPartner: plan.withoutPartner.length,
    uncovered: plan.uncovered.length,
    answers: Math.round(counting.length * assumed.closing),
    introductions,
    followUpAnswers,
    followUp: isConfirmatory ? 'confirmatory' : 'exploratory',
    assumed,
    smallestEffect: smallestEffect(counting.length, agreed.size, study),
  };
}

/** Up to so many eligible pairs the plan sees them all; beyond, some of each person. */
const [mostPairs, drawnPartners] = [4_000_000, 66];

/** Pairs with invented scores. @param ids in order, a row each */
function expectedEdges(
  table: EligibilityTable,
  ids: readonly UserId[],
  random: Random,
): { edges: PairEdges<UserId>; eligiblePairs: number } {
  const eligiblePairs = countEligiblePairs(table);
  const [low, high]: [number[], number[]] = [[], []];
  if (eligiblePairs > mostPairs) {
    for (const pair of drawEligiblePairs(table, drawnPartners, (below) => random.integer(below))) {
      low.push(pair.low);
      high.push(pair.high);
    }
  } else {
    for (let one = 0; one < ids.length; one++)
      for (let other = one + 1; other < ids.length; other++)
        if (eligibleRows(table, one, other)) {
          low.push(one);
          high.push(other);
        }
  }
  const edges = {
    count: low.length,
    low: Int32Array.from(low),
    high: Int32Array.from(high),
    mutual: Float64Array.from(low, () => 100 * random.next()),
  };
  return { edges: pairEdges(ids, edges), eligiblePairs };
}

function smallestEffect(
  profiles: number,
  viewers: number,
  { seed, analysis }: ExpectingStudy,
): Expectations['smallestEffect'] {
  const found = smallestDetectableAuc({
    people: viewers,
    perPerson: viewers === 0 ? 0 : Math.round(profiles / viewers),
    seed: `${seed}:smallest`,
    power: assumed.power,
    z: analysis.looks.boundaries.at(-1)!,
  });
  const auc = found === null ? null : Math.round(found * 1000) / 1000;
  return { score: 'visual', metric: 'auc', auc, seed: `${seed}:smallest` };
}
