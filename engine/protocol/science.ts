import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findReference, type HlaReference, methodVersionOf } from '../biological/index.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import { type Instrument, loadInstrument } from '../personality/instrument.ts';
import { loadSimilarityReference } from '../personality/reference.ts';
import { type CalibrationPack, describePack, loadPack } from '../visual/calibration-pack.ts';
import type { FaceAnalyser } from '../visual/face-analysis.ts';
import { loadPrior } from '../visual/prior.ts';
import { createScorers, type PhaseScorers } from './scorers.ts';

/** Everything that is read once at start and never changes while the program runs. */
export interface Science {
  pack: CalibrationPack;
  instrument: Instrument;
  hla: HlaReference;
  scorers: PhaseScorers;
  versions: { analyser: string; visual: string; personality: string; biological: string };
  /** What a freeze declares and scoring must match (invariant 7). */
  declaration: Record<string, unknown>;
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

const builtInPack = fileURLToPath(new URL('../visual/packs/drawn-1/', import.meta.url));
const exploreShare = 0.5;
const seed = 'harmonia-1';

/**
 * Loads instrument, pack, prior and references, and describes the pack's faces (kept in `cacheFolder`). HLA data come
 * from the newest table in `hlaFolder`, or else from the built-in names.
 * @throws HarmoniaError `instrument-invalid`, `pack-invalid`, `prior-invalid` naming what is wrong.
 */
export async function loadScience(
  choices: ScienceChoices,
  deps: { analyser: FaceAnalyser; cacheFolder: string; hlaFolder: string },
): Promise<Science> {
  const { analyser, cacheFolder, hlaFolder } = deps;
  const instrument = loadInstrument(choices.personalityInstrument);
  const similarityReference = loadSimilarityReference();
  const prior = await loadPrior(choices.visualPrior);
  const pack = await loadPack(choices.calibrationPack ?? builtInPack);
  const calibrationFaces = await describePack(pack, analyser, join(cacheFolder, `${pack.id}.descriptions`));
  const hla = findReference(hlaFolder);
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
    exploreShare,
    seed,
    scorers: createScorers({ prior, calibrationFaces, personality: similarityReference, hla }),
    declaration: {
      weights: choices.weights,
      profilesPerPerson: choices.profilesPerPerson,
      exploreShare,
      seed,
      fusion: 'weighted mean of percentiles; harmonic mean of both directions',
      metrics: ['auc-would-meet', 'auc-mutual', 'spearman-wtm', 'calibration', 'exposure-gini'],
      exclusions: ['phase 1 or 2 not sealed', 'withdrawn'],
      versions: {
        ...versions,
        hlaRelease: hla.release,
        priorDigest: prior.digest,
        similarityReference: similarityReference.version,
      },
    },
  };
}
