import { type Instrument } from './instrument.ts';
import { keyed } from './score-answers.ts';
import { sins } from './sins.ts';

/**
 * The standard error of a trait whose answers cannot be keyed, because their questionnaire is not at hand: six
 * answers with a standard deviation of 0.3 on the 0–1 scale.
 */
export const typicalTraitError = 0.12;

/**
 * The standard error of one person's traits on their 0–1 scale: the spread of the answers within a trait, pooled over
 * the traits, divided by the root of the answers to one. Undefined when no trait has two answers.
 * @param answers item id → 1–5, all of this instrument
 */
export function traitError(
  instrument: Pick<Instrument, 'items'>,
  answers: ReadonlyMap<string, number>,
): number | undefined {
  let squares = 0;
  let [count, traits] = [0, 0];
  for (const sin of sins) {
    const values = instrument.items
      .filter((item) => item.sin === sin && answers.has(item.id))
      .map((item) => (keyed(item, answers.get(item.id)!) - 1) / 4);
    if (values.length < 2) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    count += values.length;
    traits += 1;
  }
  return traits === 0 ? undefined : Math.sqrt((squares / (count - traits)) * (traits / count));
}

/**
 * The standard error of `similarity` of two people, 0–100, to first order. It does not depend on their distance: a
 * distance over k traits has the error of one of them, divided by the root of k.
 */
export const similarityError = (mine: number, theirs: number, sharedTraits: number): number =>
  100 * Math.sqrt((mine ** 2 + theirs ** 2) / sharedTraits);
