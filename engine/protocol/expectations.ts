import { createRandom } from '../../foundation/random.ts';
import { planExposure } from '../compatibility/assignment.ts';
import { eligible } from '../compatibility/eligibility.ts';
import type { Participant } from '../ports/participants.ts';
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
 * are depends on who is eligible for whom, and hardly on the scores.
 */
export async function expectationsOf(
  uow: UnitOfWork,
  people: readonly Participant[],
  study: ExpectingStudy,
  now: Date,
): Promise<Expectations> {
  const { profilesPerPerson: perPerson, exploreShare, seed } = study;
  const candidates = await candidatesOf(uow, people);
  const random = createRandom(`${seed}:expected`);
  const pairs = candidates.flatMap((a, index) =>
    candidates
      .slice(index + 1)
      .flatMap((b) =>
        eligible(a, b, now).eligible ? [{ a: a.id, b: b.id, mutual: 100 * random.next() }] : [],
      ),
  );
  const plan = planExposure(
    pairs,
    candidates.map(({ id }) => id),
    { perPerson, exploreShare, seed: `${seed}:expected`, complete: true },
  );
  const agreed = new Set(candidates.flatMap(({ id, consents }) => (consents.has('research') ? [id] : [])));
  const counting = plan.views.filter(({ viewer, shown }) => agreed.has(viewer) && agreed.has(shown));
  const introductions = Math.round(plan.pairs.length * assumed.bothWouldMeet * assumed.closing ** 2);
  const followUpAnswers = 2 * introductions;
  const isConfirmatory = study.followUpBlind && followUpAnswers >= study.analysis.followUp.confirmatoryFrom;
  return {
    people: people.length,
    consenting: agreed.size,
    eligiblePairs: pairs.length,
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
