import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { processIdentity } from '../../foundation/process-lock.ts';
import { soon } from '../support/soon.ts';
import { type EmbeddedServer, startEmbedded } from '../../db/embedded.ts';

// These tests start, kill and stop servers, which takes long on a busy machine.
jest.setTimeout(30_000);

const root = mkdtempSync(join(tmpdir(), 'harmonia-embedded-'));
chmodSync(root, 0o755);
const children = new Set<ChildProcessWithoutNullStreams>();
afterAll(async () => {
  for (const child of children) {
    child.stdin.end('exit\n');
    await once(child, 'exit');
  }
  rmSync(root, { recursive: true, force: true });
});

const isRoot = process.getuid?.() === 0;
const ordinaryUser = { uid: 65534, gid: 65534 };

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

interface Program {
  url: string;
  superuserUrl: string;
  adopted: boolean;
  process: ChildProcessWithoutNullStreams;
  /** Ends the program in the given way and waits until it has ended. */
  end(how: 'stop' | 'exit' | NodeJS.Signals): Promise<void>;
}

async function startProgram(
  folder: string,
  { durable = true, ...user }: { durable?: boolean; uid?: number; gid?: number } = {},
): Promise<Program> {
  const script = join(import.meta.dirname, 'start-embedded-child.ts');
  const child = spawn(process.execPath, [script, folder, durable ? '' : 'volatile'], {
    ...user,
    cwd: '/',
    stdio: 'pipe',
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let problem = '';
  child.stderr.on('data', (bytes) => (problem += String(bytes)));
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => {
      throw new Error(problem);
    }),
  ])) as [string];
  return {
    ...(JSON.parse(line) as Pick<Program, 'url' | 'superuserUrl' | 'adopted'>),
    process: child,
    async end(how) {
      const ended = once(child, 'exit');
      if (how === 'stop' || how === 'exit') child.stdin.write(`${how}\n`);
      else child.kill(how);
      await ended;
    },
  };
}

