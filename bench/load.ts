import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../db/embedded.ts';
import { hashInviteCode, newInviteCode } from '../engine/protocol/codes.ts';
import { createTeardown } from '../foundation/teardown.ts';
import { describeMachine } from './machine.ts';
import { startRelay } from './load-relay.ts';

// People who join in the chat and answer the questionnaire as fast as the bot lets them; after each comes the next one.
// npm run load -- --people N --minutes M [--pause MS] [--checkout DIR|--address URL] [--json]
// --checkout: another build with its node_modules. --address: the chat page of a running program, whose statements and
// memory are not seen.

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '30' },
    minutes: { type: 'string', default: '1' },
    pause: { type: 'string', default: '0' },
    checkout: { type: 'string' },
    address: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const number = (name: 'people' | 'minutes' | 'pause', least: number): number => {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value >= least) return value;
  console.error(`--${name}: expected a number, ${least} or more`);
  process.exit(2);
};
const people = Math.floor(number('people', 1));
const seconds = 60 * number('minutes', 0.05);
const pause = number('pause', 0);
if (values.checkout !== undefined && values.address !== undefined) {
  console.error('--checkout and --address exclude each other');
  process.exit(2);
}

const checkout = resolve(values.checkout ?? join(import.meta.dirname, '..'));
const node = ['--conditions=harmonia-source', '--disable-warning=ExperimentalWarning'];
const invitations = 4000;
const ticksPerSecond = 100;

type Told =
  | { kind: 'sandbox'; url?: string; token?: string }
  | { kind: 'begins' }
  | { kind: 'at-photo'; chatId: number }
  | { kind: 'over'; updates: number; errors: number; latencies: number[]; seconds: number };

/** What the load sees of the program's process; the relay's figures stand beside it. */
interface Observed {
  /** Resident memory in MB, once a second. */
  memory: number[];
  loopCpuSeconds: number;
  statements: number;
  transactions: number;
}

function startNode(file: string, words: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(process.execPath, [...node, join(import.meta.dirname, file), ...words], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ...options,
  });
  child.once('exit', (code) => {
    if (code) fail(`${file} ended with ${code}`);
  });
  return child;
}

function fail(reason: string): void {
  console.error(reason);
  process.exitCode = 1;
}

/** Processor seconds of the main thread, in which the event loop runs. */
function loopCpuOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

const memoryOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Starts a database with the program in front of the people's sandbox; returns what it sees from the beginning on. */
async function startProgram(
  close: ReturnType<typeof createTeardown>,
  crowd: ChildProcess,
  telegram: { url: string; token: string },
): Promise<() => () => Observed> {
  const folder = await mkdtemp(join(tmpdir(), 'harmonia-load-'));
  close.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const server = await startEmbedded({ folder: join(folder, 'postgres') });
  close.defer(() => server.stop());
  const relay = await startRelay(server.url);
  close.defer(() => relay.close());
  const program = startNode('load-program.ts', [checkout], {
    cwd: checkout,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      ...{ DATA_DIR: folder, DATABASE_URL: relay.url, PORT: '0', HOST: '127.0.0.1' },
      ...{ SANDBOX: 'off', BOT_TOKEN: telegram.token, BOT_API_ROOT: telegram.url },
    },
  });
  close.defer(async () => {
    if (program.exitCode !== null) return;
    program.send('stop');
    await once(program, 'exit');
  });
  const [first] = (await Promise.race([once(program, 'message'), once(program, 'exit')])) as unknown[];
  if (first !== 'ready') throw new Error('the program did not start');
  const client = new pg.Client(server.superuserUrl);
  await client.connect();
  close.defer(() => client.end());
  // The seals of phase 1 are written past the triggers, which an ordinary role may not do.
  await client.query('SET session_replication_role = replica');
  for (let count = 0; count < invitations; count++) {
    const code = newInviteCode();
    await client.query(
      `INSERT INTO invites (code_hash, cohort_id, expires_at) SELECT $1, id, now() + interval '1 day' FROM cohorts LIMIT 1`,
      [hashInviteCode(code)],
    );
    crowd.send({ code });
  }
  crowd.on('message', (told: Told) => {
    if (told.kind === 'at-photo')
      client
        .query(
          `INSERT INTO phase_records (user_id, phase, instrument_version, opened_at, sealed_at, digest)
           SELECT user_id, 'visual', 'load', now(), now(), 'load' FROM participants WHERE chat_id = $1
           ON CONFLICT (user_id, phase) DO UPDATE SET sealed_at = now(), digest = 'load'`,
          [told.chatId],
        )
        .then(
          () => crowd.send({ sealed: told.chatId }),
          (error: unknown) => fail(String(error)),
        );
  });
  return () => observe(program.pid!, relay.counted);
}

