import { z } from 'zod';
import { HarmoniaError } from '../foundation/errors.ts';
import { createPercentiles } from './quantile-ranks.ts';

const quantileTableSchema = z
  .strictObject({
    version: z.string().min(1),
    /** Where the reference comes from, and what its percentiles may and may not be used for. */
    provenance: z.string().min(1),
    size: z.int().positive(),
    mean: z.number(),
    sd: z.number().nonnegative(),
    /** Ascending scores at equally spaced percentiles, the first at 0 and the last at 100. */
    quantiles: z.array(z.number()).min(2),
  })
  .refine(
    ({ quantiles }) => quantiles.every((value, index) => index === 0 || value >= quantiles[index - 1]!),
    {
      message: 'the quantiles do not ascend',
    },
  );

/** A frozen reference distribution. Scores are compared as percentiles of it. */
export type QuantileTable = z.output<typeof quantileTableSchema>;

/** Checks a table that was read from a file. @throws HarmoniaError `reference-invalid` */
export function parseQuantileTable(content: unknown): QuantileTable {
  const parsed = quantileTableSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new HarmoniaError(
    'reference-invalid',
    `the reference table is invalid: ${z.prettifyError(parsed.error)}`,
  );
}

/**
 * The percentile of a score in the reference, 0–100: linear between quantiles, 0 below the first and 100 above the
 * last. Where several quantiles equal the score (a tie), it is the middle of their percentiles. A higher score never
 * has a lower percentile.
 * @throws HarmoniaError `bad-request` for a score that is not a number.
 */
export function percentileOf(table: QuantileTable, score: number): number {
  if (Number.isNaN(score))
    throw new HarmoniaError('bad-request', 'a score without a value has no percentile');
  return createPercentiles(table.quantiles)(score);
}

/** A table of `points` quantiles from a sample, rounded to 3 decimals so that its file is the same everywhere. */
export function quantileTableOf(
  sample: readonly number[],
  about: { version: string; provenance: string; points?: number },
): QuantileTable {
  const { version, provenance, points = 101 } = about;
  const sorted = Float64Array.from(sample).sort();
  if (sorted.length < points) {
    throw new HarmoniaError(
      'reference-invalid',
      `${sorted.length} scores are too few for ${points} quantiles`,
    );
  }
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (sorted.length - 1);
  const quantileAt = (index: number): number => {
    const position = (index * (sorted.length - 1)) / (points - 1);
    const low = Math.floor(position);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low]! + (position - low) * (sorted[high]! - sorted[low]!);
  };
  return parseQuantileTable({
    version,
    provenance,
    size: sorted.length,
    mean: rounded(mean),
    sd: rounded(Math.sqrt(variance)),
    quantiles: Array.from({ length: points }, (_, index) => rounded(quantileAt(index))),
  });
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
