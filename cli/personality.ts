import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { loadInstrument, type Instrument } from '../engine/personality/instrument.ts';
import { loadInstrumentShelf } from '../engine/personality/instrument-shelf.ts';
import { simulateReference, usualReliability } from '../engine/personality/simulate-reference.ts';
import { HarmoniaError } from '../foundation/errors.ts';

/** `personality reference INSTRUMENT`: what a researcher who replaces the questionnaire needs. */
export function registerPersonality(program: Command): void {
  program
    .command('personality')
    .description('The questionnaire of phase 2.')
    .command('reference')
    .description(
      'Simulate the similarity of random pairs for a questionnaire, and print the reference as JSON: PERSONALITY_REFERENCE names its file.',
    )
    .argument('<instrument>', 'a questionnaire file, or the version of a built-in one')
    .option('--name <name>', 'the name of the reference, and the seed of the simulation')
    .option(
      '--reliability <low,high>',
      "Cronbach's alpha of the trait with the lowest and with the highest",
      usualReliability.join(','),
    )
    .action((named: string, { name, reliability }: { name?: string; reliability: string }) => {
      const instrument = instrumentNamed(named);
      const reference = simulateReference(instrument, {
        version: name ?? `${instrument.version}-simulated`,
        reliability: pairOf(reliability),
      });
      console.log(JSON.stringify(reference));
    });
}

function instrumentNamed(named: string): Instrument {
  if (existsSync(named)) return loadInstrument(named);
  const shelf = loadInstrumentShelf();
  const found = shelf.find(named);
  if (found) return found.instrument;
  throw new HarmoniaError(
    'not-found',
    `instrument: ${named} is neither a file nor one of ${shelf.versions().join(', ')}`,
  );
}

function pairOf(text: string): [low: number, high: number] {
  const [low = Number.NaN, high = Number.NaN, ...more] = text.split(',').map(Number);
  if (more.length > 0)
    throw new RangeError(`--reliability takes two numbers with a comma between; got ${text}`);
  return [low, high];
}
