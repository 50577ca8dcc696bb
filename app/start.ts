import { hkdfSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MovableClock } from '../foundation/clock.ts';
import type { Config } from '../config.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { Log, LogFields } from '../foundation/log.ts';
import { createTeardown, type Teardown } from '../foundation/teardown.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { openFileStorage } from './file-storage.ts';
import type { JobDeps } from '../bot/jobs/job-deps.ts';
import { startJobs } from '../bot/jobs/jobs.ts';
import { allowedUpdates, type Bot, createBot } from '../bot/telegram/bot.ts';
import { type Pace, unlimitedPace } from '../bot/telegram/pacer.ts';
import { startPolling } from '../bot/telegram/polling.ts';
import { startWebhook } from '../bot/telegram/webhook.ts';
import { connectDatabase, type Database } from '../db/connect.ts';
import type { CipherKeys } from '../db/crypto/cipher-keys.ts';
import { createPasswords, passwordAdvice } from '../db/crypto/passwords.ts';
import { startEmbedded } from '../db/embedded.ts';
import { createJobs } from '../db/queue.ts';
import { takeStudyLock } from '../db/study-lock.ts';
import { questionnairesBegun } from '../engine/protocol/instrument-of-cohort.ts';
import { visualVersionsBegun } from '../engine/protocol/packs-begun.ts';
import { loadStudy, type Study } from '../engine/protocol/study.ts';
import { createFaceAnalyser, type FaceAnalyser } from '../engine/visual/face-analysis.ts';
import type { Sandbox } from '../sandbox/server.ts';
import type { ControlPanel } from '../sandbox/control-panel.ts';
import { createDatasetSupply, type DatasetSupply } from './dataset-supply.ts';
import { hostHealth } from './host-health.ts';
import { closeServer, listen } from './http-server.ts';
import { countErrors, createMetrics, type Metrics, timeFaces } from './metrics.ts';
import { openSandbox } from './sandbox.ts';

/** A running program. */
export interface Harmonia {
  readonly config: Config;
  readonly clock: MovableClock;
  readonly database: Database;
  readonly bot: Bot;
  readonly study: Study;
  readonly secrets: Secrets;
  /** Where HTTP listens. */
  readonly url: string;
  /** Present when no BOT_TOKEN is set. */
  readonly sandbox: Sandbox | undefined;
  readonly analyser: FaceAnalyser;
  readonly datasets: DatasetSupply;
  /** Sets the control panel of the sandbox's page. */
  useControlPanel(panel: ControlPanel): void;
  /** Rejects when Telegram refuses the token or another program has taken the database. With long polling it resolves at a stop. */
  readonly done: Promise<void>;
  /** Stops intake, waits for running work, and closes every part. */
  stop(): Promise<void>;
}

/** How long a start waits for Telegram to take commands and descriptions. */
const introductionMs = 5000;

/** The folder of the erasure ledger below DATA_DIR. A dump of the database does not contain it. */
export const erasuresFolder = 'erasures';

/**
 * Starts every part in the order of their dependencies: file storage, keys, database, face analysis, study, Telegram,
 * jobs, HTTP. When a part fails to start, the parts before it are stopped.
 * @throws HarmoniaError with one sentence for the operator.
 */
export async function startHarmonia(config: Config, deps: Deps): Promise<Harmonia> {
  const started = createTeardown();
  try {
    return await startParts(config, measured(config, deps), started);
  } catch (error) {
    // The caller gets the error of the start. An error while stopping the parts is only logged.
    await started
      .close()
      .catch((failure: unknown) => deps.log.caught(failure, { event: 'stop.failed' }, 'not stopped'));
    throw error;
  }
}

/** With METRICS_TOKEN the parts get a meter. */
function measured({ metricsToken }: Config, deps: Deps): MeasuredDeps {
  if (metricsToken === undefined) return deps;
  const metrics = createMetrics();
  return { ...deps, metrics, log: countErrors(deps.log, metrics.meter) };
}

/** One line for each part whose start may take long or fail, so that the last line names the part that hangs. */
const announce = (log: Log, part: string, fields: LogFields = {}): void =>
  log.info({ event: 'start', ...fields }, part);

