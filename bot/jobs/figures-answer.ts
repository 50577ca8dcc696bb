import type { FiguresInput, GatedFigures } from '../../engine/protocol/pilot-figures.ts';
import type { CohortProgress } from '../../engine/protocol/progress.ts';
import { studyReliability } from '../../engine/protocol/study-reliability.ts';
import {
  exposureText,
  fairnessText,
  overCohortsText,
  reliabilityText,
  scoresText,
  validityText,
} from '../../engine/report/figures-text.ts';
import { aucsPlot } from '../../engine/report/plot-aucs.ts';
import { calibrationPlot } from '../../engine/report/plot-calibration.ts';
import { exposurePlot } from '../../engine/report/plot-exposure.ts';
import { fairnessPlot } from '../../engine/report/plot-fairness.ts';
import { incrementsPlot } from '../../engine/report/plot-increments.ts';
import { progressPlot } from '../../engine/report/plot-progress.ts';
import { reliabilityPlot } from '../../engine/report/plot-reliability.ts';
import { rocPlot } from '../../engine/report/plot-roc.ts';
import { scoresPlot } from '../../engine/report/plot-scores.ts';
import { variancePlot } from '../../engine/report/plot-variance.ts';
import type { Plot, Reader } from '../../engine/report/plot.ts';
import { randomEffects } from '../../engine/validation/random-effects.ts';
import { smallestCell } from '../../engine/validation/small-cell.ts';
import { type StudyFigures, studyFigures } from '../../engine/validation/study-figures.ts';
import type { FiguresQuestion } from './figures-question.ts';

/** What a command of figures is answered with: paragraphs of plain text, and pictures; null for one without a figure. */
export interface FiguresAnswer {
  text: string[];
  plots: (Plot | null)[];
}

/** Computes the figures of a question, once, and puts them into words and charts. */
export function answerTo(question: FiguresQuestion, reader: Reader): FiguresAnswer {
  const notScored: FiguresAnswer = { text: [reader.t('figures-not-scored')], plots: [] };
  switch (question.subject) {
    case 'scores': {
      const { spread } = question;
      if (!spread) return notScored;
      return { text: scoresText(spread, reader), plots: [scoresPlot(spread.summaries, reader)] };
    }
    case 'exposure': {
      const { exposure } = question;
      if (!exposure) return notScored;
      return { text: exposureText(exposure, reader), plots: [exposurePlot(exposure, reader)] };
    }
    case 'reliability': {
      const found = studyReliability(question.input, question);
      return { text: reliabilityText(found, reader), plots: [reliabilityPlot(found, reader)] };
    }
    case 'validity':
      return validityAnswer(question, reader);
    case 'fairness':
      return gatedAnswer(question.gated, reader, { permutations: 0 }, ({ fairness }) => ({
        text: fairnessText(fairness, reader),
        plots: [fairnessPlot(fairness, reader)],
      }));
    case 'progress':
      return progressAnswer(question.progress, reader);
  }
}

/** The answer of figures that depend on outcomes: before the first look it is the response, and nothing else. */
function gatedAnswer(
  gated: GatedFigures,
  reader: Reader,
  options: { permutations?: number },
  answer: (figures: StudyFigures) => FiguresAnswer,
): FiguresAnswer {
  const { t } = reader;
  if (gated.kind === 'before-look') return { text: [beforeLook(gated, reader)], plots: [] };
  const figures = studyFigures(gated.rows, { ...gated.options, ...options });
  if (figures.viewers < smallestCell) return { text: [t('figures-no-answers')], plots: [] };
  const { text, plots } = answer(figures);
  const look = gated.look === null ? t('figures-unregistered') : t('figures-look', { number: gated.look });
  return { text: [look, ...text], plots };
}

function beforeLook({ response }: Extract<GatedFigures, { kind: 'before-look' }>, { t }: Reader): string {
  const { closedViewers, viewers } = response;
  const isSmall = (people: number): boolean => people > 0 && people < smallestCell;
  return isSmall(closedViewers) || isSmall(viewers - closedViewers)
    ? t('figures-before-look-few')
    : t('figures-before-look', { closed: closedViewers, viewers });
}

/** The figures of one cohort, and, once two cohorts may be shown, their summary. */
function validityAnswer(
  { gated, all }: { gated: GatedFigures; all: readonly FiguresInput[] },
  reader: Reader,
): FiguresAnswer {
  return gatedAnswer(gated, reader, {}, (figures) => {
    const aucs = all.map(
      ({ rows, options }) =>
        studyFigures(rows, { ...options, scores: ['visual'], permutations: 0 }).scores['visual']!.auc.value,
    );
    return {
      text: [
        ...validityText(figures, reader, gated.kind === 'open' && gated.distinctiveRegistered),
        ...overCohortsText(all.length < 2 ? null : randomEffects(aucs, [0, 1]), reader),
      ],
      plots: [aucsPlot, calibrationPlot, rocPlot, incrementsPlot, variancePlot].map((plot) =>
        plot(figures, reader),
      ),
    };
  });
}

function progressAnswer({ people, funnel, withdrawn }: CohortProgress, reader: Reader): FiguresAnswer {
  const { t } = reader;
  const stages = [
    ...funnel.map(({ step, here }) => ({ label: t(`stage-${step}`), count: here.value?.people ?? null })),
    { label: t('stage-withdrawn'), count: withdrawn.value?.people ?? null },
  ];
  const lines = stages.map(({ label, count }) =>
    t('stats-line', { name: label, value: count === null ? t('stats-suppressed') : String(count) }),
  );
  return {
    text: [[t('plot-counted-people', { people }), ...lines].join('\n')],
    plots: [progressPlot(stages, people, reader)],
  };
}
