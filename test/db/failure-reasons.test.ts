import { expect, test } from '@jest/globals';
import { reasonForLog } from '../../db/database-failure.ts';

test.each([
  [
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    'the connection to the database was lost (ECONNREFUSED)',
  ],
  [new Error('Connection terminated unexpectedly'), 'the connection to the database was lost'],
  [new Error('Query read timeout'), 'the database does not answer'],
  [
    Object.assign(new Error('DETAIL canary'), { code: '53300', severity: 'FATAL' }),
    /refused with 53300 \(53300\)$/,
  ],
  [Object.assign(new Error('canary'), { name: 'OddError' }), /^OddError at .*failure-reasons\.test\.ts:\d+/],
  ['canary', 'unknown'],
])('the log says why a library failed that uses the database, without its message: %s', (error, expected) => {
  expect(reasonForLog(error)).toMatch(expected);
  expect(reasonForLog(error)).not.toContain('canary');
});
