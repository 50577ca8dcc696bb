import type { ExposureSpread } from '../validation/exposure-spread.ts';
import type { FairnessFigures } from '../validation/fairness.ts';
import { normalCdf, normalQuantile } from '../validation/distributions.ts';
import type { Figure } from '../validation/dyadic-interval.ts';
import type { LanguageSpread } from '../validation/language-spread.ts';
import type { RandomEffects } from '../validation/random-effects.ts';
import type { StudyReliability } from '../validation/reliability.ts';
import type { ScoreSummary } from '../validation/score-distribution.ts';
import { smallestCell } from '../validation/small-cell.ts';
import type { StudyFigures } from '../validation/study-figures.ts';
import type { Told } from '../validation/told.ts';
import { type LocalNumbers, numbersIn } from './local-numbers.ts';
import type { Reader } from './plot.ts';

type Measured = Pick<Figure, 'estimate' | 'interval'>;

/** A figure with its interval, or why there is none. */
export function told({ t, locale }: Reader, figure: Told<Measured>, as: 'two' | 'signed' = 'two'): string {
  const numbers = numbersIn(locale);
  if (figure.value === null) return t(`stats-${figure.reason}`);
  const { estimate, interval } = figure.value;
  return interval ? `${numbers[as](estimate)} (${numbers.interval(interval, as)})` : numbers[as](estimate);
}

const toldBy = <T>({ t }: Reader, figure: Told<T>, write: (value: T) => string): string =>
  figure.value === null ? t(`stats-${figure.reason}`) : write(figure.value);

const lineIn =
  ({ t }: Reader) =>
  (name: string, value: string): string =>
    t('stats-line', { name, value });

/**
 * /validity in words. The number of answers is withheld under ten viewers.
 * @param distinctiveRegistered whether the cohort registered the AUC of distinctive similarity
 */
export function validityText(
  figures: StudyFigures,
  reader: Reader,
  distinctiveRegistered: boolean,
): string[] {
  const { t, locale } = reader;
  const numbers = numbersIn(locale);
  const line = lineIn(reader);
  const { viewers, answers, scores } = figures;
  if (viewers < smallestCell) return [t('figures-no-answers')];
  const aucs = (['visual', 'personality', 'biological', 'directed'] as const).flatMap((name) => {
    const own = scores[name];
    if (!own) return [];
    const score = t(`plot-aucs-${name}`);
    return [
      line(t('figures-auc', { score }), told(reader, own.auc)),
      line(t('figures-within', { score }), told(reader, own.withinRaterAuc)),
    ];
  });
  return [
    t('figures-answers', {
      answers,
      viewers,
      yes: toldBy(reader, figures.wouldMeetRate, numbers.percent),
      wtm: toldBy(reader, figures.wtmMean, numbers.two),
    }),
    [
      ...aucs,
      line(t('figures-mutual'), told(reader, figures.mutualYes)),
      ...distinctiveIn(figures, reader, distinctiveRegistered),
    ].join('\n'),
    moreOf(figures, numbers, reader).join('\n'),
    t('stats-how-to-read'),
  ];
}

/** The AUC of distinctive similarity, and of the same for meeting again where ten people have answered. */
function distinctiveIn({ scores, followUp }: StudyFigures, reader: Reader, isRegistered: boolean): string[] {
  const { t } = reader;
  const own = scores['distinctive'];
  if (!own) return [];
  const name = t('figures-distinctive', { kind: isRegistered ? 'registered' : 'exploratory' });
  const again = followUp.answers < smallestCell ? undefined : followUp.scores['distinctive'];
  return [
    lineIn(reader)(name, told(reader, own.auc)),
    ...(again
      ? [
          lineIn(reader)(
            t('figures-follow-up-score', { score: t('plot-score-distinctive') }),
            told(reader, again.would),
          ),
        ]
      : []),
  ];
}

/** The figures of the declared prediction, the variance of WtM, what the follow-ups say, and places left empty. */
function moreOf(figures: StudyFigures, numbers: LocalNumbers, reader: Reader): string[] {
  const { t } = reader;
  const line = lineIn(reader);
  const { srm, followUp, scores, unmetCapacity } = figures;
  // At an early look a p value has a lower level to reach, as intervals are wider.
  const z = figures.z ?? normalQuantile(0.975);
  const score = t('plot-score-visual');
  const face = scores['visual'];
  const followUps = followUp.scores['directed'];
  return [
    ...(face
      ? [
          line(t('figures-rank', { score }), told(reader, face.spearman)),
          line(t('figures-centred', { score }), told(reader, face.doubleCentred)),
          line(
            t('figures-permutation', { score }),
            toldBy(reader, face.permutation, ({ p }) =>
              t('figures-permutation-told', {
                p: numbers.three(p),
                level: numbers.three(2 * (1 - normalCdf(z))),
              }),
            ),
          ),
          line(
            t('figures-uplift', { score }),
            toldBy(reader, face.uplift, ({ top, range, difference }) =>
              t('figures-uplift-told', {
                top: numbers.percent(top),
                range: numbers.percent(range),
                difference: told(reader, { value: difference }, 'signed'),
              }),
            ),
          ),
        ]
      : []),
    line(
      t('figures-variance'),
      toldBy(reader, srm, ({ actor, partner, relationship, plusMinus }) =>
        [actor, partner, relationship]
          .map((share) =>
            t('plot-variance-told', {
              share: numbers.percent(share),
              plusMinus: numbers.whole(100 * plusMinus),
            }),
          )
          .join(' / '),
      ),
    ),
    ...(followUp.answers < smallestCell
      ? []
      : [
          line(
            t('figures-follow-up'),
            t('figures-follow-up-told', {
              answers: followUp.answers,
              exploratory: followUp.exploratory ? 'yes' : 'no',
            }),
          ),
          ...(followUps
            ? [
                line(
                  t('figures-follow-up-score', { score: t('plot-score-directed') }),
                  told(reader, followUps.would),
                ),
              ]
            : []),
        ]),
    ...(unmetCapacity === null ? [] : [line(t('figures-unmet'), numbers.whole(unmetCapacity))]),
  ];
}

