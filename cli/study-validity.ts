import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { dyadicFigures, type DyadicFigures } from '../engine/validation/dyadic-figures.ts';
import { type DyadsTable, parseDyads } from '../engine/validation/dyads-table.ts';
import type { Figure } from '../engine/validation/dyadic-interval.ts';
import { isHarmoniaError } from '../foundation/errors.ts';

/** `study validity DYADS.csv…`: whether predictions were right, recomputed from the dyads of an export. */
export function registerStudyValidity(study: Command): void {
  study
    .command('validity')
    .description('Compare predictions with answers in tables of dyads, as /validity does.')
    .argument('<file...>', 'CSV with cohort, actor, partner, wtm, would_meet and at least one score')
    .option('--json', 'one line of JSON for each file')
    .option('--seed <n>', 'seed of whatever is drawn at random; these figures draw nothing')
    .action((files: string[], { json = false }: { json?: boolean }) => {
      for (const file of files) if (!print(file, json)) process.exitCode = 2;
    });
}

/** @returns false for a table that cannot be read; the reason is on standard error. */
function print(file: string, json: boolean): boolean {
  let table: DyadsTable;
  try {
    table = parseDyads(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = isHarmoniaError(error) ? error.message : (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    console.error(`${file}: ${reason}`);
    return false;
  }
  if (table.unknownColumns.length > 0)
    console.error(`${file}: columns that are not used: ${table.unknownColumns.join(', ')}`);
  const figures = dyadicFigures(table.rows, table.scores);
  if (json) console.log(JSON.stringify({ file, cohorts: table.cohorts, ...figures }));
  else console.log(inWords(file, table, figures));
  return true;
}

function inWords(file: string, { cohorts, excluded }: DyadsTable, figures: DyadicFigures): string {
  const lines = [
    `${file}: ${cohorts} cohorts, ${figures.people} people, ${figures.answers} answers, ${excluded} left out`,
    ...section('AUC for "would meet", all viewers together', figures.auc),
    ...section('AUC for "would meet", within viewers', figures.withinRaterAuc),
    ...section('Spearman’s rho with WtM', figures.spearman),
    ...section('correlation with WtM without viewers’ and shown people’s means', figures.doubleCentred),
  ];
  const { srm } = figures;
  lines.push(
    srm
      ? `variance of WtM: actor ${srm.actor.toFixed(2)}, partner ${srm.partner.toFixed(2)}, relationship ${srm.relationship.toFixed(2)}`
      : 'variance of WtM: undefined',
  );
  return lines.join('\n');
}

const section = (title: string, figures: Readonly<Record<string, Figure | null>>): string[] => [
  title,
  ...Object.entries(figures).map(([name, figure]) => `  ${name.padEnd(16)}${figureInWords(figure)}`),
];

function figureInWords(figure: Figure | null): string {
  if (!figure) return 'undefined';
  const interval = figure.interval?.map((bound) => bound.toFixed(3)).join(' to ') ?? 'no interval';
  return `${figure.estimate.toFixed(3)} (${interval}), n = ${figure.n}`;
}
