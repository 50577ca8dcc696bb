import { readFileSync } from 'node:fs';
import { parseQuantileTable, type QuantileTable } from '../quantile-table.ts';

/**
 * The frozen distribution of similarity that percentiles refer to. Its provenance says that it was simulated.
 * Percentiles come from `percentileOf` in engine/quantile-table.ts.
 * @throws HarmoniaError `reference-invalid`
 */
export const loadSimilarityReference = (): QuantileTable =>
  parseQuantileTable(
    JSON.parse(readFileSync(new URL('./references/piip-reference-1.json', import.meta.url), 'utf8')),
  );
