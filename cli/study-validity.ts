import { readFileSync } from 'node:fs';
import { dyadicFigures, type DyadicFigures } from '../engine/validation/dyadic-figures.ts';
import { type DyadsTable, parseDyads } from '../engine/validation/dyads-table.ts';
import type { Figure } from '../engine/validation/dyadic-interval.ts';
import {
  type FollowUpFigures,
  followUpFigures,
  type FollowUpScore,
} from '../engine/validation/follow-up-figures.ts';
import { type OverCohorts, overCohorts } from '../engine/validation/over-cohorts.ts';
import { permutationTest } from '../engine/validation/permutation.ts';
import type { RandomEffects } from '../engine/validation/random-effects.ts';
import { scoreColumns, wouldMeetOf } from '../engine/validation/score-columns.ts';
import type { Told } from '../engine/validation/told.ts';
import { isHarmoniaError } from '../foundation/errors.ts';

export interface ValidityOptions {
  json?: boolean;
  seed: string;
  permutations?: number;
}

/** Answers are dealt anew this many times in all, so that a large table takes no longer than a small one. */
const answersDealt = 3_000_000;
const [fewestPermutations, mostPermutations] = [99, 999];

/** `study validity DYADS.csv…`: whether predictions were right, recomputed from the dyads of an export. */
export function judgeTables(files: readonly string[], options: ValidityOptions): void {
  const cohorts: DyadicFigures[] = [];
  for (const file of files) {
    const table = read(file);
    if (!table) {
      process.exitCode = 2;
      continue;
    }
    const found = judge(table, options);
    cohorts.push(...found.cohorts);
    console.log(options.json ? asJson(file, table, found) : inWords(file, table, found));
  }
  const summary = options.json ? undefined : overCohorts(cohorts);
  if (summary) console.log(summaryInWords(summary, cohorts.length));
}

