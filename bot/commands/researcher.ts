import { pilotFigures } from '../../engine/protocol/pilot-figures.ts';
import type { Turn } from '../telegram/turn.ts';
import type { CommandHandler } from './command.ts';

const stats: CommandHandler = async (turn) => {
  const figures = await pilotFigures(turn.uow);
  if (!figures) return turn.say(turn.t('cohort-none-open'));
  const steps = figures.steps.map(({ step, count }) =>
    turn.t('stats-line', { name: turn.t(`stage-${step}`), value: cell(turn, count) }),
  );
  const { outcomes, auc, correlation } = figures.validity;
  turn.say(
    [
      turn.t('stats-title', {
        cohort: figures.cohort,
        status: turn.t(`cohort-${figures.status}`),
        people: figures.people,
      }),
      steps.join('\n'),
      turn.t('stats-answers', { pairs: outcomes }),
      auc
        ? turn.t('stats-auc', {
            auc: auc.value.toFixed(3),
            low: auc.low.toFixed(3),
            high: auc.high.toFixed(3),
          })
        : turn.t('stats-auc-none'),
      ...(correlation === undefined ? [] : [turn.t('stats-correlation', { r: correlation.toFixed(3) })]),
      turn.t('stats-small-cells'),
    ].join('\n\n'),
  );
};

const cell = ({ t }: Turn, count: number | null): string =>
  count === null ? t('stats-suppressed') : String(count);

export const researcherCommands: Readonly<Record<string, CommandHandler>> = { stats };
