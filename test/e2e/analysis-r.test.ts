import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { dataSetFiles } from '../../engine/report/data-set.ts';
import type { Figure } from '../../engine/validation/dyadic-interval.ts';
import { dyadicFigures } from '../../engine/validation/dyadic-figures.ts';
import { parseDyads } from '../../engine/validation/dyads-table.ts';
import { simulatedInfo, simulatedTables } from '../support/exported-tables.ts';

const rscript = (...words: string[]) => spawnSync('Rscript', words, { encoding: 'utf8' });
const hasR = rscript('--version').status === 0;
const hasLme4 = hasR && rscript('-e', 'library(lme4)').status === 0;

describe('analysis.R of a data set', () => {
  const folder = mkdtempSync(join(tmpdir(), 'analysis-r-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let table: string;
  let output: string;
  beforeAll(() => {
    if (!hasR) return;
    const files = dataSetFiles(simulatedTables(100, 'analysis'), simulatedInfo());
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
      if (path.includes('dyads')) table = content;
    }
    const { status, stdout, stderr } = rscript(join(folder, 'analysis.R'), folder);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    output = stdout;
  });

  (hasR ? test : test.skip)(
    'computes the AUC, Spearman’s rho and dyadic intervals that "study validity" computes (Rscript)',
    () => {
      const { rows, scores } = parseDyads(table);
      const figures = dyadicFigures(rows, scores);
      const expected = (['auc', 'spearman'] as const).flatMap((statistic) =>
        scores.map((score) => [statistic, score, ...numbers(figures[statistic][score]!)]),
      );
      const [, csv] = output.split(/intervals\n/);
      const found: Record<string, string>[] = parse(csv!.split('\n\n')[0]!, { columns: true });
      expect(
        found.map(({ statistic, score, estimate, low, high, n }) => [
          statistic,
          score,
          ...[estimate, low, high, n].map((cell) => (cell === 'NA' ? null : Number(Number(cell).toFixed(6)))),
        ]),
      ).toEqual(expected);
    },
  );

  (hasLme4 ? test : test.skip)('fits both mixed models (Rscript with lme4)', () => {
    const [, linear, logistic] = output.split('\n== ');
    expect(output).not.toMatch(/could not be fitted/);
    for (const summary of [linear!, logistic!]) {
      for (const group of ['actor', 'partner', 'pair'])
        expect(summary).toMatch(new RegExp(`^ ${group} +\\(Intercept\\)`, 'm'));
      // The planted effect of the visual score, and its standard error.
      const [, estimate, error] = /^visual +(\S+) +(\S+)/m.exec(summary)!;
      expect(Number(estimate) / Number(error)).toBeGreaterThan(3);
    }
  });
});

function numbers(figure: Figure | null): (number | null)[] {
  const rounded = (value: number | undefined): number | null =>
    value === undefined ? null : Number(value.toFixed(6));
  const { estimate, interval, n } = figure ?? { estimate: undefined, interval: null, n: 0 };
  return [rounded(estimate), rounded(interval?.[0]), rounded(interval?.[1]), n];
}
