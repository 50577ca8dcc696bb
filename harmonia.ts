import { hkdfSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { MovableClock } from './clock.ts';
import type { Config } from './config.ts';
import { HarmoniaError } from './errors.ts';
import type { Log } from './log.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { openVolume } from './volume.ts';
import { startJobs } from './bot/jobs/jobs.ts';
import type { Study } from './bot/study.ts';
import { allowedUpdates, type Bot, createBot } from './bot/telegram/bot.ts';
import { type Polling, startPolling } from './bot/telegram/polling.ts';
import { connectDatabase, type Database } from './db/connect.ts';
import type { CipherKeys } from './db/crypto/cipher-keys.ts';
import { createPasswords } from './db/crypto/passwords.ts';
import { startEmbedded } from './db/embedded.ts';
import { createJobs } from './db/queue.ts';
import { builtinReference, type HlaReference, methodVersionOf } from './engine/biological/index.ts';
import { loadInstrument } from './engine/personality/instrument.ts';
import { loadSimilarityReference } from './engine/personality/reference.ts';
import type { ScoringPlan } from './engine/protocol/score-cohort.ts';
import { createScorers } from './engine/protocol/scorers.ts';
import { describePack, loadPack } from './engine/visual/calibration-pack.ts';
import { createFaceAnalyser, type FaceAnalyser } from './engine/visual/face-analysis.ts';
import { loadPrior } from './engine/visual/prior.ts';
import { createSandbox, type Sandbox } from './sandbox/server.ts';
import type { StudyDesk } from './sandbox/desk.ts';
import { createApp } from './webhooks/app.ts';

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
  /** Sets what the control strip of the sandbox's page works with. */
  useDesk(desk: StudyDesk): void;
  /** Resolves when Telegram no longer wants us; rejects with the reason. */
  readonly done: Promise<void>;
  /** Stops intake, lets what is running finish, and releases everything. */
  stop(): Promise<void>;
}

const builtInPack = fileURLToPath(new URL('./engine/visual/packs/drawn-1/', import.meta.url));
const exploreShare = 0.5;
const inviteDays = 14;
const passwordTries = { points: 5, duration: 15 * 60 };

/**
 * Starts every part, in the order in which they need one another: volume, keys, database, faces, study, Telegram,
 * jobs, HTTP. Whatever was started is stopped again when a later part fails.
 * @throws HarmoniaError with one sentence for the operator.
 */
export async function startHarmonia(config: Config, deps: Deps): Promise<Harmonia> {
  await using started = new AsyncDisposableStack();
  const { log, clock } = deps;
  const files = await openVolume(config.dataDir);
  const secrets = openSecrets(config);
  if (secrets.generated.length > 0) {
    log.warn(
      { event: 'keys.generated', count: secrets.generated.length, folder: join(config.dataDir, 'keys') },
      'made keys; without them the data cannot be read',
    );
  }
  const [database, analyser] = await allOrNone(
    openDatabase(config, secrets, started, deps),
    (deps.analyser ?? createFaceAnalyser({ workers: config.faceWorkers })).then((made) => {
      started.defer(() => made.close());
      return made;
    }),
  );
  const science = await readScience(config, analyser);
  const study = createStudy(config, secrets, database, science);
  await ensureCohort(database, clock);
  await ensureFirstAdmin(config, database, study);
  let desk: StudyDesk | undefined;
  const sandbox =
    config.telegram.mode === 'sandbox'
      ? await openSandbox(config.telegram.port, config.dataDir, clock, () => desk)
      : undefined;
  if (sandbox) started.defer(() => sandbox.close());
  const token = config.telegram.mode === 'sandbox' ? sandbox!.token : config.telegram.token;
  const apiRoot = config.telegram.mode === 'sandbox' ? sandbox!.url : config.telegram.apiRoot;
  const bot = await createBot({ token, apiRoot, transactions: database, files, study, clock, log });
  started.defer(() => bot.outbox.stop());
  const workers = await createJobs({
    url: database.url,
    transactions: database,
    log,
    clock,
    alone: config.database.mode === 'embedded',
  });
  started.defer(() => workers.stop());
  await startJobs(workers, {
    ...jobDeps(config, science),
    transactions: database,
    files,
    bot,
    study,
    analyser,
    clock,
    log,
  });
  const http = await listen(config, { bot, database, secrets, science, deps });
  started.defer(() => closeServer(http));
  bot.outbox.start();
  const polling = await receiveUpdates(config, bot, log);
  if (polling) started.defer(() => polling.stop());
  await bot.introduce();

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
    url: `http://localhost:${(http.address() as AddressInfo).port}`,
    useDesk: (made) => void (desk = made),
    done: polling?.done ?? new Promise(() => undefined),
    stop: () => (stopping ??= running.disposeAsync()),
  };
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
  const database = connectDatabase({ url, keys: cipherKeysOf(secrets), clock, log });
  started.defer(() => database.close());
  await database.migrate();
  return Object.assign(database, { url });
}

