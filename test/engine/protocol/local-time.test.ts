import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isQuiet, localTime, snoozedUntil } from '../../../engine/protocol/local-time.ts';

const zones = Intl.supportedValuesOf('timeZone');
const at = (text: string): Date => new Date(text);

describe('a reminder that was put off', () => {
  test.each([
    ['today', '2026-06-10T10:00:00Z', '2026-06-10T13:00:00Z'],
    // 18:30 in Madrid: three hours later is night.
    ['today', '2026-06-10T16:30:00Z', '2026-06-11T08:00:00Z'],
    ['tomorrow', '2026-06-10T22:30:00Z', '2026-06-12T08:00:00Z'],
    ['tomorrow', '2026-12-31T12:00:00Z', '2027-01-01T09:00:00Z'],
    // Summer time begins in the night between.
    ['tomorrow', '2026-03-28T12:00:00Z', '2026-03-29T08:00:00Z'],
    ['weekend', '2026-06-10T10:00:00Z', '2026-06-13T08:00:00Z'],
    ['weekend', '2026-06-13T10:00:00Z', '2026-06-14T08:00:00Z'],
    ['weekend', '2026-06-14T10:00:00Z', '2026-06-20T08:00:00Z'],
    ['pause', '2026-06-10T10:00:00Z', '2026-06-24T10:00:00Z'],
  ] as const)('%s, tapped at %s in Madrid, comes at %s', (choice, now, expected) => {
    expect(snoozedUntil(choice, at(now), 'Europe/Madrid')).toEqual(at(expected));
  });

  test('comes later than now and, but for a pause, by day, in every zone and at every moment', () => {
    const moment = fc.date({
      min: at('2025-01-01T00:00:00Z'),
      max: at('2030-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom(...zones),
        fc.constantFrom('today', 'tomorrow', 'weekend'),
        (now, zone, choice) => {
          const until = snoozedUntil(choice, now, zone);
          expect(until.getTime()).toBeGreaterThan(now.getTime());
          expect(isQuiet(until, zone)).toBe(false);
          if (choice !== 'today') expect(localTime(until, zone)).toMatchObject({ hour: 10, minute: 0 });
        },
      ),
      { seed: 16, numRuns: 300 },
    );
  });
});
