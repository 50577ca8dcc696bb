import type { Translate } from '../report/report-model.ts';
import type { Registration } from './registration.ts';

/**
 * The declaration in words, for people who read no JSON: plain text without markup, lines of whole sentences. People
 * are counted and not named.
 */
export function declarationText(registration: Registration, hash: string, translate: Translate): string {
  const { included, missingLab, excluded, declaration, analysis, expected } = registration;
  const weights = declaration['weights'] as Record<'visual' | 'personality' | 'biological', number>;
  const { looks } = analysis;
  const date = registration.frozenAt.slice(0, 10);
  const { auc } = expected.smallestEffect;
  return [
    [
      translate('declaration-title', { cohort: registration.cohort, date }),
      translate('declaration-people', {
        included: included.length,
        missing: missingLab.length,
        excluded: excluded.length,
        languages: registration.languages.join(', ') || '–',
      }),
      translate('declaration-versions', {
        code: registration.codeVersion,
        instrument: registration.instrument.version,
        weights: `${weights.visual}/${weights.personality}/${weights.biological}`,
      }),
    ],
    [
      translate('declaration-before'),
      translate('declaration-follow-up', { kind: expected.followUp, answers: expected.followUpAnswers }),
      translate('declaration-sensitivity'),
    ],
    [
      translate('declaration-looks', { alpha: analysis.alpha, count: looks.shares.length }),
      ...looks.shares.map((share, index) =>
        translate('declaration-look', {
          number: index + 1,
          share: Math.round(share * 1000) / 10,
          boundary: looks.boundaries[index]!,
        }),
      ),
      translate('declaration-counting'),
      translate('declaration-closing', {
        days: analysis.closing.daysAfterRelease,
        late: analysis.closing.lateDays,
      }),
    ],
    [
      translate('declaration-expected', {
        profiles: expected.profiles,
        answers: expected.answers,
        introductions: expected.introductions,
        closing: Math.round(expected.assumed.closing * 100),
      }),
      auc === null
        ? translate('declaration-effect-none')
        : translate('declaration-effect', { auc, power: Math.round(expected.assumed.power * 100) }),
    ],
    [translate('declaration-hash', { hash })],
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
