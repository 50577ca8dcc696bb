import { hkdfSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { MovableClock } from '../foundation/clock.ts';
import type { Config } from '../config.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { Log } from '../foundation/log.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { openFileStorage } from './file-storage.ts';
import type { JobDeps } from '../bot/jobs/job-deps.ts';
import { startJobs } from '../bot/jobs/jobs.ts';
import type { Study } from '../bot/turn/study.ts';
import { allowedUpdates, type Bot, createBot } from '../bot/telegram/bot.ts';
import { type Polling, startPolling } from '../bot/telegram/polling.ts';
import { connectDatabase, type Database } from '../db/connect.ts';
import type { CipherKeys } from '../db/crypto/cipher-keys.ts';
import { createPasswords } from '../db/crypto/passwords.ts';
import { startEmbedded } from '../db/embedded.ts';
import { createJobs } from '../db/queue.ts';
import { visualVersionsBegun } from '../engine/protocol/packs-begun.ts';
import { loadScience, type Science } from '../engine/protocol/science.ts';
import { createFaceAnalyser, type FaceAnalyser } from '../engine/visual/face-analysis.ts';
import type { Sandbox } from '../sandbox/server.ts';
import type { ControlPanel } from '../sandbox/control-panel.ts';
import { createDatasetSupply, type DatasetSupply } from './dataset-supply.ts';
import { closeServer, listen } from './http-server.ts';
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
  /** Sets what the control strip of the sandbox's page works with. */
  useControlPanel(panel: ControlPanel): void;
  /** Resolves when Telegram no longer wants us; rejects with the reason. */
  readonly done: Promise<void>;
  /** Stops intake, lets what is running finish, and releases everything. */
  stop(): Promise<void>;
}

const inviteDays = 14;
/** In DATA_DIR, and not in the dumps of the database. */
export const erasuresFolder = 'erasures';

/**
 * Starts every part, in the order in which they need one another: volume, keys, database, faces, study, Telegram,
 * jobs, HTTP. Whatever was started is stopped again when a later part fails.
 * @throws HarmoniaError with one sentence for the operator.
 */
export async function startHarmonia(config: Config, deps: Deps): Promise<Harmonia> {
  await using started = new AsyncDisposableStack();
  const { log, clock } = deps;
  const files = await openFileStorage(config.dataDir);
  const secrets = openKeys(config, log);
  const [database, analyser] = await allOrNone(
    openDatabase(config, secrets, started, deps),
    (deps.analyser ?? createFaceAnalyser({ workers: config.faceWorkers })).then((made) => {
      started.defer(() => made.close());
      return made;
    }),
  );
  const science = await loadScience(config.study, {
    analyser,
    cacheFolder: join(config.dataDir, 'datasets'),
    packsFolder: join(config.dataDir, 'packs'),
    hlaFolder: config.dataDir,
    begun: await database.transact(visualVersionsBegun),
  });
  const datasets = createDatasetSupply({ ...deps, config, science, analyser, transactions: database });
  const study = createStudy(config, secrets, database, science, deps);
  await ensureCohort(database, clock);
  await ensureFirstAdmin(config, database, study);
  let controlPanel: ControlPanel | undefined;
  const sandbox = await openSandbox(config, clock, () => controlPanel);
  if (sandbox) started.defer(() => sandbox.close());
  const bot = await createBot({
    ...serverOf(config, sandbox),
    transactions: database,
    files,
    study,
    clock,
    log,
  });
  started.defer(() => bot.outbox.stop());
  await openJobs(config, { database, files, bot, study, analyser, science }, deps, started);
  const http = await listen(config, { bot, database, secrets, science, datasets, ...deps });
  started.defer(() => closeServer(http));
  bot.outbox.start();
  const polling = await receiveUpdates(config, bot, log);
  if (polling) started.defer(() => polling.stop());
  await bot.introduce();
  datasets.start();
  started.defer(() => datasets.stop());

  const running = started.move();
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
    done: polling?.done ?? new Promise(() => undefined),
    stop: () => (stopping ??= running.disposeAsync()),
  };
}

async function openJobs(
  config: Config,
  parts: Omit<JobDeps, 'transactions' | 'clock' | 'log' | 'plan' | 'analyserVersion' | 'reminderDays'> & {
    database: Database & { url: string };
    science: Science;
  },
  { log, clock }: Deps,
  started: AsyncDisposableStack,
): Promise<void> {
  const { database, science, ...rest } = parts;
  const workers = await createJobs({
    url: database.url,
    transactions: database,
    log,
    clock,
    alone: config.database.mode === 'embedded',
  });
  started.defer(() => workers.stop());
  await startJobs(workers, { ...rest, ...jobDeps(config, science), transactions: database, clock, log });
}

