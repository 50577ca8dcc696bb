import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../foundation/clock.ts';
import type { Config, RemoteFile } from '../config.ts';
import {
  type DatasetFile,
  DatasetUnavailable,
  obtainDataset,
  type WantedDataset,
} from '../downloads/obtain-dataset.ts';
import type { Transactions } from '../engine/ports/unit-of-work.ts';
import { visualVersionsBegun } from '../engine/protocol/packs-begun.ts';
import { shelve, type Study } from '../engine/protocol/study.ts';
import { ensureDatasetPack } from '../engine/visual/datasets/dataset-pack.ts';
import { type ImportedDataset, listDatasets } from '../engine/visual/datasets/import-dataset.ts';
import type { FaceAnalyser } from '../engine/visual/face-analysis.ts';
import { packName } from '../engine/visual/pack-shelf.ts';
import { HarmoniaError, isHarmoniaError } from '../foundation/errors.ts';
import type { Log } from '../foundation/log.ts';
import { tryLock } from '../foundation/process-lock.ts';

/** The state of one data set, as /readyz shows it. */
export interface DatasetState {
  readonly name: ImportedDataset['kind'];
  readonly state: 'absent' | 'downloading' | 'ready' | 'failed';
  readonly reason?: string;
}

/** Downloads data sets and makes calibration packs of them while the program already serves participants. */
export interface DatasetSupply {
  /** In the order of preference. */
  states(): DatasetState[];
  start(): void;
  /** Resolves when every data set is absent, ready or failed. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface SupplyDeps {
  config: Config;
  study: Pick<Study, 'packs' | 'prior'>;
  analyser: FaceAnalyser;
  transactions: Transactions;
  log: Log;
  clock: Clock;
  /** Pauses between the attempts of one download. */
  pausesMs?: readonly number[];
}

/** In the order of preference. The London Set comes first: it shows adults who agreed to be shown. */
const kinds = ['london', 'scut-fbp5500'] as const;
const pollMs = 1000;

/**
 * Downloads the configured data sets to DATA_DIR/datasets and makes a pack of each data set there. This neither delays
 * the start nor ends the program. A failure gives one log line with the variable, and the pack in use stays.
 */
export function createDatasetSupply(deps: SupplyDeps): DatasetSupply {
  const stopping = new AbortController();
  const states = new Map<DatasetState['name'], DatasetState>(
    kinds.map((name) => [name, { name, state: 'absent' }]),
  );
  let work: Promise<void> = Promise.resolve();
  const supplyAll = async (): Promise<void> => {
    for (const kind of kinds) {
      const wanted = wantedOf(deps.config, kind);
      const set = (state: DatasetState['state'], reason?: string): void =>
        void states.set(kind, { name: kind, state, ...(reason !== undefined && { reason }) });
      try {
        const dataset = await findOrDownload(kind, wanted, deps, stopping.signal, () => set('downloading'));
        if (!dataset) continue;
        set('ready');
        await offerPack(dataset, deps, stopping.signal);
      } catch (error) {
        if (stopping.signal.aborted) return;
        const { subject, reason } = explain(error, wanted?.archive.variable ?? kind);
        set('failed', reason);
        const inUse = packName(deps.study.packs.current().pack);
        deps.log.warn(
          { event: 'dataset.failed', reason },
          `${subject}: ${reason}; the calibration pack in use stays ${inUse}`,
        );
      }
    }
  };
  return {
    states: () => [...states.values()],
    start: () => void (work = supplyAll()),
    settled: () => work,
    async stop() {
      stopping.abort();
      await work;
    },
  };
}

function wantedOf({ datasets }: Config, kind: DatasetState['name']): WantedDataset | undefined {
  const named = (variable: string, file: RemoteFile): DatasetFile => ({ variable, ...file });
  const { london, scut } = datasets;
  if (kind === 'scut-fbp5500') return scut && { kind, archive: named('SCUT_DATASET_URL', scut) };
  if (!london) return undefined;
  const table = london.faces && named('LONDON_FACES_URL', london.faces);
  return { kind, archive: named('LONDON_DATASET_URL', london), table };
}

