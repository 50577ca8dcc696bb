import { createHash } from 'node:crypto';
import path from 'node:path';
import { HarmoniaError } from '../../../foundation/errors.ts';
import type { Sex } from '../../ports/participants.ts';
import { readHalfFloats } from '../../visual/half-floats.ts';
import { descriptionLength } from '../../visual/prior.ts';
import { type Fold, inFold } from './fold.ts';
import { readRequired } from './table.ts';

export interface RatedFace {
  readonly id: string;
  readonly sex: Sex;
  /** Ethnicity as the data set names it. */
  readonly group: string;
}

export interface Rating {
  readonly rater: string;
  readonly question: 'attractive' | 'date';
  /** Index into the faces. */
  readonly face: number;
  /** 0 (lowest of the scale) .. 1 (highest). */
  readonly value: number;
}

/** Faces of one source with their descriptions and ratings. */
export interface FaceSet {
  readonly name: 'scut' | 'london' | 'mebeauty';
  readonly citation: string;
  readonly faces: readonly RatedFace[];
  /** One row of 1024 numbers per face. */
  readonly embeddings: Float32Array;
  readonly ratings: readonly Rating[];
  /** Mean rating of each face as published, 0..1; the consensus is learned from it instead of the ratings. */
  readonly means?: readonly number[];
  /** SHA-256 by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** The 1024 numbers of one face. */
export function embeddingOf(set: Pick<FaceSet, 'embeddings'>, face: number): Float32Array {
  return set.embeddings.subarray(face * descriptionLength, (face + 1) * descriptionLength);
}

/**
 * Reads little-endian 16-bit floats, 1024 per face.
 * @throws HarmoniaError bad-request when the file's length is not that of `faces` rows
 */
export async function readEmbeddings(file: string, faces: number): Promise<Float32Array> {
  const bytes = await readRequired(file);
  const expected = faces * descriptionLength * 2;
  if (bytes.length !== expected) {
    const name = path.basename(file);
    throw new HarmoniaError(
      'bad-request',
      `${name} has ${bytes.length} bytes; ${faces} faces take ${expected}`,
    );
  }
  const values = Float32Array.from(readHalfFloats(bytes));
  if (values.some((value) => !Number.isFinite(value))) {
    throw new HarmoniaError('bad-request', `${path.basename(file)} holds numbers that are not finite`);
  }
  return values;
}

/** SHA-256 of each file, by its name. */
export async function hashFiles(files: readonly string[]): Promise<Record<string, string>> {
  const entries = await Promise.all(
    files.map(async (file) => {
      const digest = createHash('sha256')
        .update(await readRequired(file))
        .digest('hex');
      return [path.basename(file), digest] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** The set without the fold's faces and raters: what a prior is learned from that is evaluated on the fold. */
export function withoutFold(set: FaceSet, fold: Fold): FaceSet {
  const kept = set.faces.map((face) => !inFold(fold, face.id));
  const newIndex = new Map([...kept.keys()].filter((at) => kept[at]).map((at, index) => [at, index]));
  return {
    ...set,
    faces: set.faces.filter((_, at) => kept[at]),
    embeddings: set.embeddings.filter((_, at) => kept[Math.floor(at / descriptionLength)]),
    ratings: set.ratings.flatMap((rating) => {
      const face = newIndex.get(rating.face);
      return face === undefined || inFold(fold, rating.rater) ? [] : [{ ...rating, face }];
    }),
  };
}
