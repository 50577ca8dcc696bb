import { createServer, type Server } from 'node:http';
import type { Config } from '../config.ts';
import type { Bot } from '../bot/telegram/bot.ts';
import type { Database } from '../db/connect.ts';
import type { FileStorage } from '../engine/ports/unit-of-work.ts';
import type { Study } from '../engine/protocol/study.ts';
import { packName } from '../engine/visual/pack-shelf.ts';
import type { FaceAnalyser } from '../engine/visual/face-analysis.ts';
import type { Clock } from '../foundation/clock.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { Log } from '../foundation/log.ts';
import type { Metrics } from './metrics.ts';
import { createApp } from '../webhooks/app.ts';
import type { ReadinessChecks } from '../webhooks/health.ts';
import type { DatasetState, DatasetSupply } from './dataset-supply.ts';
import { checkDisk, hostHealth } from './host-health.ts';
import type { Secrets } from './secrets.ts';
import { webApiOf } from './web-api.ts';

const closingMs = 5000;

/**
 * Listens for laboratories, health checks and, in webhook mode, Telegram's updates.
 * @throws HarmoniaError `config-invalid` naming PORT when the port is in use or not allowed.
 */
export async function listen(
  config: Config,
  parts: {
    bot: Bot;
    database: Database;
    files: FileStorage;
    secrets: Secrets;
    study: Study;
    datasets: DatasetSupply;
    analyser: FaceAnalyser;
    clock: Clock;
    log: Log;
    metrics?: Metrics | undefined;
  },
): Promise<Server> {
  const { bot, database, secrets, study, datasets, clock, log, metrics } = parts;
  metrics?.watch({
    database: () => database.transact((uow) => uow.health.read(clock.now())),
    pool: () => database.pool(),
    host: () => hostHealth(config),
  });
  const app = createApp({
    lab: {
      transactions: database,
      labKeys: secrets.labKeys,
      deliveryDigest: (text) => database.digest.digest('delivery', text),
      sealDigest: study.digest,
      reference: study.hla,
      method: study.versions.biological,
      clock,
    },
    ...(config.telegram.mode === 'webhook'
      ? {
          telegram: {
            secret: config.telegram.secret,
            handle: (update) => bot.intake.handle(update as never),
          },
        }
      : {}),
    api: webApiOf(parts),
    version: study.codeVersion,
    proxies: config.http.proxies,
    checks: checksOf(config, parts),
    notes: () => ({ pack: packName(study.packs.current().pack), ...datasetNotes(datasets.states()) }),
    ...(metrics &&
      config.metricsToken && {
        metrics: { token: config.metricsToken, contentType: metrics.contentType, read: metrics.read },
        meter: metrics.meter,
      }),
    log,
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

/** What /readyz tells of. */
const checksOf = (
  config: Config,
  { database, analyser, bot }: { database: Database; analyser: FaceAnalyser; bot: Bot },
): ReadinessChecks => ({
  needed: {
    database: () => database.ping(),
    migrations: () => database.checkSchema(),
    keys: () => database.checkKeys(),
    models: () => analyser.check(),
  },
  expected: { telegram: () => bot.telegram.check(), disk: () => checkDisk(config) },
});

/** The most preferred data set that is not absent as `dataset`, and the others as `otherDatasets` if there are any. */
function datasetNotes(states: readonly DatasetState[]): Record<string, unknown> {
  const present = states.filter(({ state }) => state !== 'absent');
  const [dataset = states[0], ...otherDatasets] = present;
  return { dataset, ...(otherDatasets.length > 0 && { otherDatasets }) };
}

/** Stops listening. Connections that are still open after five seconds are closed. */
export async function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    setTimeout(() => server.closeAllConnections(), closingMs).unref();
  });
}
