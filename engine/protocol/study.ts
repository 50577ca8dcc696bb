import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarmoniaError } from '../../foundation/errors.ts';
import { findReference, type HlaReference, methodVersionOf } from '../biological/index.ts';
import type { PhaseWeights } from '../compatibility/fusion.ts';
import { type InstrumentShelf, loadInstrumentShelf } from '../personality/instrument-shelf.ts';
import { type CalibrationPack, describePack, loadPack } from '../visual/calibration-pack.ts';
import { newestDatasetPack } from '../visual/datasets/dataset-pack.ts';
import {
  analyserVersionOf,
  descriptionSuffix,
  type DescriptionVersion,
  descriptionVersionIn,
  newestDescription,
} from '../visual/description-version.ts';
import type { FaceAnalyser } from '../visual/face-analysis.ts';
import {
  createPackShelf,
  isNamed,
  packNameIn,
  type PackShelf,
  type ShelvedPack,
} from '../visual/pack-shelf.ts';
import { loadPrior, type VisualPrior } from '../visual/prior.ts';
import type { Passwords } from '../ports/passwords.ts';
import { analysisPlan, type AnalysisPlan } from './analysis-plan.ts';
import { type BlindFollowUp, followUpOpenDays } from './follow-ups.ts';
import type { Digest } from './seal-digest.ts';
import { versionsDeclared } from './instrument-of-cohort.ts';
import { completedPlan } from './declared-plan.ts';
import { createScorers, type PhaseScorers } from './scorers.ts';

/**
 * The study as it runs: composed once at start, and given to dialogs, commands, jobs, the HTTP server and scoring. A
 * function that needs little of it takes a `Pick`. Only the current calibration pack may change while the program runs;
 * it applies to participants who begin later.
 */
export interface Study {
  readonly name: string;
  /** E-mail address for participants' questions, if the operator named one. */
  readonly contact: string | undefined;
  /** The questionnaires. `instrumentOf` and `instrumentOfCohort` say which of them a participant or a cohort has. */
  readonly instruments: InstrumentShelf;
  readonly packs: PackShelf;
  /**
   * The calibration pack with which a participant began.
   * @param visualVersion the instrument version that was noted when phase 1 was opened
   * @throws HarmoniaError `pack-invalid` when that pack is not at hand
   */
  packOfVersion(visualVersion: string): CalibrationPack;
  /** How many different calibration faces a participant rates; two of them are shown a second time. */
  readonly calibrationFaces: number;
  readonly prior: VisualPrior;
  readonly hla: HlaReference;
  readonly scorers: PhaseScorers;
  /**
   * `visual` names the current pack and the prior: the instrument version of phase 1. `personality` is the questionnaire
   * of a new cohort.
   */
  readonly versions: { analyser: string; visual: string; personality: string; biological: string };
  /**
   * What a freeze declares and scoring must match (invariant 7), for a cohort with the current questionnaire;
   * `declarationOf` gives that of any cohort.
   */
  readonly declaration: Record<string, unknown>;
  /** How the outcomes will be analysed: declared at the freeze, and compared when the cohort is scored. */
  readonly analysis: AnalysisPlan;
  /** The version of the program, declared at the freeze. */
  readonly codeVersion: string;
  /** True when reports keep the scores of pairs back until the follow-up; only then it can be confirmatory. */
  readonly followUpBlind: boolean;
  readonly weights: PhaseWeights;
  readonly profilesPerPerson: number;
  /** Share of pairs drawn from the whole range, so that the prediction can be tested. */
  readonly exploreShare: number;
  readonly seed: string;
  readonly inviteDays: number;
  /** Days of silence before each reminder in a row. */
  readonly reminderDays: readonly number[];
  /** The time zone of participants who have not named theirs. */
  readonly timeZone: string;
  /** Days from an introduction to its follow-up, in cohorts that declare no other number. */
  readonly followUpDays: number;
  /** Days for which people whom a freeze left out may choose, and then for which they stay for the next cohort. */
  readonly leftOutDays: number;
  /** Makes the keyed digests of seals. */
  readonly digest: Digest;
  readonly passwords: Passwords;
}