async function startParts(config: Config, deps: MeasuredDeps, started: Teardown): Promise<Harmonia> {
  const { log, clock, metrics } = deps;
  const meter = metrics?.meter;
  announce(log, 'opening the data folder', { folder: config.dataDir, version: config.study.codeVersion });
  const files = await openFileStorage(config.dataDir);
  const secrets = openKeys(config, log);
  announce(log, 'opening the database and loading the face networks', { mode: config.database.mode });
  const [database, analyser] = await allOrNone(
    openDatabase(config, secrets, started, deps),
    (deps.analyser ?? createFaceAnalyser({ workers: config.faceWorkers })).then((made) => {
      started.defer(() => made.close());
      return meter ? timeFaces(made, meter) : made;
    }),
  );
  announce(log, 'loading the study');
  const study = await openStudy(config, { database, analyser, secrets }, deps);
  const datasets = createDatasetSupply({ ...deps, config, study, analyser, transactions: database });
  await ensureCohort(database, clock);
  await ensureFirstAdmin(config, database, study);
  let controlPanel: ControlPanel | undefined;
  const sandbox = await openSandbox(config, clock, () => controlPanel);
  if (sandbox) started.defer(() => sandbox.close());
  announce(log, 'asking Telegram who the bot is', { mode: config.telegram.mode });
  const bot = await createBot({
    ...serverOf(config, sandbox),
    transactions: database,
    files,
    study,
    host: () => hostHealth(config),
    clock,
    log,
    meter,
    ...paceOf(config, deps),
  });
  started.defer(() => bot.outbox.stop());
  announce(log, 'starting background jobs and HTTP');
  await openJobs(config, { database, files, bot, study, analyser }, deps, started);
  const http = await listen(config, { ...deps, bot, database, files, secrets, study, datasets, analyser });
  started.defer(() => closeServer(http));
  bot.outbox.start();
  const { done, stop } = await receiveUpdates(config, bot, log);
  started.defer(stop);
  await introduce(bot, log, started);
  datasets.start();
  started.defer(() => datasets.stop());

  let stopping: Promise<void> | undefined;
  return {
    config,
    clock,
    database,
    bot,
    study,
    secrets,
    sandbox,
    analyser,
    datasets,
    url: `http://localhost:${(http.address() as AddressInfo).port}`,
    useControlPanel: (made) => void (controlPanel = made),
    done: endOf(done, bot, database),
    stop: () => (stopping ??= started.close()),
  };
}

/** The study as the configuration chooses it, with what participants have begun with. */
async function openStudy(
  config: Config,
  { database, analyser, secrets }: { database: Database; analyser: FaceAnalyser; secrets: Secrets },
  { log, passwords }: Deps,
): Promise<Study> {
  return loadStudy(config.study, {
    analyser,
    cacheFolder: join(config.dataDir, 'datasets'),
    packsFolder: join(config.dataDir, 'packs'),
    hlaFolder: config.dataDir,
    begun: await database.transact(visualVersionsBegun),
    questionnairesBegun: await database.transact(questionnairesBegun),
    digest: (canonical) => database.digest.digest('seal', canonical),
    passwords: createPasswords(secrets.passwordPepper, { ...passwords, onFit: pepperProof(database, log) }),
  });
}

async function openJobs(
  config: Config,
  parts: Omit<JobDeps, 'transactions' | 'clock' | 'log'> & { database: Database & { url: string } },
  { log, clock }: Deps,
  started: Teardown,
): Promise<void> {
  const { database, ...rest } = parts;
  const workers = await createJobs({
    url: database.url,
    transactions: database,
    log,
    clock,
    alone: config.database.mode === 'embedded',
  });
  started.defer(() => workers.stop());
  await startJobs(workers, { ...rest, transactions: database, clock, log });
}

function openKeys(config: Config, log: Log): Secrets {
  const secrets = openSecrets(config);
  if (secrets.generated.length > 0) {
    log.warn(
      {
        event: 'keys.generated',
        reason: 'the environment names no keys',
        count: secrets.generated.length,
        folder: join(config.dataDir, 'keys'),
      },
      'keys were generated; without these files the data cannot be decrypted',
    );
  }
  return secrets;
}

/** The keys of the database. Digests have a key of their own, so that they still match when a Fernet key is removed. */
export const cipherKeysOf = ({ fernetKeys, secretKey, passwordPepper }: Secrets): CipherKeys => ({
  fernetKeys,
  digestKey: Buffer.from(hkdfSync('sha256', secretKey, '', 'harmonia digests', 32)).toString('base64url'),
  passwordPepper,
});

/** Has the check value of PASSWORD_PEPPER stored once a password has fitted: a pilot of an earlier version has none. */
function pepperProof(database: Database, log: Log): () => void {
  let isProven = false;
  return () => {
    if (isProven) return;
    isProven = true;
    database.passwordFitted().catch((error: unknown) => {
      isProven = false;
      log.caught(error, { event: 'keys.pepper' });
    });
  };
}

/** Waits for both promises also when one fails, so that no part is still starting when the error is thrown. */
async function allOrNone<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value];
}

interface MeasuredDeps extends Deps {
  metrics?: Metrics;
}

interface Deps {
  log: Log;
  clock: MovableClock;
  /** Replaces the face networks in tests. */
  analyser?: Promise<FaceAnalyser>;
  /** Another cost of password hashes than that of production, in tests. */
  passwords?: { rounds: number };
  /** Another pace of messages than Telegram's, in tests. */
  pace?: Pace;
}

