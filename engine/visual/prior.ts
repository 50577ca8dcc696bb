import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { Sex } from '../ports/participants.ts';
import { readHalfFloats, writeHalfFloats } from './half-floats.ts';
import type { KernelRule } from './inducing-points.ts';
import { createMatrix, type Matrix } from './linear-algebra.ts';
import type { RaterPrior } from './preference-posterior.ts';

/** Mean and covariance of the features of the faces of one sex that the prior was learned from. */
export interface ReferencePool {
  readonly faces: number;
  readonly mean: Float64Array;
  readonly covariance: Matrix;
}

/** What phase 1 uses before a participant's first swipe. */
export interface VisualPrior {
  readonly version: string;
  /** SHA-256 of the file, hex: goes into the phase's seal. */
  readonly digest: string;
  /** Mean and standard deviation of the square root of each of the 1024 description numbers. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  /** Consensus: one weight per standardised number, and the intercept, for the sex of the face. */
  readonly consensus: Readonly<Record<Sex, { weights: Float64Array; intercept: number }>>;
  /**
   * Principal components, one per row, scaled so that their scores have comparable size. The first 48 are features;
   * all 96 measure how far a face is from an inducing point.
   */
  readonly components: Matrix;
  /** The part of the consensus that is not linear. */
  readonly kernel: KernelRule;
  readonly raters: RaterPrior;
  readonly reference: Readonly<Record<Sex, ReferencePool>>;
}

export const priorFormat = 'harmonia-visual-prior/3';
export const descriptionLength = 1024;
/** Components in which distances of faces to inducing points are measured. */
export const componentCount = 96;
/** The leading components that tastes are learned over. */
export const tasteComponents = 48;
/** 1, consensus, components. */
export const featureCount = tasteComponents + 2;

/** base64 of little-endian floats of 32 bits, or as `read` reads them; without `length`, any number of them. */
const floats = (length?: number, read = readFloats): z.ZodType<Float64Array, string> =>
  z.base64().transform((text, context) => {
    const values = read(Buffer.from(text, 'base64'));
    const expected = length ?? values.length;
    if (values.length !== expected || values.some((value) => !Number.isFinite(value))) {
      context.addIssue({ code: 'custom', message: `expected ${expected} finite numbers` });
    }
    return values;
  });

function readFloats(bytes: Uint8Array): Float64Array {
  const whole = bytes.length - (bytes.length % Float32Array.BYTES_PER_ELEMENT);
  // A copy, because a Float32Array must begin at a multiple of four bytes.
  return Float64Array.from(new Float32Array(Uint8Array.from(bytes.subarray(0, whole)).buffer));
}

const consensusSchema = z.strictObject({ weights: floats(descriptionLength), intercept: z.number() });
const poolSchema = z.strictObject({
  faces: z.int().positive(),
  mean: floats(featureCount),
  covariance: floats(featureCount ** 2),
});

/**
 * The file as it is written. Some of its names are older than those of VisualPrior: centre, spread, landmarks and width
 * are mean, deviation, kernel and bandwidth there. `provenance` is for readers.
 */
const fileSchema = z.strictObject({
  format: z.literal(priorFormat),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  licence: z.string().min(1),
  provenance: z.strictObject({
    question: z.string(),
    seed: z.string(),
    description: z.string(),
    inputs: z.array(
      z.strictObject({ name: z.string(), citation: z.string(), files: z.record(z.string(), z.string()) }),
    ),
    counts: z.record(z.string(), z.number()),
  }),
  centre: floats(descriptionLength),
  spread: floats(descriptionLength),
  consensus: z.strictObject({ female: consensusSchema, male: consensusSchema }),
  components: floats(componentCount * descriptionLength, readHalfFloats),
  landmarks: z
    .strictObject({
      width: z.number().positive(),
      points: floats(undefined, readHalfFloats),
      female: floats(),
      male: floats(),
    })
    .refine(
      ({ points, female, male }) =>
        female.length * componentCount === points.length && male.length === female.length,
      'expected 96 numbers for each inducing point and one for each sex',
    ),
  raters: z.strictObject({
    mean: floats(featureCount),
    covariance: floats(featureCount ** 2),
    noise: z.number().positive(),
  }),
  reference: z.strictObject({ female: poolSchema, male: poolSchema }),
});

/** The file's contents before encoding. */
export type PriorFile = z.input<typeof fileSchema>;

/**
 * Reads a prior from its file's text.
 * @throws HarmoniaError prior-invalid, naming the first field that is wrong
 */
export function parsePrior(text: string): VisualPrior {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new HarmoniaError('prior-invalid', 'the prior is not JSON', { cause: error });
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (format !== priorFormat) {
    throw new HarmoniaError(
      'prior-invalid',
      `the prior's format is ${String(format)}, expected ${priorFormat}`,
    );
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new HarmoniaError(
      'prior-invalid',
      `the prior's ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  const file = parsed.data;
  return {
    version: file.version,
    digest: createHash('sha256').update(text).digest('hex'),
    mean: file.centre,
    deviation: file.spread,
    consensus: file.consensus,
    components: createMatrix(componentCount, descriptionLength, file.components),
    kernel: {
      bandwidth: file.landmarks.width,
      points: createMatrix(file.landmarks.female.length, componentCount, file.landmarks.points),
      female: file.landmarks.female,
      male: file.landmarks.male,
    },
    raters: { ...file.raters, covariance: square(file.raters.covariance) },
    reference: {
      female: { ...file.reference.female, covariance: square(file.reference.female.covariance) },
      male: { ...file.reference.male, covariance: square(file.reference.male.covariance) },
    },
  };
}

const square = (values: Float64Array): Matrix => createMatrix(featureCount, featureCount, values);

/** Reads a prior's file. Without a path: the one that is shipped. @throws HarmoniaError prior-invalid */
export async function loadPrior(file: string | URL = shippedPrior): Promise<VisualPrior> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new HarmoniaError('prior-invalid', `the prior cannot be read: ${String(file)}`, { cause: error });
  }
  return parsePrior(text);
}

const shippedPrior = new URL('priors/prior-1.json', import.meta.url);

/** How numbers are written into a prior's file. */
export function encodeFloats(values: ArrayLike<number>): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64');
}

/** As encodeFloats, with 16 bits a number. The numbers are rounded by `halfPrecision` beforehand. */
export function encodeHalfFloats(values: ArrayLike<number>): string {
  return Buffer.from(writeHalfFloats(values)).toString('base64');
}

/** The numbers as they will be read from the file. Rules are learned from these, since the file keeps no further digits. */
export function halfPrecision(values: ArrayLike<number>): Float64Array {
  return readHalfFloats(writeHalfFloats(values));
}
