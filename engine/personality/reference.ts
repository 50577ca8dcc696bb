import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { HarmoniaError } from '../../foundation/errors.ts';
import { parseQuantileTable, type QuantileTable } from '../quantile-table.ts';

/**
 * The frozen distribution of similarity that percentiles refer to, and the version of the questionnaire that it is
 * for. Its provenance says whether it was simulated. Percentiles come from `percentileOf` in engine/quantile-table.ts.
 */
export interface SimilarityReference extends QuantileTable {
  instrument: string;
}

const instrumentNamed = z.looseObject({ instrument: z.string().min(1) });

/**
 * Reads a reference file, as `harmonia personality reference` writes it.
 * @throws HarmoniaError `reference-invalid`, saying where and why.
 */
export function loadSimilarityReference(file: string | URL): SimilarityReference {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new HarmoniaError('reference-invalid', `${String(file)} is not a readable JSON file`, { cause });
  }
  const named = instrumentNamed.safeParse(content);
  if (!named.success)
    throw new HarmoniaError(
      'reference-invalid',
      `${String(file)} does not name the "instrument" that it is for`,
    );
  const { instrument, ...table } = named.data;
  return { instrument, ...parseQuantileTable(table) };
}
