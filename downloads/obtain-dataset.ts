import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ImportedDataset,
  importDataset,
  removeAbandonedImports,
} from '../engine/visual/datasets/import-dataset.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { Log } from '../foundation/log.ts';
import { download, forgetDownload } from './download.ts';
import { DownloadError } from './download-error.ts';

/** A file of a data set, and the environment variable that names it. */
export interface DatasetFile {
  readonly variable: string;
  readonly url: string;
  readonly sha256: string | undefined;
}

export interface WantedDataset {
  readonly kind: ImportedDataset['kind'];
  readonly archive: DatasetFile;
  /** The London Set's table of ages. */
  readonly table?: DatasetFile | undefined;
}

export interface ObtainDeps {
  /** DATA_DIR/datasets. */
  readonly folder: string;
  readonly maximumBytes: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly now: () => Date;
  /** The pauses between tries, in milliseconds: with n pauses a file is tried n + 1 times. */
  readonly pausesMs?: readonly number[];
}

/** A data set that could not be fetched or unpacked: the variable that names the file, and the reason. */
export class DatasetUnavailable extends Error {
  readonly variable: string;
  constructor(variable: string, reason: string, cause: unknown) {
    super(reason, { cause });
    this.name = 'DatasetUnavailable';
    this.variable = variable;
  }
}

const usualPausesMs = [2000, 8000, 30_000, 120_000];
const largestTableBytes = 2 ** 20;

/**
 * Fetches and unpacks a data set into `folder`. A download that was cut is continued at the next try and at the next
 * start; a file with a wrong hash or content is deleted.
 * @throws DatasetUnavailable
 */
export async function obtainDataset(wanted: WantedDataset, deps: ObtainDeps): Promise<ImportedDataset> {
  const { folder, now, signal } = deps;
  await mkdir(folder, { recursive: true });
  await removeAbandonedImports(folder);
  const archive = path.join(folder, `${wanted.kind}.zip`);
  const table = wanted.table && path.join(folder, `${wanted.kind}.csv`);
  await fetchFile(wanted.archive, archive, deps.maximumBytes, deps);
  if (wanted.table && table) await fetchFile(wanted.table, table, largestTableBytes, deps);
  const forget = (): Promise<unknown> =>
    Promise.all([archive, ...(table ? [table] : [])].map(forgetDownload));
  try {
    const dataset = await importDataset(archive, folder, now(), { kind: wanted.kind, table, signal });
    await forget();
    return dataset;
  } catch (error) {
    // When the program stops during the unpacking, the archive is kept and unpacked at the next start.
    if (!signal.aborted) await forget();
    throw new DatasetUnavailable(wanted.archive.variable, importFailure(error), error);
  }
}

async function fetchFile(
  { variable, url, sha256 }: DatasetFile,
  target: string,
  maximumBytes: number,
  { signal, log, pausesMs = usualPausesMs }: ObtainDeps,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await download({ url, target, maximumBytes, sha256, signal, onProgress: progress(log, variable) });
      return;
    } catch (error) {
      const pause = pausesMs[attempt];
      const transient = error instanceof DownloadError && error.transient && !signal.aborted;
      if (!transient || pause === undefined) throw new DatasetUnavailable(variable, failureOf(error), error);
      log.debug(
        { event: 'dataset.retry', attempts: attempt + 1, waitMs: pause, reason: error.message },
        `${variable}: trying again`,
      );
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Logs a line per tenth of a file, or per 16 MB when its length is unknown. */
function progress(log: Log, variable: string): (bytes: number, total: number | undefined) => void {
  let logged: number | undefined;
  return (bytes, total) => {
    const step = Math.floor(bytes / (total ? Math.max(total / 10, 1) : 2 ** 24));
    // A continued download logs the bytes it starts with once.
    if (logged === step) return;
    logged = step;
    const part = total ? ` of ${total}` : '';
    log.info({ event: 'dataset.progress', bytes }, `${variable}: ${bytes}${part} bytes`);
  };
}

const failureOf = (error: unknown): string =>
  error instanceof DownloadError ? error.message : `failed unexpectedly (${(error as Error).name})`;

function importFailure(error: unknown): string {
  if (error instanceof HarmoniaError) return error.message.replace(/^the dataset: /, '');
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' ? 'the disk is full' : `it cannot be unpacked (${code ?? (error as Error).name})`;
}