function openKeys(config: Config, log: Log): Secrets {
  const secrets = openSecrets(config);
  if (secrets.generated.length > 0) {
    log.warn(
      { event: 'keys.generated', count: secrets.generated.length, folder: join(config.dataDir, 'keys') },
      'made keys; without them the data cannot be read',
    );
  }
  return secrets;
}

/** Digests have a key of their own, so that a retired Fernet key does not turn every stored digest into a stranger. */
export const cipherKeysOf = ({ fernetKeys, secretKey }: Secrets): CipherKeys => ({
  fernetKeys,
  digestKey: Buffer.from(hkdfSync('sha256', secretKey, '', 'harmonia digests', 32)).toString('base64url'),
});

/** Both or an error, and in that case neither is left behind half-started. */
async function allOrNone<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value];
}

interface Deps {
  log: Log;
  clock: MovableClock;
  /** Takes the place of the networks, in tests of everything else. */
  analyser?: Promise<FaceAnalyser>;
  /** Another cost of password hashes than that of production, in tests. */
  passwords?: { rounds: number };
}

async function openDatabase(
  config: Config,
  secrets: Secrets,
  started: AsyncDisposableStack,
  { log, clock }: Deps,
): Promise<Database & { url: string }> {
  let url: string;
  if (config.database.mode === 'external') url = config.database.url;
  else {
    const server = await startEmbedded({ folder: config.database.folder });
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
  const database = connectDatabase({
    url,
    keys: cipherKeysOf(secrets),
    clock,
    log,
    erasures: join(config.dataDir, erasuresFolder),
  });
  started.defer(() => database.close());
  await database.migrate();
  return Object.assign(database, { url });
}

function createStudy(
  config: Config,
  secrets: Secrets,
  database: Database,
  science: Science,
  deps: Deps,
): Study {
  return {
    name: config.study.name,
    contact: config.study.contact,
    instrument: science.instrument,
    get pack() {
      return science.packs.current().pack;
    },
    packOf: (version) => science.packs.begunWith(version).pack,
    calibrationFaces: config.study.calibrationFaces,
    get visualVersion() {
      return science.packs.version();
    },
    biologicalVersion: science.versions.biological,
    digest: (canonical) => database.digest.digest('seal', canonical),
    passwords: createPasswords(secrets.passwordPepper, deps.passwords),
    inviteDays,
    get declaration() {
      return science.declaration;
    },
  };
}

const jobDeps = (config: Config, science: Science) => ({
  analyserVersion: science.versions.analyser,
  reminderDays: config.study.reminderDays,
  plan: {
    get declaration() {
      return science.declaration;
    },
    weights: config.study.weights,
    profilesPerPerson: config.study.profilesPerPerson,
    exploreShare: science.exploreShare,
    seed: science.seed,
    scorers: science.scorers,
  },
});

/** The first cohort opens by itself; later ones are an operator's decision. */
async function ensureCohort(database: Database, clock: MovableClock): Promise<void> {
  await database.transact(async (uow) => {
    if (!(await uow.cohorts.latest())) await uow.cohorts.create({ name: 'Pilot', createdAt: clock.now() });
  });
}

/** The admin that the configuration names, once: a password that was changed since is not put back. */
async function ensureFirstAdmin(
  { firstAdmin }: Config,
  database: Database,
  { passwords }: Study,
): Promise<void> {
  if (!firstAdmin) return;
  const email = firstAdmin.email.toLowerCase();
  if (await database.transact((uow) => uow.accounts.byEmail(email))) return;
  const problem = passwords.problem(firstAdmin.password, { email });
  if (problem) throw new HarmoniaError('config-invalid', `ADMIN_PASSWORD: refused (${problem})`);
  const passwordHash = await passwords.hash(firstAdmin.password);
  await database.transact((uow) => uow.accounts.create({ email, passwordHash, role: 'admin' }));
}

/** Which Bot API server is spoken to, and as which bot. */
function serverOf({ telegram }: Config, sandbox: Sandbox | undefined): { token: string; apiRoot: string } {
  if (telegram.mode !== 'sandbox') return telegram;
  if (!sandbox) throw new HarmoniaError('config-invalid', 'the sandbox is not running');
  return { token: sandbox.token, apiRoot: sandbox.url };
}

async function receiveUpdates(config: Config, bot: Bot, log: Log): Promise<Polling | undefined> {
  if (config.telegram.mode === 'webhook') {
    const { publicUrl, secret } = config.telegram;
    const set = await bot.api.call('setWebhook', {
      url: `${publicUrl}/webhooks/telegram`,
      secret_token: secret,
      allowed_updates: allowedUpdates,
    });
    if (set.outcome !== 'done')
      throw new HarmoniaError(
        'config-invalid',
        `PUBLIC_URL: Telegram did not accept the webhook (${set.outcome === 'refused' ? set.description : set.outcome})`,
      );
    return undefined;
  }
  await bot.api.call('deleteWebhook', {});
  return startPolling(bot.api, (update) => bot.intake.handle(update), { log, allowedUpdates });
}
