import { cp, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Database } from '../../db/connect.ts';
import { createClock, type MovableClock } from '../../foundation/clock.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { createLog, type Log } from '../../foundation/log.ts';
import { createRandom } from '../../foundation/random.ts';
import { type Teardown, withTeardown } from '../../foundation/teardown.ts';
import { createSandbox, type Sandbox } from '../../sandbox/server.ts';
import { createSandboxStaff, deliverLab } from '../control-panel.ts';
import { createPersona, selfieSource } from '../personas/create-persona.ts';
import type { Persona } from '../personas/persona.ts';
import type { PlayedStudy } from '../played-study.ts';
import { countPairs, demoFigures, type DemoFigures } from './figures.ts';
import { enrol, type Participant } from './people.ts';
import { signInStaff } from './staff.ts';

/** The running program as the demo uses it. */
export interface RunningProgram extends PlayedStudy {
  readonly database: Database;
  readonly bot: PlayedStudy['bot'] & { readonly intake: { readonly latencies: readonly number[] } };
  stop(): Promise<void>;
}

/** Starts the program of app/ with these environment variables. */
export type StartProgram = (
  variables: Record<string, string>,
  deps: { log: Log; clock: MovableClock },
) => Promise<RunningProgram>;

export interface DemoOptions {
  participants: number;
  faces?: string;
  seed: string;
  json?: boolean;
  dataDir?: string;
}

/** The longest time in which a participant must reach a stage: on a slow machine all participants are slow. */
const timeoutMs = 9 * 60_000;

/**
 * Plays the whole study once and measures it.
 * @throws HarmoniaError `job-failed` when a participant does not reach a stage
 */
export const runDemo = (options: DemoOptions, program: { start: StartProgram }): Promise<DemoFigures> =>
  withTeardown((opened) => playDemo(options, program, opened));

async function playDemo(
  options: DemoOptions,
  program: { start: StartProgram },
  opened: Teardown,
): Promise<DemoFigures> {
  const started = performance.now();
  const dataDir = options.dataDir
    ? resolve(options.dataDir)
    : await mkdtemp(join(tmpdir(), 'harmonia-demo-'));
  if (!options.dataDir) opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  const errors = { count: 0 };
  const log = countErrors(createLog({ level: 'warn' }), errors);
  const sandbox = await createSandbox();
  opened.defer(() => sandbox.close());
  const stage = createStage(options);
  const run = createRun(program.start, dataDir, sandbox, log);
  opened.defer(() => run.stop());

  let harmonia = await run.start();
  const staff = await createSandboxStaff(harmonia);
  const selfies = selfieSource(options.faces, options.seed);
  const { instrument } = harmonia.study.instruments.current();
  const year = new Date().getUTCFullYear();
  const persona = (index: number) => createPersona(index, { seed: options.seed, instrument, selfies, year });
  stage.begin('portraits', options.participants);
  await drawAll(persona, options.participants, stage);
  const people = await enrol(harmonia, sandbox, options.participants, persona);

  stage.begin('to the lab', people.length);
  const random = createRandom(`demo:${options.seed}`);
  const restartAfter = Math.max(1, Math.floor(people.length * (0.3 + 0.4 * random.next())));
  let arrived = 0;
  const restart = Promise.withResolvers<void>();
  await Promise.all([
    restart.promise.then(async () => {
      harmonia = await run.restart();
    }),
    ...people.map(async (participant) => {
      await within(participant.walk.reached('lab'), 'the lab');
      stage.step();
      if (++arrived === restartAfter) restart.resolve();
    }),
  ]);
  await deliverLab(harmonia, options.seed);
  await allReach('cohort', people, stage);
  const phones = await signInStaff(sandbox, staff);
  await phones.matchAndRelease();
  await allReach('report', people, stage);
  const reports = await collectReports(people, sandbox);
  await phones.readStats();
  stage.end();
  // The temporary folder is removed at the end, so the reports are copied to data/reports first.
  if (!options.dataDir) await cp(join(dataDir, 'reports'), resolve('data/reports'), { recursive: true });
  for (const { walk } of people) walk.stop();
  return demoFigures({
    people,
    reports,
    harmonia: run,
    startedAt: started,
    errors: errors.count,
    matches: await countPairs(harmonia.database),
  });
}

/** Draws all portraits before the walks start: each takes most of a second of CPU, which would delay the updates. */
async function drawAll(persona: (index: number) => Persona, count: number, stage: Stage): Promise<void> {
  let next = 0;
  const draw = async (): Promise<void> => {
    while (next < count) {
      await persona(next++).selfie();
      stage.step();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, draw));
}

interface Run {
  start(): Promise<RunningProgram>;
  /** Stops the program while participants are answering, and starts it again on the same folder. */
  restart(): Promise<RunningProgram>;
  stop(): Promise<void>;
  /** The milliseconds that each update took, over all starts. */
  latencies(): number[];
}

function createRun(startProgram: StartProgram, dataDir: string, sandbox: Sandbox, log: Log): Run {
  const variables = {
    DATA_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    BOT_TOKEN: sandbox.token,
    BOT_API_ROOT: sandbox.url,
  };
  const clock = createClock();
  const before: number[] = [];
  let running: RunningProgram | undefined;
  const start = async (): Promise<RunningProgram> =>
    (running = await startProgram(variables, { log, clock }));
  const stop = async (): Promise<void> => {
    if (!running) return;
    before.push(...running.bot.intake.latencies);
    await running.stop();
    running = undefined;
  };
  return {
    start,
    stop,
    latencies: () => [...before, ...(running?.bot.intake.latencies ?? [])],
    async restart() {
      await stop();
      return start();
    },
  };
}

interface Stage {
  begin(name: string, total: number): void;
  step(): void;
  end(): void;
}

/** Shows a progress bar per stage on standard error, or none with --json. */
function createStage({ json }: DemoOptions): Stage {
  let bar: SingleBar | undefined;
  return {
    begin(name, total) {
      bar?.stop();
      if (json) return;
      bar = new SingleBar({
        format: '{name} {bar} {value}/{total}',
        stream: process.stderr,
        hideCursor: true,
      });
      bar.start(total, 0, { name: name.padEnd(14) });
    },
    step: () => void bar?.increment(),
    end: () => void bar?.stop(),
  };
}

async function allReach(
  milestone: 'cohort' | 'report',
  people: readonly Participant[],
  stage: Stage,
): Promise<void> {
  stage.begin(milestone === 'cohort' ? 'lab results' : 'profiles', people.length);
  await Promise.all(
    people.map(async ({ walk }) => {
      await within(walk.reached(milestone), milestone);
      stage.step();
    }),
  );
}

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new HarmoniaError('job-failed', `a participant did not reach ${what}`)),
      timeoutMs,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Waits until each participant has a PDF in the chat, and counts the files that are PDFs. */
async function collectReports(people: readonly Participant[], sandbox: Sandbox): Promise<number> {
  let reports = 0;
  for (const { person } of people) {
    const pdf = await person.until(
      (someone) => someone.messages().find(({ file }) => file?.mimeType === 'application/pdf'),
      60_000,
    );
    if (sandbox.file(pdf.file!.id).subarray(0, 5).toString() === '%PDF-') reports += 1;
  }
  return reports;
}

function countErrors(log: Log, errors: { count: number }): Log {
  return {
    ...log,
    error: (fields, message) => {
      errors.count += 1;
      log.error(fields, message);
    },
    fatal: (fields, message) => {
      errors.count += 1;
      log.fatal(fields, message);
    },
    caught: (error, fields, message) => {
      errors.count += 1;
      log.caught(error, fields, message);
    },
  };
}
