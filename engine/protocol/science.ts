import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarmoniaError } from '../../foundation/errors.ts';
import { findReference, type HlaReference, methodVersionOf } from '../biological/index.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import { type Instrument, loadInstrument } from '../personality/instrument.ts';
import { loadSimilarityReference } from '../personality/reference.ts';
import { type CalibrationPack, describePack, loadPack } from '../visual/calibration-pack.ts';
import { newestDatasetPack } from '../visual/datasets/dataset-pack.ts';
import type { FaceAnalyser } from '../visual/face-analysis.ts';
import {
  createPackShelf,
  isNamed,
  packNameIn,
  type PackShelf,
  type ShelvedPack,
} from '../visual/pack-shelf.ts';
import { loadPrior, type VisualPrior } from '../visual/prior.ts';
import { createScorers, type PhaseScorers } from './scorers.ts';

/** Everything that is read once at start. While the program runs only a calibration pack may come, for who begins. */
export interface Science {
  packs: PackShelf;
  prior: VisualPrior;
  instrument: Instrument;
  hla: HlaReference;
  scorers: PhaseScorers;
  readonly versions: { analyser: string; visual: string; personality: string; biological: string };
  /** What a freeze declares and scoring must match (invariant 7). */
  readonly declaration: Record<string, unknown>;
  /** Share of pairs drawn from the whole range, so that the prediction can be tested. */
  exploreShare: number;
  seed: string;
}

/** What a deployment may replace or choose; paths are those of files and folders. */
export interface ScienceChoices {
  calibrationPack: string | undefined;
  personalityInstrument: string | undefined;
  visualPrior: string | undefined;
  weights: PhaseWeights;
  profilesPerPerson: number;
}

export interface ScienceDeps {
  analyser: FaceAnalyser;
  /** Where descriptions of packs' faces are kept. */
  cacheFolder: string;
  /** Packs that were made of data sets. */
  packsFolder: string;
  hlaFolder: string;
  /** Versions of phase 1 with which people have begun: their packs must be at hand, and stay in use. */
  begun: readonly string[];
}

const builtInPack = fileURLToPath(new URL('../visual/packs/drawn-1/', import.meta.url));
const exploreShare = 0.5;
const seed = 'harmonia-1';

/**
 * Loads instrument, packs, prior and references, and describes the packs' faces. HLA data come from the newest table
 * in `hlaFolder`, or else from the built-in names.
 * @throws HarmoniaError `instrument-invalid`, `pack-invalid`, `prior-invalid` naming what is wrong; `config-invalid`
 * when a pack with which people have begun is not at hand.
 */
export async function loadScience(choices: ScienceChoices, deps: ScienceDeps): Promise<Science> {
  const instrument = loadInstrument(choices.personalityInstrument);
  const similarityReference = loadSimilarityReference();
  const prior = await loadPrior(choices.visualPrior);
  const packs = await fillShelf(choices, deps, prior.version);
  const hla = findReference(deps.hlaFolder);
  const fixed = {
    analyser: `human-3.3.6/${deps.analyser.backend}`,
    personality: instrument.version,
    biological: methodVersionOf(hla),
  };
  const science: Science = {
    packs,
    prior,
    instrument,
    hla,
    exploreShare,
    seed,
    scorers: createScorers({
      prior,
      calibrationFaces: (version) => packs.begunWith(version).faces,
      personality: similarityReference,
      hla,
    }),
    get versions() {
      return { ...fixed, visual: packs.version() };
    },
    get declaration() {
      return {
        weights: choices.weights,
        profilesPerPerson: choices.profilesPerPerson,
        exploreShare,
        seed,
        fusion: 'weighted mean of percentiles; harmonic mean of both directions',
        metrics: ['auc-would-meet', 'auc-mutual', 'spearman-wtm', 'calibration', 'exposure-gini'],
        exclusions: ['phase 1 or 2 not sealed', 'withdrawn'],
        versions: {
          ...science.versions,
          hlaRelease: hla.release,
          priorDigest: prior.digest,
          similarityReference: similarityReference.version,
        },
      };
    },
  };
  return science;
}

/** Describes a pack's faces, from what an earlier run kept where it can. */
export const shelve = async (
  pack: CalibrationPack,
  { analyser, cacheFolder }: Pick<ScienceDeps, 'analyser' | 'cacheFolder'>,
): Promise<ShelvedPack> => ({
  pack,
  faces: await describePack(pack, analyser, join(cacheFolder, `${pack.id}.descriptions`)),
});

/** The operator's pack, or that of a data set, or the built-in one; but first of all the one people have begun with. */
async function fillShelf(
  { calibrationPack }: ScienceChoices,
  deps: ScienceDeps,
  priorVersion: string,
): Promise<PackShelf> {
  const chosen =
    calibrationPack === undefined ? await packAtHand(deps.packsFolder) : await loadPack(calibrationPack);
  const needed = [];
  for (const name of new Set(deps.begun.map(packNameIn))) {
    needed.push(isNamed(chosen, name) ? chosen : await findPack(name, deps.packsFolder));
  }
  const [current = chosen, ...others] = needed;
  const shelf = createPackShelf(await shelve(current, deps), priorVersion);
  for (const pack of others) shelf.put(await shelve(pack, deps));
  return shelf;
}

/** A data set's pack that was damaged is made again after the start; it is no reason not to start. */
async function packAtHand(packsFolder: string): Promise<CalibrationPack> {
  const made = await newestDatasetPack(packsFolder);
  const pack = made === undefined ? undefined : await loadPack(made).catch(() => undefined);
  return pack ?? loadPack(builtInPack);
}

async function findPack(name: string, packsFolder: string): Promise<CalibrationPack> {
  const made = (await readdir(packsFolder).catch(() => [])).filter((entry) => !entry.startsWith('.'));
  for (const folder of [builtInPack, ...made.map((entry) => join(packsFolder, entry))]) {
    const pack = await loadPack(folder).catch(() => undefined);
    if (pack && isNamed(pack, name)) return pack;
  }
  throw new HarmoniaError(
    'config-invalid',
    `CALIBRATION_PACK: people of a cohort that is not scored yet began with the pack ${name}, which is not at hand; ` +
      'name its folder, unchanged, until that cohort is scored',
  );
}
