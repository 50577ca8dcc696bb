import { expect, test } from '@jest/globals';
import type { ParticipantStatus } from '../../../engine/ports/participants.ts';
import { toldAtRelease } from '../../../engine/protocol/release.ts';

const person = (code: string, status: ParticipantStatus = 'active') => ({ code, status });

test('a release is told to the participants of the frozen cohort who have not withdrawn since', () => {
  const cohort = { preregistration: { included: ['P-1', 'P-2', 'P-3'] } };
  const people = [person('P-1'), person('P-2', 'withdrawn'), person('P-3', 'paused'), person('P-4')];
  expect(toldAtRelease(cohort, people).map(({ code }) => code)).toEqual(['P-1', 'P-3']);
});

test('the release of a cohort that declared no participants is told to none', () => {
  expect(toldAtRelease({ preregistration: null }, [person('P-1')])).toEqual([]);
});