/** The AUC of the face over cohorts; nothing while there are fewer than two. */
export function overCohortsText(summary: RandomEffects | null, { t, locale }: Reader): string[] {
  if (!summary) return [];
  const numbers = numbersIn(locale);
  const { cohorts, estimate, interval } = summary;
  return [
    t('figures-over-cohorts', { cohorts, auc: numbers.two(estimate), interval: numbers.interval(interval) }),
  ];
}

/** /scores in words. */
export function scoresText(
  { summaries, byLanguage }: { summaries: readonly ScoreSummary[]; byLanguage: readonly LanguageSpread[] },
  reader: Reader,
): string[] {
  const { t, locale } = reader;
  const numbers = numbersIn(locale);
  const line = lineIn(reader);
  const spreadOf = (middle: Told<{ median: number; lower: number; upper: number }>, pairs: number): string =>
    toldBy(reader, middle, ({ median, lower, upper }) =>
      t('figures-middle', {
        median: numbers.whole(median),
        lower: numbers.whole(lower),
        upper: numbers.whole(upper),
        pairs,
      }),
    );
  const lines = summaries.map(({ score, middle, pairs }) =>
    line(t(`plot-scores-${score}`), spreadOf(middle, pairs)),
  );
  const languages = byLanguage.map(({ language, spread }) =>
    line(
      languageName(language, t),
      spread.value === null
        ? t(`stats-${spread.reason}`)
        : spreadOf({ value: spread.value.middle }, spread.value.pairs),
    ),
  );
  return [
    [t('figures-scores-intro'), ...lines].join('\n'),
    // Of one language there is nothing to compare.
    ...(languages.length < 2 ? [] : [[t('figures-scores-languages'), ...languages].join('\n')]),
  ];
}

/** A language of statements as it is called in texts; null for one that is not known. */
const languageName = (language: string | null, t: Reader['t']): string =>
  language === null ? t('plot-fairness-unknown') : t(`plot-group-${language}`);

const alphasIn = (alphas: StudyReliability['alphas'], reader: Reader): string[] =>
  alphas.map(({ trait, alpha }) => lineIn(reader)(reader.t(`report-trait-${trait}`), told(reader, alpha)));

/** /reliability in words. */
export function reliabilityText(
  { people, alphas, byLanguage, retest, attentionFailed }: StudyReliability,
  reader: Reader,
): string[] {
  const { t, locale } = reader;
  const line = lineIn(reader);
  if (people < smallestCell) return [t('stats-too-few-people')];
  return [
    t('plot-counted-people', { people }),
    alphasIn(alphas, reader).join('\n'),
    ...byLanguage.map(({ language, alphas: own }) => {
      const name = languageName(language, t);
      if (own.value === null)
        return line(t('figures-alpha-language', { language: name }), t(`stats-${own.reason}`));
      const title = t('figures-alpha-language-of', { language: name, people: own.value.people });
      return [title, ...alphasIn(own.value.alphas, reader)].join('\n');
    }),
    [
      line(t('plot-reliability-correlation'), told(reader, retest.correlation)),
      line(t('plot-reliability-side'), told(reader, retest.sameSide)),
      line(t('figures-attention'), toldBy(reader, attentionFailed, numbersIn(locale).percent)),
    ].join('\n'),
  ];
}

/** /fairness in words: for each group of viewers the AUC, and whether it answers yes more often than expected. */
export function fairnessText(fairness: FairnessFigures, reader: Reader): string[] {
  const { t } = reader;
  const line = lineIn(reader);
  return fairness.map(({ by, viewers }) => {
    const title = t(`plot-fairness-viewers-${by}`);
    if (viewers.value === null) return line(title, t(`stats-${viewers.reason}`));
    const groups = viewers.value.map(({ group, value, reason }) =>
      line(
        groupName(by, group, t),
        value === null
          ? t(`stats-${reason}`)
          : t('figures-residual', {
              auc: told(reader, value.auc),
              residual: told(reader, value.residual, 'signed'),
            }),
      ),
    );
    return [title, ...groups].join('\n');
  });
}

/** A group of people as it is called in pictures and texts. */
export function groupName(by: FairnessFigures[number]['by'], group: string | null, t: Reader['t']): string {
  if (group === null) return t('plot-fairness-unknown');
  return by === 'age-band' ? group : t(`plot-group-${group}`);
}

/** /exposure in words. */
export function exposureText(
  { figures, spread, unmetCapacity }: ExposureSpread & { unmetCapacity: number },
  reader: Reader,
): string[] {
  const { t, locale } = reader;
  const numbers = numbersIn(locale);
  const line = lineIn(reader);
  const never = spread.find(({ times }) => times === 0)?.people ?? { value: { people: 0 } };
  return [
    [
      line(
        t('figures-gini'),
        toldBy(reader, figures, ({ gini }) => numbers.two(gini)),
      ),
      line(
        t('figures-gini-lowest'),
        toldBy(reader, figures, ({ lowest }) => numbers.two(lowest)),
      ),
      line(
        t('figures-never-shown'),
        never.value === null ? t(`stats-${never.reason}`) : numbers.whole(never.value.people),
      ),
      line(t('figures-unmet'), numbers.whole(unmetCapacity)),
    ].join('\n'),
  ];
}
