import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { home } from './planted-tree.ts';

const read = (file: string) => readFileSync(join(home, file), 'utf8');
const run = (...stages: string[]) =>
  spawnSync('bash', ['.ci/run', ...stages], { cwd: home, encoding: 'utf8' });

describe('.ci/run', () => {
  test('refuses a stage that it does not know with one line and exit code 2', () => {
    const { status, stdout, stderr } = run('install', 'lint');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe('unknown stage "lint": expected packages install test fault e2e image\n');
  });

  test('calls the test command of the README', () => {
    expect(read('README.md')).toMatch(/^npm test\s+# everything$/m);
    expect(read('.ci/run')).toMatch(/^ +test\) run test npm test ;;$/m);
  });

  test('is called by the workflow with stages that it knows', () => {
    const [, list = ''] = /^stages=\((.*)\)$/m.exec(read('.ci/run')) ?? [];
    const workflow = read('.github/workflows/ci.yml');
    const [, matrix = ''] = /^ +stage: \[(.*)\]$/m.exec(workflow) ?? [];
    expect(['packages', 'install', ...matrix.split(', ')]).toEqual(list.split(' '));
    expect(workflow).toContain('bash .ci/run packages install ${{ matrix.stage }}');
  });
});

describe('the workflow', () => {
  test('starts the program on the oldest Node that package.json allows', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const oldest = engines.node.replace('>=', '');
    const workflow = read('.github/workflows/ci.yml');
    expect(workflow).toContain(`node-version: ${oldest}.0\n`);
    expect(workflow).toContain(`bash .ci/start-check v${oldest}.0\n`);
  });
});
