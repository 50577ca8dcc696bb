import { isDeepStrictEqual } from 'node:util';
import { HarmoniaError } from '../../foundation/errors.ts';
import { loadInstrument, type Instrument } from './instrument.ts';
import { loadSimilarityReference, type SimilarityReference } from './reference.ts';

/** A questionnaire and what its similarity is compared with. */
export interface ShelvedInstrument {
  readonly instrument: Instrument;
  /** Null for a questionnaire without a reference: its similarity counts as measured, and not as a percentile. */
  readonly reference: SimilarityReference | null;
}

/**
 * The questionnaires at hand. A new cohort begins with the current one. A participant finishes with the one noted when
 * they began, and their cohort goes on with it.
 */
export interface InstrumentShelf {
  current(): ShelvedInstrument;
  /** The questionnaire of this version; undefined when it is not at hand. */
  find(version: string): ShelvedInstrument | undefined;
  /** @throws HarmoniaError `instrument-invalid` when no questionnaire at hand has this version */
  begunWith(version: string): ShelvedInstrument;
  /** The versions at hand. */
  versions(): string[];
  /** The reference of this version, of whichever questionnaire; undefined when it is not at hand. */
  referenceNamed(version: string): SimilarityReference | undefined;
}

/** Files that replace the built-in questionnaire and its reference. */
export interface InstrumentFiles {
  instrument?: string | undefined;
  reference?: string | undefined;
}

/** Oldest first. Earlier ones stay, for cohorts that began with them and to check their seals. */
const builtIn = [
  ['piip-7-1', 'piip-reference-1'],
  ['piip-7-2', 'piip-reference-2'],
] as const;

/**
 * Reads the built-in questionnaires and the one that replaces them, each with its reference.
 * @throws HarmoniaError `instrument-invalid` for a faulty file, or one that has the version of a built-in questionnaire
 * and other content; `reference-invalid` for a faulty reference, or one for another questionnaire
 */
export function loadInstrumentShelf(chosen: InstrumentFiles = {}): InstrumentShelf {
  const shelf = new Map<string, ShelvedInstrument>();
  for (const [instrument, reference] of builtIn) {
    const shelved = {
      instrument: loadInstrument(new URL(`./instruments/${instrument}.json`, import.meta.url)),
      reference: loadSimilarityReference(new URL(`./references/${reference}.json`, import.meta.url)),
    };
    shelf.set(shelved.instrument.version, shelved);
  }
  const replaced = chosen.instrument === undefined ? undefined : replacing(shelf, chosen.instrument);
  let current: ShelvedInstrument = replaced ?? [...shelf.values()].at(-1)!;
  if (chosen.reference !== undefined)
    current = { ...current, reference: referenceFor(current.instrument, chosen.reference) };
  shelf.set(current.instrument.version, current);
  return {
    current: () => current,
    find: (version) => shelf.get(version),
    begunWith(version) {
      const found = shelf.get(version);
      if (found) return found;
      throw new HarmoniaError('instrument-invalid', `the questionnaire ${version} is not at hand`);
    },
    versions: () => [...shelf.keys()],
    referenceNamed: (version) =>
      [...shelf.values()].find(({ reference }) => reference?.version === version)?.reference ?? undefined,
  };
}

/** A replaced questionnaire. Seals name only its version, so that a built-in version must not get other content. */
function replacing(shelf: ReadonlyMap<string, ShelvedInstrument>, file: string): ShelvedInstrument {
  const instrument = loadInstrument(file);
  const same = shelf.get(instrument.version);
  if (!same) return { instrument, reference: null };
  if (isDeepStrictEqual(same.instrument, instrument)) return same;
  throw new HarmoniaError(
    'instrument-invalid',
    `${file} differs from the built-in questionnaire ${instrument.version}; give it a version of its own`,
  );
}

function referenceFor({ version }: Instrument, file: string): SimilarityReference {
  const reference = loadSimilarityReference(file);
  if (reference.instrument === version) return reference;
  throw new HarmoniaError(
    'reference-invalid',
    `${file} is a reference for ${reference.instrument}, and the questionnaire is ${version}`,
  );
}
