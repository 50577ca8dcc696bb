import { setImmediate } from 'node:timers/promises';
import { isHarmoniaError } from '../../foundation/errors.ts';
import {
  bringUp,
  createPairEncoder,
  type GeneTables,
  methodVersionOf,
  parseTyping,
} from '../biological/index.ts';
import type { Candidate } from '../compatibility/eligibility.ts';
import { createEligibilityTable, type EligibilityTable } from '../compatibility/eligible-pairs.ts';
import { setTraits, traitNumbers, type TraitTable } from '../personality/trait-pairs.ts';
import type { Participant, UserId } from '../ports/participants.ts';
import type { SealedPerson } from '../ports/scoring.ts';
import type { Transactions, UnitOfWork } from '../ports/unit-of-work.ts';
import { type DescriptionVersion, descriptionVersionIn } from '../visual/description-version.ts';
import { createFaceTable, type FaceTable, setFace } from '../visual/face-pairs.ts';
import { faceFeatures } from '../visual/features.ts';
import { fitTaste, type Swipe } from '../visual/preference-posterior.ts';
import { candidatesOf } from './candidates.ts';
import { oneQuestionnaire } from './instrument-of-cohort.ts';
import type { Unreadable } from './readable.ts';
import { facesRated, refuseMixture, requireMethod, type ScorerReferences } from './scorers.ts';
import { sharedBytes } from './scoring-tables.ts';

/** The people of a cohort with what their pairs are scored with, a row for each; the rows are in the order of ids. */
export interface PreparedPeople {
  candidates: Candidate[];
  eligibility: EligibilityTable;
  faces: FaceTable;
  traits: TraitTable;
  typings: Int32Array;
  genes: GeneTables[];
  /** The questionnaire that they answered; undefined when no traits are known. */
  questionnaire: string | undefined;
  languageOf: Int8Array;
  languages: string[];
  /** People whose data can no longer be read, by pseudonym: they have no row. */
  unreadable: { code: string; reason: Unreadable }[];
}

/** People who are read in one transaction, and prepared without a pause for other work. */
const [readAtOnce, preparedAtOnce] = [100, 10];

/**
 * Reads and prepares everything once a person, a hundred people in each transaction.
 * @throws HarmoniaError `preregistration-mismatch`, `questionnaires-mixed`, `pack-invalid`
 */
export async function prepareScoring(
  transactions: Transactions,
  people: readonly Participant[],
  references: ScorerReferences,
  { hlaMethod, now }: { hlaMethod: string; now: Date },
): Promise<PreparedPeople> {
  requireMethod(references.hla, hlaMethod);
  const unreadable: PreparedPeople['unreadable'] = [];
  const rows = createRows(people.length, references, hlaMethod);
  const ordered = people.toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
  const readable: Participant[] = [];
  for (let first = 0; first < ordered.length; first += readAtOnce) {
    const chunk = ordered.slice(first, first + readAtOnce);
    const sealed = await transactions.transact((uow) =>
      uow.scoring.sealed(chunk.map(({ userId }) => userId)),
    );
    for (const [at, person] of chunk.entries()) {
      if (at % preparedAtOnce === 0) await setImmediate();
      const reason = rows.add(person, sealed.get(person.userId)!);
      if (reason) unreadable.push({ code: person.code, reason });
      else readable.push(person);
    }
  }
  const candidates = await transactions.transact((uow) => candidatesOf(uow, readable));
  return {
    ...rows.finish(),
    candidates,
    eligibility: createEligibilityTable(candidates, now, sharedBytes),
    // In the order of participants, as staff see them elsewhere.
    unreadable: people.flatMap(({ code }) => unreadable.filter((each) => each.code === code)),
  };
}

/** Who would be matched with whom, as text: it is the same while nothing about these people has changed. */
export async function standingOf(uow: UnitOfWork, people: readonly Participant[]): Promise<string> {
  return JSON.stringify((await candidatesOf(uow, people)).map(standing));
}

export const standing = ({ consents, blocked, ...about }: Candidate): unknown => [
  about,
  [...consents].sort(),
  [...blocked].sort(),
];

function createRows(most: number, references: ScorerReferences, hlaMethod: string) {
  const { prior, hla, calibrationFaces } = references;
  const isCurrent = hlaMethod === methodVersionOf(hla);
  const faces = createFaceTable(most, sharedBytes);
  const traits = new Float64Array(sharedBytes(8 * traitNumbers(most)));
  const typings = new Int32Array(sharedBytes(4 * 9 * most)).fill(-1);
  const languageOf = new Int8Array(sharedBytes(most)).fill(-1);
  const languages: string[] = [];
  // The typings are brought up to the release here, once each.
  const encoder = createPairEncoder(hla, { names: 'as-read' });
  const descriptions = new Set<DescriptionVersion>();
  const questionnaires = new Set<string>();
  const rated = new Map<string, ReturnType<typeof facesRated>>();
  let row = 0;

  /** The features of a calibration face are computed once a pack. */
  const ratedIn = (version: string): ReturnType<typeof facesRated> => {
    const known = rated.get(version) ?? facesRated(prior, calibrationFaces(version));
    rated.set(version, known);
    return known;
  };
  const setFaceOf = ({ sex }: Participant, { face, visualVersion, ratings }: SealedPerson): void => {
    if (!face || face === 'unreadable' || !sex || visualVersion === null) return;
    descriptions.add(descriptionVersionIn(visualVersion));
    descriptions.add(descriptionVersionIn(face.analyserVersion));
    refuseMixture(descriptions);
    const of = ratedIn(visualVersion);
    const taste = fitTaste(
      prior.raters,
      ratings.map(({ faceId, rating }) => ({ features: of(faceId), rating: rating as Swipe })),
    );
    const features = faceFeatures(prior, face.embedding, sex);
    setFace(faces, row, { features, taste, sex }, prior.reference);
  };
  const setTypingOf = (typing: string): void => {
    const read = parseTyping(typing);
    typings.set(encoder.encode(isCurrent ? bringUp(read, hla) : read), 9 * row);
  };

  return {
    /** Why a person gets no row; undefined for one who gets one. */
    add(person: Participant, sealed: SealedPerson): Unreadable | undefined {
      if (sealed.face === 'unreadable') return 'face-unreadable';
      if (sealed.typing === 'unreadable') return 'typing-unreadable';
      try {
        if (sealed.typing !== null) setTypingOf(sealed.typing);
      } catch (error) {
        if (isHarmoniaError(error, 'hla-invalid')) return 'typing-unreadable';
        throw error;
      }
      setFaceOf(person, sealed);
      setTraits(traits, row, sealed.traits?.traits);
      if (sealed.traits) questionnaires.add(sealed.traits.instrument);
      if (sealed.language !== null) {
        if (!languages.includes(sealed.language)) languages.push(sealed.language);
        languageOf[row] = languages.indexOf(sealed.language);
      }
      row++;
      return undefined;
    },
    finish: () => ({
      faces: { ...faces, people: row },
      traits,
      typings,
      genes: encoder.tables(),
      questionnaire: oneQuestionnaire(questionnaires),
      languageOf,
      languages,
    }),
  };
}

/** The ids of the rows. */
export const idsOf = ({ candidates }: PreparedPeople): UserId[] => candidates.map(({ id }) => id);
