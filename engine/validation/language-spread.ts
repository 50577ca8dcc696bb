import { type ScoredPair, type ScoreSummary, summarizeScores } from './score-distribution.ts';
import { type Cell, suppressSmallCells } from './small-cell.ts';

/** Pairs of one language, of two different ones, or of which it is not known. */
export interface LanguageSpread {
  /** A language, `different`, or null. */
  language: string | null;
  spread: Cell<{ people: number; pairs: number; middle: NonNullable<ScoreSummary['middle']['value']> }>;
}

/**
 * A score by the language in which the two people of a pair read the statements: the versions of a questionnaire may not say
 * quite the same. Groups under ten people are withheld, with what would betray them.
 * @param languageOf the language of a person; null where it is not known or not one
 */
export function spreadByLanguage(
  pairs: readonly ScoredPair[],
  languageOf: (person: string) => string | null,
): LanguageSpread[] {
  const byLanguage = Map.groupBy(pairs, ({ a, b }) => {
    const [one, other] = [languageOf(a), languageOf(b)];
    if (one === null || other === null) return null;
    return one === other ? one : 'different';
  });
  const groups = [...byLanguage]
    .toSorted(([one], [other]) => (one ?? '\uFFFF').localeCompare(other ?? '\uFFFF'))
    .map(([language, own]) => ({
      language,
      own,
      people: new Set(own.flatMap(({ a, b }) => [a, b])).size,
    }));
  const cells = suppressSmallCells(groups, ({ own }) => own.flatMap(({ a, b }) => [a, b]));
  return cells.map((cell, index) => {
    const { language, own, people } = groups[index]!;
    if (cell.value === null) return { language, spread: cell };
    const { middle } = summarizeScores('personality', own);
    return middle.value === null
      ? { language, spread: middle }
      : { language, spread: { value: { people, pairs: own.length, middle: middle.value } } };
  });
}
