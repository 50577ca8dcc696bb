import { describe, expect, test } from '@jest/globals';
import {
  declaredBlindness,
  followUpDaysOf,
  followUpEnd,
  type FollowUpFacts,
  followUpState,
  openQuestion,
  questionsAfter,
} from '../../../engine/protocol/follow-ups.ts';
import { isScoreWithheld, type ScoreFacts } from '../../../engine/protocol/withheld-scores.ts';

const introducedAt = new Date('2026-05-01T12:00:00Z');
const day = (days: number): Date => new Date(introducedAt.getTime() + days * 86_400_000);
const justBefore = (moment: Date): Date => new Date(moment.getTime() - 1);

const facts = (change: Partial<FollowUpFacts> = {}): FollowUpFacts => ({
  viewer: { status: 'active', remindersOff: false },
  shown: { status: 'active' },
  blocked: false,
  reachable: true,
  consent: undefined,
  introducedAt,
  followUp: undefined,
  ...change,
});
const askedOn = (days: number, change: Partial<FollowUpFacts['followUp'] & object> = {}) => ({
  askedAt: day(days),
  remindedAt: null,
  answeredAt: null,
  refusedAt: null,
  ...change,
});
const stateAt = (now: Date, change: Partial<FollowUpFacts> = {}) =>
  followUpState(facts(change), { now, days: 10 });

describe('a follow-up', () => {
  test('is due from the configured day after the introduction, for 21 days', () => {
    expect(stateAt(justBefore(day(10)))).toBe('none');
    expect(stateAt(day(10))).toBe('due');
    expect(stateAt(justBefore(day(31)))).toBe('due');
    expect(stateAt(day(31))).toBe('none');
    expect(followUpEnd(introducedAt, 10)).toEqual(day(31));
    expect(followUpState(facts(), { now: day(3), days: 3 })).toBe('due');
  });

  test('is asked once, stays open, and is reminded once, four days after the question', () => {
    const followUp = askedOn(12);
    expect(stateAt(justBefore(day(16)), { followUp })).toBe('open');
    expect(stateAt(day(16), { followUp })).toBe('reminder-due');
    expect(stateAt(day(20), { followUp: askedOn(12, { remindedAt: day(16) }) })).toBe('open');
    expect(stateAt(day(31), { followUp })).toBe('none');
  });

  test.each<[string, Partial<FollowUpFacts>]>([
    ['was answered', { followUp: askedOn(10, { answeredAt: day(11) }) }],
    ['was refused', { followUp: askedOn(10, { refusedAt: day(11) }) }],
    ['is asked of a participant who refused consent', { consent: false }],
    ['is about a participant who left', { shown: { status: 'withdrawn' } }],
    ['is asked of a participant who left', { viewer: { status: 'withdrawn', remindersOff: false } }],
    ['is of two people of whom one blocked the other', { blocked: true }],
  ])('is over when it %s', (_, change) => {
    expect(stateAt(day(15), { followUp: askedOn(10), ...change })).toBe('none');
  });

  test('waits while the bot is blocked or the participant is paused, and the reminder does too', () => {
    for (const waits of [
      { reachable: false },
      { viewer: { status: 'paused', remindersOff: false } as const },
    ]) {
      expect(stateAt(day(15), waits)).toBe('none');
      expect(stateAt(day(15), { ...waits, followUp: askedOn(10) })).toBe('open');
    }
  });

  test('is asked, and not reminded, when reminders are switched off', () => {
    const viewer = { status: 'active', remindersOff: true } as const;
    expect(stateAt(day(10), { viewer })).toBe('due');
    expect(stateAt(day(15), { viewer, followUp: askedOn(10) })).toBe('open');
  });

  test('ends with the first question for people who did not meet', () => {
    const nothing = { met: null, again: null, would: null, alike: null };
    expect(openQuestion(nothing)).toBe('met');
    expect(questionsAfter(false)).toEqual(['met']);
    expect(openQuestion({ ...nothing, met: false })).toBeUndefined();
    expect(openQuestion({ ...nothing, met: true, again: 3 })).toBe('would');
    expect(openQuestion({ met: true, again: 3, would: false, alike: 1 })).toBeUndefined();
  });

  test('comes after the days that the cohort declared, or else after those of the setting', () => {
    const declared = {
      preregistration: { declaration: { followUp: { blind: true, afterDays: 5, openDays: 21 } } },
    };
    expect(followUpDaysOf(declared, { followUpDays: 10 })).toBe(5);
    expect(followUpDaysOf({ preregistration: { declaration: {} } }, { followUpDays: 10 })).toBe(10);
    expect(declaredBlindness({ preregistration: null })).toBeUndefined();
  });
});

describe('invariant 6b: the score of a pair', () => {
  const blind = { blind: true, afterDays: 10, openDays: 21 } as const;
  const introduced = { mine: true, closedAt: day(-1), introducedAt };
  const about = (change: Partial<ScoreFacts> = {}): ScoreFacts => ({
    wouldMeet: true,
    blockedByReader: false,
    closedAt: day(-1),
    introduction: undefined,
    consent: true,
    followUp: undefined,
    ...change,
  });
  const withheldOn = (days: number, change: Partial<ScoreFacts> = {}): boolean =>
    isScoreWithheld(about(change), { now: day(days), blind });

  test('is withheld from the closing of the answers until the follow-up is answered, refused or over', () => {
    expect(withheldOn(0, { introduction: { ...introduced, introducedAt: null } })).toBe(true);
    expect(withheldOn(30.9, { introduction: introduced })).toBe(true);
    expect(withheldOn(31, { introduction: introduced })).toBe(false);
    for (const followUp of [
      { answeredAt: day(11), refusedAt: null },
      { answeredAt: null, refusedAt: day(11) },
    ])
      expect(withheldOn(11, { introduction: introduced, followUp })).toBe(false);
    expect(
      withheldOn(11, { introduction: introduced, followUp: { answeredAt: null, refusedAt: null } }),
    ).toBe(true);
    expect(withheldOn(11, { introduction: introduced, consent: false })).toBe(false);
  });

  test('is withheld for 21 days while the pair is not introduced, whatever the other person answered', () => {
    expect(withheldOn(19.9)).toBe(true);
    expect(withheldOn(20)).toBe(false);
    const late = { mine: null, closedAt: day(5), introducedAt: null };
    expect(withheldOn(20, { introduction: late })).toBe(true);
    expect(withheldOn(26, { introduction: late })).toBe(false);
  });

  test('is shown at once when the reader would not meet, blocked the other, or said no the second time', () => {
    expect(withheldOn(0, { wouldMeet: false })).toBe(false);
    expect(withheldOn(0, { wouldMeet: null })).toBe(false);
    expect(withheldOn(0, { blockedByReader: true })).toBe(false);
    expect(withheldOn(0, { introduction: { ...introduced, mine: false, introducedAt: null } })).toBe(false);
  });
});
