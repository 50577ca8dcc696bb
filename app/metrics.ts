import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DatabaseHealth, HostHealth } from '../engine/ports/health.ts';
import type { FaceAnalyser } from '../engine/visual/face-analysis.ts';
import { isHarmoniaError } from '../foundation/errors.ts';
import type { Log } from '../foundation/log.ts';
import type { Meter, Outcome } from '../foundation/meter.ts';
import type { PoolStatistics } from '../db/connect.ts';

/** The figures of this process in Prometheus' text form, and the meter that its parts give them to. */
export interface Metrics {
  readonly meter: Meter;
  readonly contentType: string;
  /** Reads the state of the queues, of the database and of the disk, and writes every figure. */
  read(): Promise<string>;
  /** Sets where the state is read at each scrape. Until then only counted figures are given. */
  watch(sources: MetricSources): void;
}

/** The state that is read at a scrape. `database` rejects while the database does not answer. */
export interface MetricSources {
  database: () => Promise<DatabaseHealth>;
  pool: () => PoolStatistics;
  host: () => Promise<HostHealth>;
}

const shortSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const answerSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const faceSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/**
 * Figures of one start, in a registry of their own. Times are in seconds and sizes in bytes, as Prometheus wants them;
 * docs/operations.md explains each.
 */
export function createMetrics(): Metrics {
  const register = new Registry();
  const counted = countedFigures(register);
  const state = stateFigures(register);
  collectDefaultMetrics({ register });
  let sources: MetricSources | undefined;
  return {
    meter: counted,
    contentType: register.contentType,
    watch: (given) => void (sources = given),
    async read() {
      if (sources) await state(sources);
      return register.metrics();
    },
  };
}

function countedFigures(register: Registry): Meter {
  const registers = [register];
  const updates = new Histogram({
    name: 'harmonia_update_seconds',
    help: 'From an update to its reply.',
    buckets: answerSeconds,
    registers,
  });
  const failedUpdates = new Counter({
    name: 'harmonia_update_failures_total',
    help: 'Tries to handle an update that failed.',
    registers,
  });
  const statements = new Histogram({
    name: 'harmonia_statement_seconds',
    help: 'Statements of transactions, by outcome.',
    labelNames: ['outcome'],
    buckets: shortSeconds,
    registers,
  });
  const answers = new Counter({
    name: 'harmonia_telegram_answers_total',
    help: 'Answers of the Bot API by method: ok, an HTTP status, or none.',
    labelNames: ['method', 'answer'],
    registers,
  });
  const faces = new Histogram({
    name: 'harmonia_face_seconds',
    help: 'Analyses of photos by outcome, waiting for a worker included.',
    labelNames: ['outcome'],
    buckets: faceSeconds,
    registers,
  });
  const errors = new Counter({
    name: 'harmonia_errors_total',
    help: 'Errors in the log by code.',
    labelNames: ['code'],
    registers,
  });
  const webhooks = new Counter({
    name: 'harmonia_webhook_requests_total',
    help: 'Calls of the webhooks by route and HTTP status.',
    labelNames: ['route', 'status'],
    registers,
  });
  return {
    updateAnswered: (milliseconds) => updates.observe(milliseconds / 1000),
    updateFailed: () => failedUpdates.inc(),
    statementEnded: (outcome, milliseconds) => statements.observe({ outcome }, milliseconds / 1000),
    telegramAnswered: (method, answer) => answers.inc({ method, answer }),
    facesAnalysed: (outcome, milliseconds) => faces.observe({ outcome }, milliseconds / 1000),
    errorLogged: (code) => errors.inc({ code }),
    webhookAnswered: (route, status) => webhooks.inc({ route, status }),
  };
}

/** Gauges that are set at each scrape. While the database does not answer, those that come from it are left out. */
function stateFigures(register: Registry): (sources: MetricSources) => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> =>
    new Gauge({ name, help, labelNames, registers: [register] });
  const up = gauge('harmonia_database_up', '1 while the database answers.');
  const connections = gauge(
    'harmonia_connections',
    'Connections of the pool, and callers that wait for one.',
    ['state'],
  );
  const jobs = gauge('harmonia_jobs', 'Background jobs; dead: failed for good in the last 7 days.', [
    'state',
  ]);
  const messages = gauge('harmonia_messages_waiting', 'Messages that Telegram has not taken yet.');
  const unreachable = gauge('harmonia_unreachable_chats', 'Chats that cannot be reached.');
  const size = gauge('harmonia_database_bytes', 'Size of the database.');
  const disk = gauge('harmonia_disk_bytes', 'The volume of DATA_DIR.', ['space']);
  const program = gauge('harmonia_info', '1; the labels say which program runs.', [
    'version',
    'node',
    'mode',
  ]);

  return async ({ database, pool, host }) => {
    const [read, machine] = await Promise.all([database().catch(() => undefined), host()]);
    const { busy, idle, waiting } = pool();
    for (const [state, value] of Object.entries({ busy, idle, waiting })) connections.set({ state }, value);
    disk.set({ space: 'free' }, machine.disk.freeBytes);
    disk.set({ space: 'total' }, machine.disk.totalBytes);
    program.set(
      { version: machine.versions.program, node: machine.versions.node, mode: machine.telegram },
      1,
    );
    up.set(read ? 1 : 0);
    jobs.reset();
    for (const figure of [messages, unreachable, size]) figure.remove();
    if (!read) return;
    for (const [state, value] of Object.entries(read.jobs)) jobs.set({ state }, value);
    messages.set(read.messages.waiting);
    unreachable.set(read.messages.unreachableChats);
    size.set(read.sizeBytes);
  };
}

/** A log that also counts the errors that are logged, by code. */
export function countErrors(log: Log, meter: Meter): Log {
  return {
    ...log,
    caught(error, fields, message) {
      meter.errorLogged(isHarmoniaError(error) ? error.code : 'internal');
      log.caught(error, fields, message);
    },
    child: (fields) => countErrors(log.child(fields), meter),
  };
}

/** A face analyser whose analyses are timed. A photo that cannot be used is an answer, and no failure. */
export function timeFaces(analyser: FaceAnalyser, meter: Meter): FaceAnalyser {
  return {
    ...analyser,
    async analyse(photo, description) {
      const started = performance.now();
      const ended = (outcome: Outcome): void => meter.facesAnalysed(outcome, performance.now() - started);
      try {
        const analysis = await analyser.analyse(photo, description);
        ended('done');
        return analysis;
      } catch (error) {
        ended(isHarmoniaError(error, 'photo-unreadable') ? 'done' : 'failed');
        throw error;
      }
    },
  };
}
