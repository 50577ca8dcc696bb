import type { QuestionnaireAnswer } from '../ports/phases.ts';

/** The language in which a participant read the statements; `several` for one who changed it on the way. */
export type AnswerLanguage = NonNullable<QuestionnaireAnswer['locale']> | 'several';

/** The language of one participant's answers; null where it is not known of each, as for answers to earlier versions. */
export function answerLanguage(
  answers: readonly Pick<QuestionnaireAnswer, 'locale'>[],
): AnswerLanguage | null {
  const languages = new Set(answers.map(({ locale }) => locale));
  if (languages.size === 0 || languages.has(null)) return null;
  return languages.size === 1 ? [...languages][0]! : 'several';
}