/** Everything that is read once and never changes while the program runs. */
interface Science {
  pack: Awaited<ReturnType<typeof loadPack>>;
  scorers: ScoringPlan['scorers'];
  instrument: ReturnType<typeof loadInstrument>;
  hla: HlaReference;
  versions: { visual: string; analyser: string; biological: string; personality: string };
  declaration: Record<string, unknown>;
}

async function readScience(config: Config, analyser: FaceAnalyser): Promise<Science> {
  const instrument = loadInstrument(config.study.personalityInstrument);
  const similarityReference = loadSimilarityReference();
  const prior = await loadPrior(config.study.visualPrior);
  const pack = await loadPack(config.study.calibrationPack ?? builtInPack);
  const calibrationFaces = await describePack(
    pack,
    analyser,
    join(config.dataDir, 'datasets', `${pack.id}.descriptions`),
  );
  const hla = builtinReference();
  const versions = {
    analyser: `human-3.3.6/${analyser.backend}`,
    visual: `${pack.id}@${pack.version}+prior@${prior.version}`,
    personality: instrument.version,
    biological: methodVersionOf(hla),
  };
  return {
    pack,
    instrument,
    hla,
    versions,
    scorers: createScorers({ prior, calibrationFaces, personality: similarityReference, hla }),
    declaration: {
      weights: config.study.weights,
      profilesPerPerson: config.study.profilesPerPerson,
      exploreShare,
      seed: 'harmonia-1',
      fusion: 'weighted mean of percentiles; harmonic mean of both directions',
      metrics: ['auc-would-meet', 'auc-mutual', 'spearman-wtm', 'calibration', 'exposure-gini'],
      exclusions: ['phase 1 or 2 not sealed', 'withdrawn'],
      versions: { ...versions, priorDigest: prior.digest, similarityReference: similarityReference.version },
    },
  };
}

function createStudy(config: Config, secrets: Secrets, database: Database, science: Science): Study {
  const tries = new RateLimiterMemory(passwordTries);
  return {
    name: config.study.name,
    contact: config.study.contact,
    instrument: science.instrument,
    pack: science.pack,
    calibrationFaces: config.study.calibrationFaces,
    visualVersion: science.versions.visual,
    biologicalVersion: science.versions.biological,
    digest: (canonical) => database.digest.digest('seal', canonical),
    passwords: createPasswords(secrets.passwordPepper),
    inviteDays,
    declaration: science.declaration,
    mayTryPassword: (key) =>
      tries.consume(key).then(
        () => true,
        () => false,
      ),
  };
}

const jobDeps = (config: Config, science: Science) => ({
  analyserVersion: science.versions.analyser,
  reminderDays: config.study.reminderDays,
  plan: {
    declaration: science.declaration,
    weights: config.study.weights,
    profilesPerPerson: config.study.profilesPerPerson,
    exploreShare,
    seed: 'harmonia-1',
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

const openSandbox = (
  port: number,
  dataDir: string,
  clock: MovableClock,
  desk: () => StudyDesk | undefined,
): Promise<Sandbox> =>
  createSandbox({ port, desk, now: () => clock.now(), folder: join(dataDir, 'sandbox') });

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

async function listen(
  config: Config,
  parts: { bot: Bot; database: Database; secrets: Secrets; science: Science; deps: Deps },
): Promise<Server> {
  const { bot, database, secrets, science, deps } = parts;
  const app = createApp({
    lab: {
      transactions: database,
      labKeys: secrets.labKeys,
      digest: (canonical) => database.digest.digest('delivery', canonical),
      method: science.versions.biological,
      clock: deps.clock,
    },
    ...(config.telegram.mode === 'webhook'
      ? {
          telegram: {
            secret: config.telegram.secret,
            handle: (update) => bot.intake.handle(update as never),
          },
        }
      : {}),
    checks: { database: () => database.ping() },
    log: deps.log,
  });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new HarmoniaError(
          'config-invalid',
          `PORT: cannot listen on ${config.http.port} (${cause.code ?? 'unknown reason'})`,
          { cause },
        ),
      ),
    );
    server.listen(config.http.port, config.http.host, resolve);
  });
  return server;
}

async function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });
}
