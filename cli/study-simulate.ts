import { knownTruth, type TruthLine } from '../play/cohorts/known-truth.ts';

export interface SimulateOptions {
  cohorts: number;
  participants: number;
  auc: number;
  seed: string;
  looks: number[];
  json?: boolean;
}

/** `study simulate`: cohorts whose truth is known, estimated as a real one is. */
export function simulate(options: SimulateOptions): void {
  for (const line of knownTruth(options)) console.log(options.json ? JSON.stringify(line) : inWords(line));
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