const serverPid = (folder: string): number =>
  Number(readFileSync(join(folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);

/** False also for a zombie: in a container without an init process, no process reaps the server of a killed program. */
const isRunning = (pid: number): boolean => processIdentity(pid) !== undefined;

async function untilGone(pid: number): Promise<void> {
  for (let n = 0; isRunning(pid); n++) {
    if (n > 500) throw new Error('the server did not stop');
    await delay(10);
  }
}

/** After a clean end there must be no process, no lock and no registered client. */
function expectTidy(folder: string, pid: number): void {
  expect(isRunning(pid)).toBe(false);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
  expect(existsSync(join(folder, 'cluster/postmaster.pid'))).toBe(false);
  expect(readdirSync(join(folder, 'clients'))).toEqual([]);
}

describe('the embedded server', () => {
  const folder = join(root, 'main');
  let server: EmbeddedServer;
  beforeAll(async () => {
    server = await startEmbedded({ folder, durable: false });
    await ask(server.url, 'CREATE TABLE kept AS SELECT 1 AS row');
  });

  test('listens on 127.0.0.1 only and requires its password, which only its owner can read', async () => {
    const [row] = await ask<{ listen: string; sockets: string; method: string }>(
      server.superuserUrl,
      `SELECT current_setting('listen_addresses') AS listen, current_setting('unix_socket_directories') AS sockets,
         (SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules) AS method`,
    );
    expect(row).toEqual({ listen: '127.0.0.1', sockets: '', method: 'scram-sha-256' });
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'cluster')).mode & 0o777).toBe(0o700);
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  test('gives the program a role that owns its database and has no power over the server', async () => {
    expect(
      await ask(
        server.url,
        `SELECT current_user AS role, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication AS power,
           pg_get_userbyid(datdba) AS owner
         FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
      ),
    ).toEqual([{ role: 'study', power: false, owner: 'study' }]);
    await expect(ask(server.url, `COPY kept FROM '/etc/passwd'`)).rejects.toThrow(/permission denied/);
  });

  test('is started again within five seconds on the same port when it dies', async () => {
    await ask(server.url, 'CREATE TABLE before_death AS SELECT 4 AS row');
    await ask(server.superuserUrl, 'CHECKPOINT');
    const pid = serverPid(folder);
    const died = Date.now();
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    await soon(
      async () => expect(await ask(server.url, 'SELECT row FROM before_death')).toEqual([{ row: 4 }]),
      10_000,
    );
    expect(Date.now() - died).toBeLessThan(5000);
    expect(serverPid(folder)).not.toBe(pid);
  });

  test('is shared with a second program, and the last one to leave stops it', async () => {
    const second = await startProgram(folder);
    expect(second).toMatchObject({ adopted: true, url: server.url });
    await second.end('stop');
    const third = await startProgram(folder);
    const pid = serverPid(folder);
    await server.stop();
    await server.stop();
    expect(await ask(third.url, 'SELECT row FROM kept')).toEqual([{ row: 1 }]);
    await third.end('stop');
    expectTidy(folder, pid);
  });

  test('stops when its process exits without stopping it', async () => {
    const program = await startProgram(folder);
    expect(program.adopted).toBe(false);
    const pid = serverPid(folder);
    await program.end('exit');
    await untilGone(pid);
    expectTidy(folder, pid);
  });

  test('runs on after kill -9 of its program, and the next program adopts and stops it', async () => {
    const killed = await startProgram(folder);
    await ask(killed.url, 'CREATE TABLE acknowledged AS SELECT 2 AS row');
    await killed.end('SIGKILL');
    const pid = serverPid(folder);
    const next = await startProgram(folder);
    expect(next).toMatchObject({ adopted: true, url: killed.url });
    expect(await ask(next.url, 'SELECT row FROM acknowledged')).toEqual([{ row: 2 }]);
    await next.end('stop');
    expectTidy(folder, pid);
  });

  test('recovers after kill -9 of program and server, also when another process has the pid now', async () => {
    const killed = await startProgram(folder);
    const pid = serverPid(folder);
    await ask(killed.url, 'CREATE TABLE both_killed AS SELECT 3 AS row');
    await killed.end('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    const pidFile = join(folder, 'cluster/postmaster.pid');
    const { uid, gid } = statSync(pidFile);
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(String(pid), String(process.pid)));
    chownSync(pidFile, uid, gid);
    const next = await startProgram(folder);
    expect(next.adopted).toBe(false);
    expect(await ask(next.url, 'SELECT row FROM both_killed')).toEqual([{ row: 3 }]);
    const nextPid = serverPid(folder);
    await next.end('stop');
    expectTidy(folder, nextPid);
  });

  test('is started once by three programs at the same moment, in spite of an ended program’s lock file', async () => {
    writeFileSync(join(folder, 'lock'), '999999999 1');
    const programs = await Promise.all([1, 2, 3].map(() => startProgram(folder)));
    expect(new Set(programs.map(({ url }) => url)).size).toBe(1);
    expect(programs.filter(({ adopted }) => !adopted)).toHaveLength(1);
    const pid = serverPid(folder);
    await Promise.all(programs.map((program) => program.end('stop')));
    expectTidy(folder, pid);
  });

  test('starts with a new cluster when the first initdb was killed', async () => {
    const half = join(root, 'half');
    mkdirSync(join(half, 'cluster.new/base'), { recursive: true });
    writeFileSync(join(half, 'cluster.new/PG_VERSION'), '18');
    const program = await startProgram(half, { durable: false });
    expect(await ask(program.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await program.end('stop');
  });

  test('names the password file when it is missing', async () => {
    const lost = join(root, 'lost');
    mkdirSync(join(lost, 'cluster'), { recursive: true });
    await expect(startEmbedded({ folder: lost })).rejects.toEqual(
      expect.objectContaining({
        code: 'database-unavailable',
        message: `${join(lost, 'password')} is missing: restore it beside its cluster`,
      }),
    );
    expect(existsSync(join(lost, 'lock'))).toBe(false);
  });
});

test('a cluster of before, in which everything belongs to the superuser, is handed to the ordinary role', async () => {
  const folder = join(root, 'before');
  const first = await startEmbedded({ folder, durable: false });
  await ask(
    first.superuserUrl,
    `CREATE SCHEMA pgboss; CREATE TYPE pgboss.state AS ENUM ('a'); CREATE DOMAIN year AS INTEGER;
     CREATE TABLE of_before (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, old SERIAL, row year);
     CREATE TABLE pgboss.job (name TEXT, state pgboss.state) PARTITION BY LIST (name);
     CREATE TABLE pgboss.job_a PARTITION OF pgboss.job FOR VALUES IN ('a');
     CREATE VIEW seen AS TABLE of_before; CREATE SEQUENCE apart;
     CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
     CREATE TRIGGER refused BEFORE DELETE ON of_before FOR EACH ROW EXECUTE FUNCTION refuse();
     ALTER DATABASE harmonia OWNER TO harmonia`,
  );
  await first.stop();
  const next = await startEmbedded({ folder, durable: false });
  await ask(
    next.url,
    `INSERT INTO of_before (row) VALUES (1); ALTER TABLE of_before ADD COLUMN later TEXT; DROP VIEW seen;
     DROP SEQUENCE apart; DROP TABLE of_before; DROP FUNCTION refuse(); DROP DOMAIN year; DROP SCHEMA pgboss CASCADE`,
  );
  await next.stop();
});

(isRoot ? describe : describe.skip)('the embedded server started by root', () => {
  test('runs as another user, also below a folder that only root may enter', async () => {
    const locked = join(root, 'locked');
    mkdirSync(locked, { mode: 0o700 });
    const folder = join(locked, 'data/postgres');
    for (const adopted of [false, true]) {
      const program = await startProgram(folder, { durable: false });
      expect(program.adopted).toBe(adopted);
      expect(statSync(`/proc/${serverPid(folder)}`).uid).not.toBe(0);
      await ask(
        program.superuserUrl,
        'CREATE TABLE IF NOT EXISTS deep (row INTEGER); INSERT INTO deep VALUES (1); CHECKPOINT',
      );
      if (!adopted) {
        await program.end('SIGKILL');
        continue;
      }
      expect(await ask(program.url, 'SELECT count(*)::int AS rows FROM deep')).toEqual([{ rows: 2 }]);
      const pid = serverPid(folder);
      await program.end('stop');
      expectTidy(folder, pid);
    }
  });

  test('runs for an ordinary user, and later for root in the same folder', async () => {
    const folder = join(root, 'ordinary');
    mkdirSync(folder);
    chownSync(folder, ordinaryUser.uid, ordinaryUser.gid);
    const ordinary = await startProgram(folder, { ...ordinaryUser, durable: false });
    expect(statSync(`/proc/${serverPid(folder)}`).uid).toBe(ordinaryUser.uid);
    await ask(ordinary.url, 'CREATE TABLE kept AS SELECT 5 AS row');
    await ordinary.end('stop');
    const asRoot = await startProgram(folder, { durable: false });
    expect(await ask(asRoot.url, 'SELECT row FROM kept')).toEqual([{ row: 5 }]);
    await asRoot.end('stop');
  });

  test('is refused with the name of the folder when an ordinary user may not write to it', async () => {
    await expect(startProgram(join(root, 'forbidden'), ordinaryUser)).rejects.toThrow(
      `${join(root, 'forbidden')} is not writable`,
    );
  });
});
