import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { simulateCohort } from '../../engine/validation/simulate-cohort.ts';
import { harmoniaCommand } from '../support/harmonia-command.ts';

const home = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harmonia-study-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `harmonia study …` as an operator does. */
function study(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [node, ...args] = harmoniaCommand('study', ...words);
  return new Promise((resolve) => {
    execFile(node, args, { cwd: home }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

/** The table of a cohort of forty; `change` may spoil a line. */
async function tableIn(
  name: string,
  cohorts: readonly string[],
  change = (line: string, _row: number) => line,
): Promise<string> {
  const lines = cohorts.flatMap((cohort) =>
    simulateCohort({ people: 40, perPerson: 6, seed: cohort, scores: { visual: { effect: 1 } } }).rows.map(
      ({ actor, partner, wtm, wouldMeet, scores }) =>
        [cohort, actor, partner, wtm, Number(wouldMeet), scores['visual'], 'x'].join(','),
    ),
  );
  const table = ['cohort,actor,partner,wtm,would_meet,visual,mood', ...lines];
  const file = join(folder, name);
  await writeFile(file, table.map((line, row) => change(line, row + 1)).join('\r\n'));
  return file;
}

test('study validity writes one line for each table it can read, and names file, row and column of a bad cell', async () => {
  const good = await tableIn('good.csv', ['one']);
  const two = await tableIn('two.csv', ['one', 'two']);
  const bad = await tableIn('bad.csv', ['one'], (line, row) =>
    row === 7 ? line.replace(/^(one,\w+,\w+),\d/, '$1,9') : line,
  );
  const { code, stdout, stderr } = await study('validity', good, bad, two, '--json', '--seed', '7');
  expect(code).toBe(2);
  expect(stderr).toContain(`${bad}: row 7, column wtm: 9 is not between 1 and 7`);
  expect(stderr).toContain(`${good}: columns that are not used: mood`);
  const [first, second, ...rest] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as never);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({
    file: good,
    cohorts: 1,
    people: 40,
    answers: 240,
    auc: {
      visual: { estimate: expect.any(Number), interval: [expect.any(Number), expect.any(Number)], n: 240 },
    },
    withinRaterAuc: { visual: { estimate: expect.any(Number) } },
    spearman: { visual: { n: 240 } },
    doubleCentred: { visual: { n: 240 } },
    srm: { actor: expect.any(Number), partner: expect.any(Number), relationship: expect.any(Number) },
    permutationP: { visual: 0.001 },
    permutations: 999,
  });
  expect(first).not.toHaveProperty('overCohorts');
  expect(second).toMatchObject({ cohorts: 2, people: 80, overCohorts: { auc: { visual: { cohorts: 2 } } } });
});

test('study validity judges the follow-ups of a table that has them', async () => {
  const { rows } = simulateCohort({
    people: 40,
    perPerson: 6,
    seed: 'met',
    scores: { visual: { effect: 1 } },
  });
  // Every third pair was introduced; the more the viewer liked the face, the sooner they meet again.
  const lines = rows.map(({ actor, partner, wtm, wouldMeet, scores }, row) => {
    const told = row % 3 === 0 ? ['1', String(wtm), Number(wtm! > 3), '4'] : ['', '', '', ''];
    return ['one', actor, partner, wtm, Number(wouldMeet), scores['visual'], ...told].join(',');
  });
  const header =
    'cohort,actor,partner,wtm,would_meet,visual,followup_met,followup_again,followup_would,followup_alike';
  const file = join(folder, 'follow-ups.csv');
  const bad = join(folder, 'bad-follow-ups.csv');
  await writeFile(file, [header, ...lines].join('\n'));
  await writeFile(bad, [header, lines[0]!.replace(/,4$/, ',8')].join('\n'));
  const { code, stdout, stderr } = await study('validity', bad, file, '--json', '--permutations', '0');
  expect(code).toBe(2);
  expect(stderr).toContain(`${bad}: row 2, column followup_alike: 8 is not between 1 and 7`);
  expect(JSON.parse(stdout)).toMatchObject({
    followUp: {
      answers: 80,
      exploratory: true,
      metRate: 1,
      alikeMean: 4,
      scores: {
        visual: {
          // All met and felt equally alike: nothing to compare.
          met: null,
          alike: null,
          would: { estimate: expect.any(Number), interval: [expect.any(Number), expect.any(Number)], n: 80 },
          again: { n: 80 },
        },
      },
    },
  });
  const { scores } = (
    JSON.parse(stdout) as { followUp: { scores: { visual: { would: { estimate: number } } } } }
  ).followUp;
  expect(scores.visual.would.estimate).toBeGreaterThan(0.6);
  const words = await study('validity', file, '--permutations', '0');
  expect(words.stdout).toMatch(/follow-ups of introduced people: 80 answers, so exploratory/);
  expect(words.stdout).toMatch(/AUC for having met\n +visual +answers-equal/);
});

test('study simulate says how often intervals hold the truth, the same for the same seed', async () => {
  const words = ['simulate', '--cohorts', '10', '--participants', '40', '--looks', '.5,1', '--json'];
  const { code, stdout } = await study(...words);
  expect(code).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toHaveLength(14);
  expect(lines[0]).toMatchObject({ metric: 'auc', phase: 'visual', falseAlarms: null });
  expect(lines[0]!['planted']).toBeCloseTo(0.7, 6);
  expect(lines[1]).toMatchObject({ metric: 'auc', phase: 'personality', planted: 0.5, power: null });
  for (const line of lines)
    for (const key of ['planted', 'coverage', 'width']) expect(typeof line[key]).toBe('number');
});