/** What a deployment chooses. */
export interface StudyChoices {
  name: string;
  /** E-mail address for participants' questions. */
  contact: string | undefined;
  /** A folder with a manifest of calibration faces. Unset: the pack of a data set, or else the built-in one. */
  calibrationPack: string | undefined;
  /** Files that replace the built-in ones. */
  personalityInstrument: string | undefined;
  personalityReference: string | undefined;
  visualPrior: string | undefined;
  /** Different faces; two of them are shown again. */
  calibrationFaces: number;
  /** Percent; they sum to 100. */
  weights: PhaseWeights;
  profilesPerPerson: number;
  /** Days of silence before each reminder in a row, rising; at most five. */
  reminderDays: readonly number[];
  /** The time zone of participants who have not named theirs; a name of the IANA database. */
  timeZone: string;
  /** Days from an introduction to its follow-up. */
  followUpDays: number;
  /** Days until people whom a freeze left out are erased, from the question on and from the choice to stay on. */
  leftOutDays: number;
  /** Whether the report leaves out scores of pairs that may be introduced until their follow-up is over. */
  followUpBlind: boolean;
  /** Shares of the viewers who have closed their answers, at which outcomes are looked at; rising to 1, at most three. */
  looks: readonly number[];
  /** Days from the release of a cohort to its closing date. */
  closeAfterDays: number;
  codeVersion: string;
}

export interface StudyDeps {
  analyser: FaceAnalyser;
  /** Where descriptions of packs' faces are kept. */
  cacheFolder: string;
  /** Packs that were made of data sets. */
  packsFolder: string;
  hlaFolder: string;
  /** Versions of phase 1 with which participants have begun. Their packs must be in a folder, and stay in use. */
  begun: readonly string[];
  /** Versions of phase 2 with which participants have begun. */
  questionnairesBegun: readonly string[];
  digest: Digest;
  passwords: Passwords;
}

const builtInPack = fileURLToPath(new URL('../visual/packs/drawn-1/', import.meta.url));
const exploreShare = 0.5;
const seed = 'harmonia-1';
const inviteDays = 14;

/**
 * Loads questionnaires, packs, prior and references, and describes the packs' faces. HLA data come from the newest table
 * in `hlaFolder`, or else from the built-in names.
 * @throws HarmoniaError `instrument-invalid`, `reference-invalid`, `pack-invalid`, `prior-invalid` naming what is wrong;
 * `config-invalid` when a pack or a questionnaire with which participants have begun is not found.
 */
export async function loadStudy(choices: StudyChoices, deps: StudyDeps): Promise<Study> {
  const instruments = fillInstrumentShelf(choices, deps);
  const current = instruments.current();
  const prior = await loadPrior(choices.visualPrior);
  const packs = await fillShelf(choices, deps, prior.version);
  const hla = findReference(deps.hlaFolder);
  const fixed = {
    personality: current.instrument.version,
    biological: methodVersionOf(hla),
  };
  const study: Study = {
    name: choices.name,
    contact: choices.contact,
    instruments,
    packs,
    packOfVersion: (visualVersion) => packs.begunWith(visualVersion).pack,
    calibrationFaces: choices.calibrationFaces,
    prior,
    hla,
    analysis: analysisPlan(choices),
    codeVersion: choices.codeVersion,
    followUpBlind: choices.followUpBlind,
    weights: choices.weights,
    profilesPerPerson: choices.profilesPerPerson,
    exploreShare,
    seed,
    inviteDays,
    reminderDays: choices.reminderDays,
    timeZone: choices.timeZone,
    followUpDays: choices.followUpDays,
    leftOutDays: choices.leftOutDays,
    digest: deps.digest,
    passwords: deps.passwords,
    scorers: createScorers({
      prior,
      calibrationFaces: (version) => packs.begunWith(version).faces,
      similarityReference: (version) => instruments.begunWith(version).reference,
      hla,
    }),
    get versions() {
      const { description } = packs.current();
      const analyser = analyserVersionOf(description, deps.analyser.backend);
      return { ...fixed, analyser, visual: packs.version() };
    },
    get declaration() {
      return {
        weights: study.weights,
        profilesPerPerson: study.profilesPerPerson,
        exploreShare,
        seed,
        plan: completedPlan,
        fusion: 'weighted mean of percentiles; harmonic mean of both directions',
        metrics: ['auc-would-meet', 'auc-mutual', 'spearman-wtm', 'calibration', 'exposure-gini'],
        exclusions: ['phase 1 or 2 not sealed', 'withdrawn'],
        ...blindFollowUp(choices),
        versions: {
          ...study.versions,
          hlaRelease: hla.release,
          priorDigest: prior.digest,
          ...versionsDeclared(current),
        },
      };
    },
  };
  return study;
}

