import { type PilotFigures, pilotFigures } from '../../engine/protocol/pilot-figures.ts';
import type { Estimate } from '../../engine/validation/validity.ts';
import type { Turn } from '../turn/turn.ts';
import type { CommandHandler } from './command.ts';
import { exportCohort } from './export-cohort.ts';
import { looks } from './looks.ts';

const stats: CommandHandler = async (turn) => {
  const figures = await pilotFigures(turn.uow);
  if (!figures) return turn.say(turn.t('cohort-none-open'));
  const { t } = turn;
  const stages = figures.steps.map(({ step, count }) =>
    t('stats-line', {
      name: t(`stage-${step}`),
      value: count === null ? t('stats-suppressed') : String(count),
    }),
  );
  turn.say(
    [
      t('stats-title', {
        cohort: figures.cohort,
        status: t(`cohort-${figures.status}`),
        people: figures.people,
      }),
      stages.join('\n'),
      ...outcomesOf(turn, figures),
    ]
      .filter(Boolean)
      .join('\n\n'),
  );
  const { chatId } = turn;
  const locale = turn.participant?.locale ?? turn.hintedLocale;
  await turn.uow.jobs.enqueue('plot-figures', { chatId, locale }, { singletonKey: chatId });
};

/** The figures that depend on outcomes with the look that they belong to, or what is waited for. */
function outcomesOf(turn: Turn, { validity, looks: state }: PilotFigures): string[] {
  const { t } = turn;
  if (!validity) return [t('stats-before-look')];
  return [
    state.kind === 'open'
      ? t('stats-look', { number: state.look.number, of: state.of })
      : t('looks-unregistered'),
    t('stats-answers', { answers: validity.answers }),
    [
      line(turn, 'stats-would-meet', validity.wouldMeet),
      line(turn, 'stats-mutual', validity.mutualYes),
      line(turn, 'stats-wtm', validity.wtmRank),
      line(turn, 'stats-visual', validity.byPhase.visual),
      line(turn, 'stats-personality', validity.byPhase.personality),
      line(turn, 'stats-biological', validity.byPhase.biological),
    ].join('\n'),
    t('stats-how-to-read'),
  ];
}

/** A figure with its 95 % interval, or why there is none. */
function line({ t }: Turn, key: string, { value, reason }: Estimate): string {
  if (value === null) return t('stats-line', { name: t(key), value: t(`stats-${reason}`) });
  const figure = value.estimate.toFixed(2);
  const interval = value.interval?.map((end) => end.toFixed(2)).join(' – ');
  return t('stats-line', { name: t(key), value: interval ? `${figure} (${interval})` : figure });
}

export const researcherCommands: Readonly<Record<string, CommandHandler>> = {
  stats,
  looks,
  export_data: exportCohort,
};
