import type { Locus } from '../locus.ts';
import { rewriteText } from '../normalise-text.ts';
import { byNumber } from '../order-names.ts';
import { type ReductionLevel, reductionLevels } from '../reduction-level.ts';
import { type AnswersDocument, encodeAnswers, writeAnswer } from './answers.ts';
import { nameOfNumber } from './name-number.ts';
import type { ReleaseReference } from './release-reference.ts';

/**
 * What every name of a gene reduces to at every level, as the general reader says, so that a reader of plain names says the
 * same without its work.
 */
export function buildAnswers(
  locus: Locus,
  reference: ReleaseReference,
): Record<ReductionLevel, AnswersDocument> {
  const numbers = reference.table(locus)?.names.numbers ?? [];
  const names = Array.from(numbers, (number) => `${locus}*${nameOfNumber(number)}`);
  const build = (level: ReductionLevel): AnswersDocument =>
    encodeAnswers(
      names,
      names.map((name) => answerOf(name, level, reference)),
      byNumber,
    );
  return Object.fromEntries(reductionLevels.map((level) => [level, build(level)])) as Record<
    ReductionLevel,
    AnswersDocument
  >;
}

/** Undefined for a name that is refused, which the general reader explains, and where there is nothing to say. */
function answerOf(text: string, level: ReductionLevel, reference: ReleaseReference): string | undefined {
  const { ok, output, warnings } = rewriteText(text, { reference }, level);
  return ok && (output !== null || warnings.length > 0) ? writeAnswer(output, warnings) : undefined;
}
