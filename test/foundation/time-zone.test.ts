import { describe, expect, test } from '@jest/globals';
import { parseTimeZone } from '../../foundation/time-zone.ts';

describe('a time zone', () => {
  test('is taken in any case and with blanks, and named as the IANA database spells it', () => {
    expect(['europe/madrid', ' America/New York ', 'UTC'].map(parseTimeZone)).toEqual([
      'Europe/Madrid',
      'America/New_York',
      'UTC',
    ]);
  });

  test.each(['', 'Europe/Atlantis', '+03:00', 'Madrid', 'EST5EDT; DROP TABLE', 'x'.repeat(60), '🕘'])(
    '%j does not exist',
    (name) => expect(parseTimeZone(name)).toBeUndefined(),
  );
});
