import { describe, expect, test } from '@jest/globals';
import type { CohortStatus } from '../../../engine/ports/cohorts.ts';
import type { CohortId, ChatId, Participant, Purpose, UserId } from '../../../engine/ports/participants.ts';
import type { Phase, PhaseRecord } from '../../../engine/ports/phases.ts';
import {
  allPurposes,
  currentStep,
  type JourneyFacts,
  requiredPurposes,
  type Step,
} from '../../../engine/protocol/journey.ts';
import { requireOutcomesCollected, requireReleased } from '../../../engine/protocol/visibility.ts';

const now = new Date('2026-05-01T12:00:00Z');
const userId = 'u' as UserId;

const newcomer: Participant = {
  userId,
  code: 'P-7F3K',
  cohortId: 'c' as CohortId,
  chatId: '1' as ChatId,
  locale: null,
  status: 'active',
  adultConfirmedAt: null,
  accountCompletedAt: null,
  sex: null,
  seeks: null,
  birthYear: null,
  seeksAgeMin: null,
  seeksAgeMax: null,
  displayName: null,
  aboutConfirmedAt: null,
  remindersSent: 0,
  remindersOff: false,
  timeZone: null,
  remindAt: null,
  remindersPausedUntil: null,
  askedTextVersion: null,
  resultsToldAt: null,
  leftOutUntil: null,
  staysSince: null,
  lastActiveAt: now,
  createdAt: now,
};
const about = {
  sex: 'female',
  seeks: 'male',
  birthYear: 1990,
  seeksAgeMin: 18,
  seeksAgeMax: 40,
  displayName: 'Kim',
  aboutConfirmedAt: new Date(0),
} as const;

const agreed = (...purposes: Purpose[]): JourneyFacts['consents'] =>
  new Map(purposes.map((purpose) => [purpose, { granted: true }]));
const phases = (sealed: readonly Phase[], open?: Phase): ReadonlyMap<Phase, PhaseRecord> =>
  new Map(
    [...sealed, ...(open ? [open] : [])].map((phase) => [
      phase,
      {
        userId,
        phase,
        instrumentVersion: '1',
        openedAt: now,
        sealedAt: phase === open ? null : now,
        digest: phase === open ? null : 'd',
        missing: false,
        flags: [],
      },
    ]),
  );

const facts = (change: Partial<JourneyFacts> = {}): JourneyFacts => ({
  participant: newcomer,
  consents: new Map(),
  phases: new Map(),
  cohort: { status: 'open' },
  included: false,
  leftOut: false,
  selfieAccepted: false,
  report: undefined,
  ...change,
});

const joined = {
  ...newcomer,
  locale: 'en' as const,
  adultConfirmedAt: now,
  accountCompletedAt: now,
  ...about,
};
const all = agreed(...allPurposes);
const three = phases(['visual', 'personality', 'biological']);
const inCohort = (status: CohortStatus, included = true) =>
  facts({ participant: joined, consents: all, phases: three, cohort: { status }, included });

const table: [situation: string, JourneyFacts, Step][] = [
  ['nothing is known', facts(), 'language'],
  ['a language is chosen', facts({ participant: { ...newcomer, locale: 'ru' } }), 'adult'],
  ['adult', facts({ participant: { ...newcomer, locale: 'ru', adultConfirmedAt: now } }), 'consent'],
  [
    'a required consent is open',
    facts({ participant: joined, consents: agreed('face', 'personality', 'matching', 'research') }),
    'consent',
  ],
  [
    'research is not answered either way',
    facts({ participant: joined, consents: agreed(...requiredPurposes) }),
    'consent',
  ],
  [
    'research is refused',
    facts({
      participant: joined,
      consents: new Map([...agreed(...requiredPurposes), ['research', { granted: false }]]),
    }),
    'selfie',
  ],
  ['no account', facts({ participant: { ...joined, accountCompletedAt: null }, consents: all }), 'account'],
  ...(Object.keys(about) as (keyof typeof about)[]).map((field): [string, JourneyFacts, Step] => [
    `${field} is open`,
    facts({ participant: { ...joined, [field]: null }, consents: all }),
    'about',
  ]),
  [
    'every question about the participant is answered',
    facts({ participant: joined, consents: all }),
    'selfie',
  ],
  [
    'the selfie is accepted',
    facts({ participant: joined, consents: all, phases: phases([], 'visual'), selfieAccepted: true }),
    'calibration',
  ],
  [
    'phase 1 is sealed',
    facts({ participant: joined, consents: all, phases: phases(['visual']) }),
    'questionnaire',
  ],
  [
    'phase 2 is sealed',
    facts({ participant: joined, consents: all, phases: phases(['visual', 'personality'], 'biological') }),
    'lab',
  ],
  ['phase 3 is sealed', inCohort('open', false), 'cohort'],
  ['the cohort is frozen', inCohort('frozen'), 'cohort'],
  ['the cohort is scored', inCohort('scored'), 'cohort'],
  ['the cohort is released', inCohort('released'), 'profiles'],
  ['the cohort is released without this person', inCohort('released', false), 'cohort'],
  ['the cohort was frozen without this person', { ...inCohort('frozen', false), leftOut: true }, 'leftout'],
  ['the cohort was frozen before anything was answered', facts({ leftOut: true }), 'leftout'],
  ['the report is requested', { ...inCohort('released'), report: { status: 'requested' } }, 'report'],
  ['the report is delivered', { ...inCohort('released'), report: { status: 'delivered' } }, 'report'],
];

describe('the step of a participant', () => {
  test.each(table)('%s', (_situation, given, step) => {
    expect(currentStep(given)).toBe(step);
  });

  test('stays at the first unfinished step when facts of later steps are present', () => {
    const everything = {
      ...inCohort('released'),
      report: { status: 'delivered' as const },
      selfieAccepted: true,
    };
    expect(currentStep({ ...everything, consents: agreed('face') })).toBe('consent');
    expect(currentStep({ ...everything, phases: phases(['personality', 'biological']) })).toBe('calibration');
    expect(currentStep({ ...everything, phases: phases(['visual', 'biological']) })).toBe('questionnaire');
    expect(currentStep({ ...everything, phases: phases(['visual', 'personality']) })).toBe('lab');
  });
});

describe('visibility', () => {
  const hidden = expect.objectContaining({ code: 'not-yet-visible' });
  const refused = (look: () => void): unknown => {
    try {
      look();
      return undefined;
    } catch (error) {
      return error;
    }
  };

  test.each([
    ['an open cohort', inCohort('open')],
    ['a frozen cohort', inCohort('frozen')],
    ['a scored cohort', inCohort('scored')],
    ['a released cohort without this person', inCohort('released', false)],
    [
      'a released cohort with a phase open',
      { ...inCohort('released'), phases: phases(['visual', 'personality'], 'biological') },
    ],
  ])('allows neither profiles nor scores in %s', (_name, given) => {
    expect(refused(() => requireReleased(given))).toEqual(hidden);
    expect(refused(() => requireOutcomesCollected({ ...given, report: { status: 'ready' } }))).toEqual(
      hidden,
    );
  });

  test('allows profiles after the release, and scores after the answers are closed', () => {
    const released = inCohort('released');
    expect(refused(() => requireReleased(released))).toBeUndefined();
    expect(refused(() => requireOutcomesCollected(released))).toEqual(hidden);
    expect(
      refused(() => requireOutcomesCollected({ ...released, report: { status: 'requested' } })),
    ).toBeUndefined();
  });
});
