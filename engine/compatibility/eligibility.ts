import { ageOf } from './age.ts';
import type { CohortId, Purpose, Sex, SoughtSex, UserId } from '../ports/participants.ts';

/** What decides who may be shown to whom. */
export interface Candidate {
  id: UserId;
  cohortId: CohortId;
  sex: Sex;
  seeks: SoughtSex;
  birthYear: number;
  seeksAgeMin: number;
  seeksAgeMax: number;
  /** True when the person confirmed to be of age. */
  adultConfirmed: boolean;
  /** Purposes that are agreed to now. */
  consents: ReadonlySet<Purpose>;
  /** Whom this person blocked. */
  blocked: ReadonlySet<UserId>;
}

/** Why a pair is out, in the order in which it is looked for. */
export type Ineligibility = 'same-person' | 'cohort' | 'not-adult' | 'consent' | 'blocked' | 'sex' | 'age';

export type Eligibility = { eligible: true } | { eligible: false; reason: Ineligibility };

const adultAge = 18;
/** Without genetic consent the biological phase is merely missing; without one of these there is nothing to show. */
const purposesOfMatching = ['face', 'personality', 'matching'] as const satisfies readonly Purpose[];

/**
 * Whether two people may be shown to one another: different people of one cohort, both adult and consenting, neither
 * blocked by the other, each of the sex and age the other seeks. Symmetric, reason included.
 * @param today decides ages; only the year of birth is known, so the age is the one that profiles show (`ageOf`)
 */
export function eligible(a: Candidate, b: Candidate, today: Date): Eligibility {
  const failed = rules.find(({ holds }) => !(holds(a, b, today) && holds(b, a, today)));
  return failed ? { eligible: false, reason: failed.reason } : { eligible: true };
}

/** Each rule looks from one person at the other; both directions must hold. */
const rules: {
  reason: Ineligibility;
  holds: (viewer: Candidate, shown: Candidate, today: Date) => boolean;
}[] = [
  { reason: 'same-person', holds: (viewer, shown) => viewer.id !== shown.id },
  { reason: 'cohort', holds: (viewer, shown) => viewer.cohortId === shown.cohortId },
  {
    reason: 'not-adult',
    holds: (viewer, _, today) =>
      viewer.adultConfirmed && today.getUTCFullYear() - viewer.birthYear >= adultAge,
  },
  {
    reason: 'consent',
    holds: (viewer) => purposesOfMatching.every((purpose) => viewer.consents.has(purpose)),
  },
  { reason: 'blocked', holds: (viewer, shown) => !viewer.blocked.has(shown.id) },
  { reason: 'sex', holds: (viewer, shown) => viewer.seeks === 'both' || viewer.seeks === shown.sex },
  {
    reason: 'age',
    holds: (viewer, shown, today) => {
      const age = ageOf(shown.birthYear, today);
      return age >= viewer.seeksAgeMin && age <= viewer.seeksAgeMax;
    },
  },
];
