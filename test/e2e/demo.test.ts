import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const home = join(import.meta.dirname, '../..');

test('the demo walks every participant from /start to the report, over a restart, without an error', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=harmonia-source',
      '--import',
      './require-node.mjs',
      'cli/harmonia.ts',
      'demo',
      '--participants',
      '4',
      '--seed',
      'e2e',
      '--json',
    ],
    { cwd: home, timeout: 170_000 },
  );
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(1);
  const figures = JSON.parse(lines[0]!) as Record<string, number>;
  expect(Object.keys(figures)).toEqual([
    'participants',
    'reports',
    'matches',
    'updates',
    'p50Ms',
    'p95Ms',
    'wallSeconds',
    'peakRssMb',
    'errors',
  ]);
  expect(figures).toMatchObject({ participants: 4, reports: 4, errors: 0 });
  // Each of the four people answers 5 consents, 14 swipes, 44 statements and several other questions.
  expect(figures['updates']).toBeGreaterThan(4 * 75);
});
