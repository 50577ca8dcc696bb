import { type Command, InvalidArgumentError } from 'commander';
import { knownTruth, type TruthLine } from '../play/cohorts/known-truth.ts';

interface Options {
  cohorts: number;
  participants: number;
  auc: number;
  seed: string;
  looks: number[];
  json?: boolean;
}

/** `study simulate`: cohorts whose truth is known, estimated as a real one is. */
export function registerStudySimulate(study: Command): void {
  study
    .command('simulate')
    .description('Say how often intervals hold the truth and how often chance looks like an effect.')
    .option('--cohorts <n>', 'how many', wholeNumber(10, 1_000_000), 2000)
    .option('--participants <n>', 'people in each', wholeNumber(20, 10_000), 100)
    .option('--auc <x>', 'the planted AUC of the visual phase', plantable, 0.7)
    .option('--seed <n>', 'repeats the same cohorts', '1')
    .option(
      '--looks <shares>',
      'shares of closed viewers at which results are looked at; the last is 1',
      risingShares,
      [0.5, 0.75, 1],
    )
    .option('--json', 'one line of JSON for each figure')
    .action((options: Options) => {
      for (const line of knownTruth(options))
        console.log(options.json ? JSON.stringify(line) : inWords(line));
    });
}

const wholeNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new InvalidArgumentError(`expected a whole number from ${low} to ${high}`);
    return value;
  };

function plantable(text: string): number {
  const value = Number(text);
  if (!(value >= 0.5 && value < 0.99))
    throw new InvalidArgumentError('expected a number from .5 to below .99');
  return value;
}

function risingShares(text: string): number[] {
  const shares = text.split(',').map(Number);
  const isRising = shares.every((share, at) => share > (shares[at - 1] ?? 0) && share <= 1);
  if (!isRising || shares.at(-1) !== 1 || shares.length > 10)
    throw new InvalidArgumentError('expected rising shares that end with 1, such as .5,.75,1');
  return shares;
}

const inWords = ({ metric, phase, planted, coverage, width, falseAlarms, power, ksP }: TruthLine): string =>
  [
    `${metric} ${phase}`.padEnd(36),
    `planted ${planted.toFixed(3)}`,
    `coverage ${coverage.toFixed(3)}`,
    `width ${width.toFixed(3)}`,
    falseAlarms === null ? `power ${power!.toFixed(3)}` : `false alarms ${falseAlarms.toFixed(3)}`,
    ksP === null ? '' : `KS p ${ksP.toFixed(3)}`,
  ].join('  ');
