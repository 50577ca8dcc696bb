import { ageOf } from './age.ts';
import type { CohortId, Purpose, Sex, SoughtSex, UserId } from '../ports/participants.ts';

/** The facts about a person that decide to whom they may be shown. */
export interface Candidate {
  id: UserId;
  cohortId: CohortId;
  sex: Sex;
  seeks: SoughtSex;
  birthYear: number;
  seeksAgeMin: number;
  seeksAgeMax: number;
  /** True when the person confirmed that they are of age. */
  adultConfirmed: boolean;
  /** Purposes to which the person consents now. */
  consents: ReadonlySet<Purpose>;
  /** People whom this person blocked. */
  blocked: ReadonlySet<UserId>;
}

/** Why a pair is not eligible. Of several reasons the first in this order is given. */
export type Ineligibility = 'same-person' | 'cohort' | 'not-adult' | 'consent' | 'blocked' | 'sex' | 'age';

export type Eligibility = { eligible: true } | { eligible: false; reason: Ineligibility };

const adultAge = 18;
/** Required of both people of a pair. Genetic consent is not: without it the biological phase is scored as missing. */
const purposesOfMatching = ['face', 'personality', 'matching'] as const satisfies readonly Purpose[];

/**
 * Whether two people may be shown to one another: different people of one cohort, both adult and consenting, neither
 * blocked by the other, each of the sex and age the other seeks. Symmetric: both orders give the same reason.
 * @param today the day for which ages are computed, by `ageOf` as in profiles
 */
export function eligible(a: Candidate, b: Candidate, today: Date): Eligibility {
  const failed = rules.find(({ holds }) => !(holds(a, b, today) && holds(b, a, today)));
  return failed ? { eligible: false, reason: failed.reason } : { eligible: true };
}

/** True for an adult who consents to all that matching needs: the rules that are about one person. */
export const mayBeMatched = (person: Candidate, today: Date): boolean =>
  isAdult(person, today) && consentsToMatching(person);

const isAdult = ({ adultConfirmed, birthYear }: Candidate, today: Date): boolean =>
  adultConfirmed && today.getUTCFullYear() - birthYear >= adultAge;

const consentsToMatching = ({ consents }: Candidate): boolean =>
  purposesOfMatching.every((purpose) => consents.has(purpose));

/** Each rule is about one direction; it must hold in both. */
const rules: {
  reason: Ineligibility;
  holds: (viewer: Candidate, shown: Candidate, today: Date) => boolean;
}[] = [
  { reason: 'same-person', holds: (viewer, shown) => viewer.id !== shown.id },
  { reason: 'cohort', holds: (viewer, shown) => viewer.cohortId === shown.cohortId },
  { reason: 'not-adult', holds: (viewer, _, today) => isAdult(viewer, today) },
  { reason: 'consent', holds: consentsToMatching },
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