async function openDatabase(
  config: Config,
  secrets: Secrets,
  started: Teardown,
  { log, clock, metrics }: MeasuredDeps,
): Promise<Database & { url: string; lost: Promise<never> }> {
  let url: string;
  if (config.database.mode === 'external') url = config.database.url;
  else {
    const server = await startEmbedded({ folder: config.database.folder, log });
    started.defer(() => server.stop());
    log.info(
      {
        event: 'database.embedded',
        mode: server.adopted ? 'adopted' : 'started',
        folder: config.database.folder,
      },
      'embedded PostgreSQL',
    );
    url = server.url;
  }
  const lock = await takeStudyLock(url, log);
  started.defer(() => lock.release());
  const database = connectDatabase({
    url,
    keys: cipherKeysOf(secrets),
    clock,
    log,
    meter: metrics?.meter,
    erasures: join(config.dataDir, erasuresFolder),
  });
  started.defer(() => database.close());
  await database.migrate();
  return Object.assign(database, { url, lost: lock.lost });
}

/** Opens the first cohort. Admins open the next ones with /cohorts. */
async function ensureCohort(database: Database, clock: MovableClock): Promise<void> {
  await database.transact(async (uow) => {
    if ((await uow.cohorts.all()).length === 0)
      await uow.cohorts.create({ name: 'Pilot', createdAt: clock.now() });
  });
}

/**
 * Makes the account of ADMIN_EMAIL if there is none. The password of an existing account is not changed. One of the two
 * variables alone is ignored once there is an admin: an operator takes the password away after the first start.
 */
async function ensureFirstAdmin(
  { firstAdmin: { email, password } }: Config,
  database: Database,
  { passwords }: Pick<Study, 'passwords'>,
): Promise<void> {
  if (email === undefined && password === undefined) return;
  const address = email?.toLowerCase();
  const isThere = await database.transact(async (uow) =>
    address !== undefined && password !== undefined
      ? (await uow.accounts.byEmail(address)) !== undefined
      : (await uow.accounts.ofRole('admin')).length > 0,
  );
  if (isThere) return;
  if (address === undefined || password === undefined) {
    const [given, missing] = address === undefined ? ['PASSWORD', 'EMAIL'] : ['EMAIL', 'PASSWORD'];
    throw new HarmoniaError(
      'config-invalid',
      `ADMIN_${given}: there is no admin yet, so set it together with ADMIN_${missing}`,
    );
  }
  const problem = passwords.problem(password, { email: address });
  if (problem) throw new HarmoniaError('config-invalid', `ADMIN_PASSWORD: ${passwordAdvice[problem]}`);
  const passwordHash = await passwords.hash(password);
  await database.transact((uow) => uow.accounts.create({ email: address, passwordHash, role: 'admin' }));
}

/** The sandbox on this machine has no limits, and its synthetic people type faster than people do. */
const paceOf = ({ telegram }: Config, { pace }: Deps): { pace?: Pace } =>
  pace ? { pace } : telegram.mode === 'sandbox' ? { pace: unlimitedPace } : {};

/** The address of the Bot API server and the token of the bot. */
function serverOf({ telegram }: Config, sandbox: Sandbox | undefined): { token: string; apiRoot: string } {
  if (telegram.mode !== 'sandbox') return telegram;
  if (!sandbox) throw new HarmoniaError('config-invalid', 'the sandbox is not running');
  return { token: sandbox.token, apiRoot: sandbox.url };
}

async function receiveUpdates(
  config: Config,
  { api, intake }: Bot,
  log: Log,
): Promise<{ done: Promise<void>; stop: () => Promise<void> }> {
  if (config.telegram.mode === 'webhook') {
    const { publicUrl, secret } = config.telegram;
    const url = `${publicUrl}/webhooks/telegram`;
    const webhook = await startWebhook(
      api,
      { url, secret_token: secret, allowed_updates: allowedUpdates },
      { log },
    );
    return { done: new Promise(() => undefined), stop: webhook.stop };
  }
  await api.insist('deleteWebhook', {});
  return startPolling(api, (update) => intake.handle(update), { log, allowedUpdates });
}

/** Settles with `done`, and rejects when Telegram refuses the token in any call, or another program has the database. */
function endOf(done: Promise<void>, { telegram }: Bot, { lost }: { lost: Promise<never> }): Promise<void> {
  const ended = Promise.race([done, telegram.tokenRefused, lost]);
  // Tests do not wait for the end.
  ended.catch(() => undefined);
  return ended;
}

/**
 * Sets commands, descriptions and settings. When Telegram has the program wait for long, it serves participants
 * meanwhile.
 */
async function introduce(bot: Bot, log: Log, started: Teardown): Promise<void> {
  const leaving = new AbortController();
  const introduced = bot.introduce(leaving.signal).catch((error: unknown) => {
    if (!leaving.signal.aborted) log.caught(error, { event: 'telegram.introduction' });
  });
  started.defer(() => leaving.abort());
  await Promise.race([introduced, sleep(introductionMs, undefined, { ref: false })]);
}