/** Finds the data set in DATA_DIR/datasets or downloads it. With a lock file, two programs on one folder take turns. */
async function findOrDownload(
  kind: DatasetState['name'],
  wanted: WantedDataset | undefined,
  { config, log, clock, pausesMs }: SupplyDeps,
  signal: AbortSignal,
  onDownload: () => void,
): Promise<ImportedDataset | undefined> {
  const folder = join(config.dataDir, 'datasets');
  const present = async (): Promise<ImportedDataset | undefined> =>
    (await listDatasets(folder)).find((one) => one.kind === kind);
  const found = await present();
  if (found || !wanted) return found;
  onDownload();
  const lockFile = join(folder, '.download-lock');
  let unlock = tryLock(lockFile);
  while (!unlock) {
    await sleep(pollMs, undefined, { signal });
    unlock = tryLock(lockFile);
  }
  try {
    const downloadedMeanwhile = await present();
    if (downloadedMeanwhile) return downloadedMeanwhile;
    const { maximumBytes } = config.datasets;
    const dataset = await obtainDataset(wanted, {
      folder,
      maximumBytes,
      signal,
      log,
      now: () => clock.now(),
      ...(pausesMs && { pausesMs }),
    });
    log.info({ event: 'dataset.ready', count: dataset.images, folder: dataset.folder }, `${kind} is ready`);
    return dataset;
  } finally {
    unlock();
  }
}

/**
 * Makes the data set's pack and takes it into use for participants who begin from now on. The pack in use stays when
 * the operator chose it, when it is the preferred one, or when a participant has begun with it.
 */
async function offerPack(dataset: ImportedDataset, deps: SupplyDeps, signal: AbortSignal): Promise<void> {
  const { config, study, transactions, log } = deps;
  const cacheFolder = join(config.dataDir, 'datasets');
  const analyser = waitingForQueue(deps.analyser, signal);
  const shelved = (pack: Parameters<typeof shelve>[0]) => shelve(pack, { analyser, cacheFolder });
  const pack = await ensureDatasetPack(dataset, join(config.dataDir, 'packs'), {
    analyser,
    prior: study.prior,
    describe: async (made) => (await shelved(made)).faces,
  });
  const name = packName(pack);
  const { current } = study.packs;
  if (packName(current().pack) === name || config.study.calibrationPack !== undefined) return;
  // A pack of the preferred data set is in use.
  if (dataset.kind !== kinds[0] && current().pack.id === kinds[0]) return;
  const made = await shelved(pack);
  const begun = await transactions.transact(async (uow) => {
    // The locks make a person who joins wait, so that the versions which are read are those of all participants.
    for (const { id, status } of await uow.cohorts.all()) if (status === 'open') await uow.cohorts.lock(id);
    const versions = await visualVersionsBegun(uow);
    if (versions.length === 0) study.packs.use(made);
    return versions.length > 0;
  });
  log.info(
    { event: begun ? 'pack.waiting' : 'pack.used', version: name },
    begun
      ? 'participants have begun with another calibration pack; this pack is used at the first start after their cohort is scored'
      : 'participants who begin from now on rate the faces of this calibration pack',
  );
}

/** An analyser that tries again while the queue is full. Selfies may fill the queue, and a pack is less urgent. */
const waitingForQueue = (analyser: FaceAnalyser, signal: AbortSignal): FaceAnalyser => ({
  ...analyser,
  async analyse(photo, description) {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await analyser.analyse(photo, description);
      } catch (error) {
        if (!isHarmoniaError(error, 'too-many-requests')) throw error;
        await sleep(pollMs, undefined, { signal });
      }
    }
  },
});

function explain(error: unknown, fallback: string): { subject: string; reason: string } {
  if (error instanceof DatasetUnavailable) return { subject: error.variable, reason: error.message };
  if (error instanceof HarmoniaError)
    return { subject: fallback, reason: error.message.replace(/^the dataset: /, '') };
  const { code, name } = error as NodeJS.ErrnoException;
  return { subject: fallback, reason: `failed unexpectedly (${code ?? name})` };
}
