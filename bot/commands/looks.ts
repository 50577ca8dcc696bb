import { stateOf } from '../../engine/protocol/cohort-end.ts';
import { lookStateOf, responseOf } from '../../engine/protocol/figures-gate.ts';
import { registeredLooks } from '../../engine/protocol/looks.ts';
import { suppressSmallCells } from '../../engine/validation/small-cell.ts';
import { chosenCohort } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

/** `/looks [cohort]`: which looks at the outcomes were registered, which were opened, and how many have answered. */
export const looks: CommandHandler = async (turn, args) => {
  const { t, uow } = turn;
  const cohort = await chosenCohort(turn, args);
  if (!cohort) return;
  const title = t('looks-title', { cohort: cohort.name, status: t(`cohort-${stateOf(cohort)}`) });
  if (!cohort.preregistration) return turn.say([title, t('looks-not-frozen')].join('\n\n'));
  const state = await lookStateOf(uow, cohort);
  if (state.kind === 'unregistered') return turn.say([title, t('looks-unregistered')].join('\n\n'));
  const opened = new Map((await uow.looks.ofCohort(cohort.id)).map((look) => [look.number, look]));
  const newest = state.kind === 'open' ? state.look.number : 0;
  const lines = registeredLooks(cohort)!.map(({ number, share, boundary }) => {
    const look = opened.get(number);
    const about = { number, share: Math.round(share * 1000) / 10, boundary };
    return look
      ? t('looks-opened', {
          ...about,
          date: look.openedAt.toISOString().slice(0, 10),
          digest: look.figuresDigest.slice(0, 16),
        })
      : t(number < newest ? 'looks-overtaken' : 'looks-waiting', about);
  });
  const { viewers, closedViewers } = await responseOf(uow, cohort);
  const [closed] = suppressSmallCells([{ people: closedViewers }, { people: viewers - closedViewers }]);
  const response = closed?.value
    ? t('looks-response', { closed: closedViewers, viewers })
    : t('looks-response-withheld', { viewers });
  const closing = cohort.closesAt && !cohort.closedAt ? cohort.closesAt.toISOString().slice(0, 10) : null;
  turn.say(
    [
      title,
      [lines.join('\n'), response, ...(closing ? [t('looks-closing', { date: closing })] : [])].join('\n'),
      t(state.kind === 'before' ? 'looks-before' : 'looks-now', { number: newest }),
    ].join('\n\n'),
  );
};
