import { existsSync } from 'node:fs';
import { loadInstrument, type Instrument } from '../engine/personality/instrument.ts';
import { loadInstrumentShelf } from '../engine/personality/instrument-shelf.ts';
import type { SimilarityReference } from '../engine/personality/reference.ts';
import { simulateReference } from '../engine/personality/simulate-reference.ts';
import { HarmoniaError } from '../foundation/errors.ts';

/**
 * The simulated reference of a questionnaire, which is a file or the version of a built-in one.
 * @throws HarmoniaError `not-found`, `instrument-invalid`; RangeError for a reliability that is no pair of numbers
 */
export function referenceOfInstrument(
  named: string,
  { name, reliability }: { name?: string; reliability?: string },
): SimilarityReference {
  const instrument = instrumentNamed(named);
  return simulateReference(instrument, {
    version: name ?? `${instrument.version}-simulated`,
    ...(reliability !== undefined && { reliability: pairOf(reliability) }),
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