/** Declared only when it is on, so that cohorts frozen before there was a follow-up are scored as they were declared. */
const blindFollowUp = ({ followUpBlind, followUpDays }: StudyChoices): { followUp?: BlindFollowUp } =>
  followUpBlind ? { followUp: { blind: true, afterDays: followUpDays, openDays: followUpOpenDays } } : {};

/** The questionnaires at hand, among them every one with which people of a cohort that is not scored have begun. */
function fillInstrumentShelf(
  { personalityInstrument, personalityReference }: StudyChoices,
  { questionnairesBegun }: StudyDeps,
): InstrumentShelf {
  const shelf = loadInstrumentShelf({ instrument: personalityInstrument, reference: personalityReference });
  const missing = questionnairesBegun.find((version) => !shelf.find(version));
  if (missing === undefined) return shelf;
  throw new HarmoniaError(
    'config-invalid',
    `PERSONALITY_INSTRUMENT: people of a cohort that is not scored yet began with the questionnaire ${missing}, which ` +
      'is not at hand; name its file, unchanged, until that cohort is scored',
  );
}

/** Describes a pack's faces; descriptions that an earlier run stored are used again. */
export async function shelve(
  pack: CalibrationPack,
  { analyser, cacheFolder }: Pick<StudyDeps, 'analyser' | 'cacheFolder'>,
  description: DescriptionVersion = newestDescription,
): Promise<ShelvedPack> {
  const cache = join(cacheFolder, `${pack.id}${descriptionSuffix(description)}.descriptions`);
  return { pack, faces: await describePack(pack, analyser, cache, description), description };
}

/**
 * The operator's pack, or that of a data set, or the built-in one, described in the newest way. While a cohort that is
 * not scored has begun with another pack or an older description, those stay current.
 */
async function fillShelf(
  { calibrationPack }: StudyChoices,
  deps: StudyDeps,
  priorVersion: string,
): Promise<PackShelf> {
  const chosen =
    calibrationPack === undefined ? await packAtHand(deps.packsFolder) : await loadPack(calibrationPack);
  const needed = new Map<string, ShelvedPack>();
  for (const version of deps.begun) {
    const name = packNameIn(version);
    const description = descriptionVersionIn(version);
    const key = name + descriptionSuffix(description);
    if (needed.has(key)) continue;
    const pack = isNamed(chosen, name) ? chosen : await findPack(name, deps.packsFolder);
    needed.set(key, await shelve(pack, deps, description));
  }
  const [current, ...others] = needed.values();
  const shelf = createPackShelf(current ?? (await shelve(chosen, deps)), priorVersion);
  for (const shelved of others) shelf.put(shelved);
  return shelf;
}

/**
 * The newest pack of a data set. If it is damaged the built-in pack is used, and the other is made again after the
 * start.
 */
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
