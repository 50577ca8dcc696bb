import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { soon } from '../support/soon.ts';
import { type Program, processesNaming, startProgram } from './program.ts';

let root: string;
const running: Program[] = [];
const start = (variables: Record<string, string>): Program => {
  const program = startProgram(variables);
  running.push(program);
  return program;
};
const key = () => randomBytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_');

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'harmonia-start-'));
});

afterAll(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map((program) => program.ended()));
  for (const pid of processesNaming(root)) process.kill(pid, 'SIGKILL');
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

describe('a start with an empty environment', () => {
  test('serves the chat page, stops on ctrl-C and uses the same data at the next start', async () => {
    const folder = join(root, 'fresh');
    const first = start({ DATA_DIR: folder });
    const { page, http } = await first.ready();
    expect((await fetch(page)).status).toBe(200);
    expect((await fetch(`${http}/readyz`)).status).toBe(200);
    const keyFile = readFileSync(join(folder, 'keys/fernet'), 'utf8');

    first.kill('SIGINT');
    expect(await first.ended()).toMatchObject({ code: 0, signal: null });
    expect(processesNaming(folder)).toEqual([]);
    expect(existsSync(join(folder, 'postgres/postmaster.pid'))).toBe(false);

    const second = start({ DATA_DIR: folder });
    const { afterMs } = await second.ready();
    expect(afterMs).toBeLessThan(15_000);
    expect(readFileSync(join(folder, 'keys/fernet'), 'utf8')).toBe(keyFile);
    second.kill('SIGTERM');
    expect(await second.ended()).toMatchObject({ code: 0 });
    expect(processesNaming(folder)).toEqual([]);
  });

  test('through npm stops when only the npm process is signalled', async () => {
    const folder = join(root, 'npm');
    const program = startProgram({ DATA_DIR: folder }, ['npm', 'start', '--silent']);
    await program.ready();
    program.kill('SIGTERM');
    await soon(() => expect(processesNaming(folder)).toEqual([]), 20_000);
  });

  test('after a kill -9 adopts the database server that still runs', async () => {
    const folder = join(root, 'killed');
    const first = start({ DATA_DIR: folder });
    await first.ready();
    first.kill('SIGKILL');
    await first.ended();

    const second = start({ DATA_DIR: folder });
    const { http } = await second.ready();
    expect((await fetch(`${http}/readyz`)).status).toBe(200);
    second.kill('SIGINT');
    expect(await second.ended()).toMatchObject({ code: 0 });
    expect(processesNaming(folder)).toEqual([]);
  });
});

test('the moved clock and the synthetic participants of the control panel continue after a kill', async () => {
  const variables = { DATA_DIR: join(root, 'control-panel') };
  const panel = async (page: string, path = '', body?: object): Promise<Record<string, unknown>> => {
    const address = `${page.replace(/\/$/, '')}/sandbox/control-panel${path}`;
    const response = await fetch(address, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: { 'content-type': 'application/json' },
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const first = start(variables);
  const { page } = await first.ready();
  await panel(page, '/clock', { hours: 240 });
  await panel(page, '/synthetic', { count: 1 });
  await soon(async () => expect((await panel(page))['participants']).toBe(1), 20_000);
  first.kill('SIGKILL');
  await first.ended();

  const second = start(variables);
  const again = await second.ready();
  const { now } = await panel(again.page);
  expect(Date.parse(String(now)) - Date.now()).toBeGreaterThan(239 * 3_600_000);
  await soon(
    async () =>
      expect((await panel(again.page))['steps']).toEqual([
        { label: expect.stringContaining('about you'), count: 1 },
      ]),
    30_000,
  );
  second.kill('SIGTERM');
  expect(await second.ended()).toMatchObject({ code: 0 });
});

describe('a start that cannot work is refused in one line', () => {
  /** The exit code, and the output without log lines of a level below error. */
  async function refusal(
    variables: Record<string, string>,
  ): Promise<{ code: number | null; lines: string[] }> {
    const program = start(variables);
    const { code } = await program.ended();
    const lines = `${program.stdout()}${program.stderr()}`
      .split('\n')
      .filter((line) => line && !/^\{"level":"(debug|info|warn)"/.test(line));
    return { code, lines };
  }

  test('with a wrong variable', async () => {
    expect(await refusal({ PORT: 'abc', DATA_DIR: join(root, 'wrong') })).toEqual({
      code: 2,
      lines: ['PORT: expected a number from 0 to 65535, got "abc"'],
    });
  });

  test('with a folder that cannot be written', async () => {
    writeFileSync(join(root, 'file'), '');
    const { code, lines } = await refusal({ DATA_DIR: join(root, 'file/data') });
    expect(code).toBe(3);
    expect(lines).toEqual([expect.stringContaining(join(root, 'file/data'))]);
    // There no folder can be made, and Node's own recursive mkdir tries for ever.
    const nowhere = await refusal({ DATA_DIR: '/proc/harmonia' });
    expect(nowhere.code).toBe(3);
    expect(nowhere.lines).toEqual([expect.stringMatching(/^DATA_DIR: \/proc\/harmonia is not writable/)]);
  });

  test('with a database that does not answer', async () => {
    const { code, lines } = await refusal({
      DATA_DIR: join(root, 'no-database'),
      DATABASE_URL: 'postgresql://unknown:hunter2@127.0.0.1:9/none',
    });
    expect(code).toBe(4);
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain('hunter2');
  });

  test('with keys that do not fit the data', async () => {
    const folder = join(root, 'keys');
    const keys = { FERNET_KEYS: key(), SECRET_KEY: key(), PASSWORD_PEPPER: key() };
    const first = start({ DATA_DIR: folder, ...keys });
    await first.ready();
    first.kill('SIGINT');
    await first.ended();
    for (const name of Object.keys(keys)) {
      const { code, lines } = await refusal({ DATA_DIR: folder, ...keys, [name]: key() });
      expect({ name, code, lines }).toEqual({ name, code: 6, lines: [expect.stringContaining(name)] });
      expect(processesNaming(folder)).toEqual([]);
    }
  });
});