function observe(pid: number, counted: () => { statements: number; transactions: number }): () => Observed {
  const before = { ...counted(), cpu: loopCpuOf(pid) };
  const memory = [memoryOf(pid)];
  const timer = setInterval(() => memory.push(memoryOf(pid)), 1000);
  return () => {
    clearInterval(timer);
    const { statements, transactions } = counted();
    return {
      memory,
      loopCpuSeconds: loopCpuOf(pid) - before.cpu,
      statements: statements - before.statements,
      transactions: transactions - before.transactions,
    };
  };
}

const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** MB a minute, by least squares over the second half of the samples: the first half warms up. */
function slopeOf(memory: readonly number[]): number {
  const late = memory.slice(Math.floor(memory.length / 2));
  const middle = (late.length - 1) / 2;
  const mean = late.reduce((sum, value) => sum + value, 0) / late.length;
  const over = late.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return over === 0
    ? 0
    : (60 * late.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0)) / over;
}

function figuresOf(told: Extract<Told, { kind: 'over' }>, seen: Observed | undefined): object {
  const { updates, errors } = told;
  const sorted = told.latencies.toSorted((a, b) => a - b);
  const quantile = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return {
    ...{ people, seconds: rounded(told.seconds), updates, updatesPerSecond: rounded(updates / told.seconds) },
    ...{ p50Ms: quantile(0.5), p95Ms: quantile(0.95), p99Ms: quantile(0.99), errors },
    statementsPerUpdate: seen ? rounded(seen.statements / updates) : null,
    transactionsPerUpdate: seen ? rounded(seen.transactions / updates, 2) : null,
    loopCpuMsPerUpdate: seen ? rounded((1000 * seen.loopCpuSeconds) / updates, 2) : null,
    memoryMb: seen ? Math.round(seen.memory.at(-1)!) : null,
    memoryMbPerMinute: seen ? rounded(slopeOf(seen.memory)) : null,
  };
}

const close = createTeardown();
try {
  const crowd = startNode('load-people.ts', [
    ...[people, seconds, pause].map(String),
    ...(values.address === undefined ? [] : [values.address]),
  ]);
  close.defer(() => void crowd.kill());
  let begin: (() => () => Observed) | undefined;
  let end: (() => Observed) | undefined;
  const over = new Promise<Extract<Told, { kind: 'over' }>>((done, reject) => {
    crowd.once('exit', () => reject(new Error('the people left early')));
    crowd.on('message', (told: Told) => {
      if (told.kind === 'begins') end = begin?.();
      if (told.kind === 'over') done(told);
    });
  });
  over.catch(() => undefined);
  const [telegram] = (await once(crowd, 'message')) as [Extract<Told, { kind: 'sandbox' }>];
  const { url, token } = telegram;
  if (url !== undefined && token !== undefined) {
    begin = await startProgram(close, crowd, { url, token });
    crowd.send('begin');
  }
  const told = await over;
  const line = figuresOf(told, end?.());
  if (!values.json) console.log(describeMachine());
  console.log(values.json ? JSON.stringify(line) : line);
} finally {
  await close.close();
}