/** Undefined for a table that cannot be read; the reason is on standard error. */
function read(file: string): DyadsTable | undefined {
  try {
    const table = parseDyads(readFileSync(file, 'utf8'));
    if (table.unknownColumns.length > 0)
      console.error(`${file}: columns that are not used: ${table.unknownColumns.join(', ')}`);
    return table;
  } catch (error) {
    const reason = isHarmoniaError(error) ? error.message : (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    console.error(`${file}: ${reason}`);
    return undefined;
  }
}

interface Found {
  figures: DyadicFigures;
  permutations: number;
  permutationP: Record<string, number | null>;
  /** Of introduced people; null for a table without follow-ups. */
  followUp: FollowUpFigures | null;
  /** Of each cohort alone. */
  cohorts: DyadicFigures[];
}

function judge({ rows, scores, byCohort }: DyadsTable, options: ValidityOptions): Found {
  const affordable = Math.floor(answersDealt / Math.max(1, rows.length));
  const permutations =
    options.permutations ?? Math.max(fewestPermutations, Math.min(mostPermutations, affordable));
  const columns = scoreColumns(rows, scores)(wouldMeetOf);
  const pOf = (name: string): number | null => {
    const seed = `${options.seed}:${name}`;
    return permutations === 0 ? null : (permutationTest(columns[name]!, { seed, permutations })?.p ?? null);
  };
  const figures = dyadicFigures(rows, scores);
  const hasFollowUps = rows.some(({ followUp }) => followUp);
  return {
    figures,
    followUp: hasFollowUps ? followUpFigures(rows, scores) : null,
    permutations,
    permutationP: Object.fromEntries(scores.map((name) => [name, pOf(name)])),
    cohorts: byCohort.size < 2 ? [figures] : [...byCohort.values()].map((own) => dyadicFigures(own, scores)),
  };
}

/** A summary over cohorts stands in the line where the table has several. */
function asJson(file: string, table: DyadsTable, { figures, cohorts, ...found }: Found): string {
  const { permutations, permutationP, followUp } = found;
  return JSON.stringify({
    file,
    cohorts: table.cohorts,
    ...figures,
    permutationP,
    permutations,
    followUp: followUp && followUpAsJson(followUp),
    overCohorts: overCohorts(cohorts),
  });
}

/** Figures that do not exist are null, without their reason. */
function followUpAsJson({ answers, exploratory, scores, ...means }: FollowUpFigures) {
  const valueOf = ([name, told]: [string, Told<unknown>]) => [name, told.value] as const;
  return {
    answers,
    exploratory,
    ...Object.fromEntries(Object.entries(means).map(valueOf)),
    scores: Object.fromEntries(
      Object.entries(scores).map(([name, own]) => [
        name,
        Object.fromEntries(Object.entries({ ...own }).map(valueOf)),
      ]),
    ),
  };
}

function inWords(file: string, { cohorts, excluded }: DyadsTable, found: Found): string {
  const { figures, permutationP, permutations } = found;
  const { srm } = figures;
  const share = (value: number): string => value.toFixed(2);
  return [
    `${file}: ${cohorts} cohorts, ${figures.people} people, ${figures.answers} answers, ${excluded} left out`,
    ...section('AUC for "would meet", all viewers together', figures.auc, figureInWords),
    ...section(`  p of ${permutations} permutations within viewers`, permutationP, (p) =>
      p === null ? 'undefined' : p.toFixed(4),
    ),
    ...section('AUC for "would meet", within viewers', figures.withinRaterAuc, figureInWords),
    ...section('Spearman’s rho with WtM', figures.spearman, figureInWords),
    ...section(
      'correlation with WtM without viewers’ and shown people’s means',
      figures.doubleCentred,
      figureInWords,
    ),
    srm
      ? `variance of WtM: actor ${share(srm.actor)}, partner ${share(srm.partner)}, relationship ${share(srm.relationship)}`
      : 'variance of WtM: undefined',
    ...(found.followUp ? followUpInWords(found.followUp) : []),
  ].join('\n');
}

/** What each figure of the follow-up is called. */
const followUpTitles = {
  met: 'AUC for having met',
  would: 'AUC for "would meet again"',
  again: 'Spearman’s rho with how much they would like to meet again',
  alike: 'Spearman’s rho with how alike they felt',
} as const satisfies Record<keyof FollowUpScore, string>;

function followUpInWords({ answers, exploratory, scores, ...means }: FollowUpFigures): string[] {
  const { metRate, wouldRate, againMean, alikeMean } = means;
  const mean = ({ value, reason }: Told<number>): string => value?.toFixed(2) ?? reason!;
  return [
    `follow-ups of introduced people: ${answers} answers${exploratory ? ', so exploratory: intervals, no test' : ''}`,
    `  met ${mean(metRate)}, would meet again ${mean(wouldRate)}, again ${mean(againMean)}, alike ${mean(alikeMean)}`,
    ...(Object.keys(followUpTitles) as (keyof FollowUpScore)[]).flatMap((field) =>
      section(
        followUpTitles[field],
        Object.fromEntries(Object.entries(scores).map(([name, own]) => [name, own[field]])),
        ({ value, reason }) => (value ? figureInWords(value) : reason),
      ),
    ),
  ];
}

const summaryInWords = (summary: OverCohorts, cohorts: number): string =>
  [
    `over ${cohorts} cohorts, random effects`,
    ...section('AUC for "would meet", all viewers together', summary.auc, summaryOf),
    ...section('AUC for "would meet", within viewers', summary.withinRaterAuc, summaryOf),
    ...section('Spearman’s rho with WtM', summary.spearman, summaryOf),
    ...section('correlation without means', summary.doubleCentred, summaryOf),
  ].join('\n');

const section = <T>(
  title: string,
  figures: Readonly<Record<string, T>>,
  tell: (figure: T) => string,
): string[] => [
  title,
  ...Object.entries(figures).map(([name, figure]) => `  ${name.padEnd(16)}${tell(figure)}`),
];

const boundsInWords = (interval: readonly number[] | null | undefined): string =>
  interval?.map((bound) => bound.toFixed(3)).join(' to ') ?? 'no interval';

const figureInWords = (figure: Figure | null): string =>
  figure ? `${figure.estimate.toFixed(3)} (${boundsInWords(figure.interval)}), n = ${figure.n}` : 'undefined';

const summaryOf = (found: RandomEffects | null): string =>
  found
    ? `${found.estimate.toFixed(3)} (${boundsInWords(found.interval)}), ${found.cohorts} cohorts, SD between them ${Math.sqrt(found.tau2).toFixed(3)}`
    : 'undefined';
