import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

describe('.ci/run on another machine', () => {
  let bin: string;
  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'harmonia-ci-'));
  });
  afterAll(() => rmSync(bin, { recursive: true }));
  /** The output of a stage where these commands stand before those of this machine. */
  const runWith = (
    stage: string,
    commands: Record<string, string>,
    env: Record<string, string> = {},
  ): { status: number | null; lines: string[] } => {
    for (const [name, script] of Object.entries(commands))
      writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const { status, stdout } = spawnSync('bash', ['.ci/run', stage], {
      cwd: home,
      encoding: 'utf8',
      env: { PATH: `${bin}:${process.env['PATH']}`, CI: '', ...env },
    });
    return { status, lines: stdout.trimEnd().split('\n') };
  };

  test('counts what it leaves out, and fails where CI is set and the stage was asked for', () => {
    const commands = { id: 'echo 1000' };
    const quietly = runWith('image', commands);
    expect([quietly.status, quietly.lines.at(-1)]).toEqual([0, '0 passed, 0 failed, 6 stages left out']);
    const inCi = runWith('image', commands, { CI: 'true' });
    expect([inCi.status, inCi.lines.at(-1)]).toEqual([1, '0 passed, 1 failed, 6 stages left out']);
  });

  test('installs the other packages when apt refuses one, names that one, and fails', () => {
    const log = join(bin, 'installed');
    const { status, lines } = runWith('packages', {
      id: 'echo 0',
      'apt-get': `case "$*" in *chromium*) exit 100 ;; esac; echo "$*" >>${log}`,
    });
    expect(status).toBe(1);
    expect(lines).toContain('packages: apt refused chromium');
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 5 stages left out');
    expect(readFileSync(log, 'utf8')).toContain('poppler-utils');
  });
});

describe('a release', () => {
  const notes = (tag: string) =>
    spawnSync('bash', ['.ci/release-notes', tag], { cwd: home, encoding: 'utf8' });

  test('says what the changelog says about the version of package.json, and is refused without that', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const { status, stdout } = notes(`v${version}`);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\n*- /);
    expect(stdout).not.toMatch(/^## /m);
    expect(notes('v99.0.0')).toMatchObject({ status: 1, stdout: '' });
  });

  test('makes the image with the version of its tag, after the notes', () => {
    const workflow = read('.github/workflows/release.yml');
    const steps = [...workflow.matchAll(/- run: (.*)/g)].map(([, command]) => command!);
    expect(steps[0]).toContain('.ci/release-notes "$TAG"');
    expect(steps[1]).toContain('--build-arg "CODE_VERSION=$TAG"');
    expect(read('Dockerfile')).toContain('ARG CODE_VERSION=');
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
