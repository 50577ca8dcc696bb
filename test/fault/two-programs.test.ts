import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Client } from 'pg';
import { takeStudyLock } from '../../db/study-lock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { harmoniaCommand } from '../support/harmonia-command.ts';
import { soon } from '../support/soon.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { type Program, startProgram } from './program.ts';

jest.setTimeout(120_000);

const root = mkdtempSync(join(tmpdir(), 'harmonia-two-'));
const running: Program[] = [];
let store: TestDatabase;
beforeAll(async () => {
  store = await createTestDatabase();
});
afterAll(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map((program) => program.ended()));
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const keys = { FERNET_KEY: `${randomBytes(32).toString('base64url')}=`, SECRET_KEY: 'k'.repeat(40) };
const start = (folder: string, words?: [string, ...string[]]): Program => {
  const variables = { ...keys, DATA_DIR: join(root, folder), DATABASE_URL: store.url };
  const program = startProgram(variables, words);
  running.push(program);
  return program;
};
/** The server processes that hold the claim. */
const holders = async (): Promise<number[]> => {
  const client = new Client({ connectionString: store.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_locks JOIN pg_database ON oid = database
       WHERE locktype = 'advisory' AND granted AND datname = current_database()`,
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await client.end();
  }
};

test('a second program on the database is refused in one line, and commands work beside the first', async () => {
  const first = start('one');
  await first.ready();

  const second = start('two');
  expect(await second.ended()).toMatchObject({ code: 4 });
  const lines = second
    .stderr()
    .split('\n')
    .filter((line) => line && !line.startsWith('{'));
  expect(lines).toEqual([expect.stringMatching(/^DATABASE_URL: another program runs the study/)]);

  const list = start('one', harmoniaCommand('cohort', 'list'));
  expect(await list.ended()).toMatchObject({ code: 0 });
  expect(list.stdout()).toMatch(/^Pilot\topen/);

  first.kill('SIGKILL');
  const third = start('one');
  const { http } = await third.ready();
  expect((await fetch(`${http}/readyz`)).status).toBe(200);
  third.kill('SIGTERM');
  expect(await third.ended()).toMatchObject({ code: 0 });
});

test('a claim is taken again after an outage, and lost when another program has it by then', async () => {
  const wire = await startTcpProxy(store.url);
  const lock = await takeStudyLock(wire.url);
  const before = await holders();
  expect(before).toHaveLength(1);
  wire.cut();
  await soon(async () => {
    const now = await holders();
    expect(now).toHaveLength(1);
    expect(now).not.toEqual(before);
  }, 20_000);
  await expect(takeStudyLock(store.url)).rejects.toThrow(/another program/);

  await wire.down();
  wire.cut();
  const other = await takeStudyLock(store.url);
  await wire.up();
  await expect(lock.lost).rejects.toThrow(/another program/);
  await lock.release();
  await other.release();
  await wire.down();
});
