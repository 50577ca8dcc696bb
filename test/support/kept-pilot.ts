import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { MovableClock } from '../../foundation/clock.ts';
import { parseConfig } from '../../config.ts';
import { type Harmonia, startHarmonia } from '../../app/start.ts';
import { createLog } from '../../foundation/log.ts';
import { createSandbox, type Person, type Sandbox } from '../../sandbox/server.ts';
import { onServer, testServer, withDatabase } from './test-server.ts';
import { closeAfterFile } from './close-after-file.ts';
import { createStandInAnalyser } from './faces.ts';

const home = join(import.meta.dirname, '../..');
const folder = join(home, 'test/pilot');
const hourMs = 3_600_000;

/** What was true of the pilot when the dump was made; test/pilot/README.md says of whom. */
export interface Expected {
  madeAt: string;
  staff: Record<'admin' | 'researcher', { email: string; password: string; chatId: number }>;
  people: { name: string; chatId: number; code: string | null; userId: string | null }[];
  unusedInvite: string;
  deliveries: { id: string; body: string; status: number; answer: string }[];
  reports: { chatId: number; path: string; sha256: string }[];
  frozen: {
    cohortId: string;
    hash: string;
    pairs: ({ a: string; b: string } & Record<string, number | null | string>)[];
    plan: { viewer: string; shown: string; position: number; kind: string }[];
  };
}

/** The pilot that an earlier program left, restored and served by the program of today. */
export interface KeptPilot {
  readonly expected: Expected;
  readonly sandbox: Sandbox;
  readonly dataDir: string;
  readonly clock: MovableClock;
  harmonia(): Harmonia;
  /** The person of the sandbox who has this chat in the dump. */
  chatOf(name: string): Person;
  /** Runs `npm run harmonia` with these words beside the program, on the same database and volume. */
  command(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
  /** Everything the program logged, as text. */
  logged(): string;
  close(): Promise<void>;
}

/**
 * Restores the dump into a database of its own and the volume into a folder, and starts the whole program on them,
 * an hour after the dump was made. It is closed when the test file ends.
 */
export const openKeptPilot = (): Promise<KeptPilot> => closeAfterFile(open());

async function open(): Promise<KeptPilot> {
  await using opened = new AsyncDisposableStack();
  const expected = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as Expected;
  const url = await restoreDatabase(opened);
  const dataDir = await mkdtemp(join(tmpdir(), 'harmonia-pilot-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  await cp(join(folder, 'volume'), dataDir, { recursive: true });
  const clock = clockFrom(new Date(new Date(expected.madeAt).getTime() + hourMs));
  const { sandbox, people } = await openSandbox(expected, join(dataDir, 'sandbox'), clock);
  opened.defer(() => sandbox.close());
  const chatOf = (name: string): Person =>
    people.get(expected.people.find((person) => person.name === name)!.chatId)!;
  // A bot may write only to who has written to it, and an answer to Femi waits in the outbox.
  chatOf('Femi').send('/help');
  const lines: string[] = [];
  const log = createLog({ level: 'debug', stream: { write: (line: string) => void lines.push(line) } });
  const variables = {
    ...(await readKeys()),
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    BOT_TOKEN: sandbox.token,
    BOT_API_ROOT: sandbox.url,
    PORT: '0',
    HOST: '127.0.0.1',
  };
  const analyser = Promise.resolve(createStandInAnalyser());
  const running = await startHarmonia(parseConfig(variables), { log, clock, analyser });
  opened.defer(() => running.stop());
  const all = opened.move();
  return {
    expected,
    sandbox,
    dataDir,
    clock,
    harmonia: () => running,
    chatOf,
    command: (...words) => runCommand(variables, words),
    logged: () => lines.join('\n'),
    close: () => all.disposeAsync(),
  };
}

function runCommand(
  variables: Record<string, string>,
  words: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const { PATH, HOME } = process.env;
  const node = ['--conditions=harmonia-source', '--import', './require-node.mjs'];
  const program = [...node, 'cli/harmonia.ts', ...words];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      program,
      { cwd: home, env: { PATH, HOME, ...variables } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
      },
    );
  });
}

async function restoreDatabase(opened: AsyncDisposableStack): Promise<string> {
  const server = testServer();
  const name = `harmonia_pilot_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  opened.defer(() => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = withDatabase(server, name);
  const dump = await promisify(gunzip)(await readFile(join(folder, 'pilot.sql.gz')));
  await onServer(url, dump.toString());
  return url;
}

async function readKeys(): Promise<Record<string, string>> {
  const lines = (await readFile(join(folder, 'keys.env'), 'utf8')).split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.+)$/.exec(line) ?? [];
      return name && value ? [[name, value]] : [];
    }),
  );
}

function clockFrom(start: Date): MovableClock {
  let offset = start.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + offset),
    advance: (milliseconds) => void (offset += milliseconds),
  };
}

/** The same people in the same order as in the dump, so that they get the same ids; their chats are empty. */
async function openSandbox(
  expected: Expected,
  memory: string,
  clock: MovableClock,
): Promise<{ sandbox: Sandbox; people: ReadonlyMap<number, Person> }> {
  const chats = [
    ...expected.people.map(({ name, chatId }) => ({ firstName: name, chatId })),
    ...Object.entries(expected.staff).map(([role, { chatId }]) => ({ firstName: role, chatId })),
  ].toSorted((a, b) => a.chatId - b.chatId);
  await mkdir(memory, { recursive: true });
  // Updates have numbers that the dump does not know.
  const next = { message: 100_001, group: 4_000_000_001, query: 100_001, album: 1, path: 1 };
  await writeFile(
    join(memory, 'ids.json'),
    JSON.stringify({ update: 320_000_001, person: chats[0]!.chatId, ...next }),
  );
  const sandbox = await createSandbox({ folder: memory, now: () => clock.now() });
  const people = new Map<number, Person>();
  for (const { firstName, chatId } of chats) {
    const person = sandbox.person({ firstName });
    if (person.id !== chatId) throw new Error(`${firstName} has chat ${person.id} instead of ${chatId}`);
    people.set(chatId, person);
  }
  return { sandbox, people };
}
