import { stateOf } from '../../engine/protocol/cohort-end.ts';
import { participantRecord } from '../../engine/protocol/participant-record.ts';
import { cohortProgress, type CohortProgress } from '../../engine/protocol/progress.ts';
import type { Cell } from '../../engine/validation/small-cell.ts';
import type { Turn } from '../turn/turn.ts';
import { chosenCohort } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

/** From here on a time is told in days. */
const hoursInDays = 48;

/** `/progress [cohort]`: the funnel, median times, response and what reminders bring; nothing about an outcome. */
export const progress: CommandHandler = async (turn, args) => {
  const cohort = await chosenCohort(turn, args);
  if (!cohort) return;
  const { t } = turn;
  const found = await cohortProgress(turn.uow, cohort);
  const title = t('progress-title', {
    cohort: cohort.name,
    status: t(`cohort-${stateOf(cohort)}`),
    people: found.people,
  });
  turn.say(
    [
      `${title}\n${t('progress-invites', found.invites)}`,
      `<b>${t('progress-funnel')}</b>\n${funnelOf(turn, found).join('\n')}`,
      `<b>${t('progress-times')}</b>\n${[...timesOf(turn, found), sealedOf(turn, found)].join('\n')}`,
      `${responseOf(turn, found)}\n${remindersOf(turn, found)}`,
      t('progress-note'),
    ].join('\n\n'),
  );
  const { chatId } = turn;
  const locale = turn.participant?.locale ?? turn.hintedLocale;
  await turn.uow.jobs.enqueue(
    'plot-progress',
    { chatId, locale, cohortId: cohort.id },
    { singletonKey: chatId },
  );
};

function funnelOf({ t }: Turn, { funnel, withdrawn }: CohortProgress): string[] {
  const counted = (cell: Cell<{ people: number }>): string =>
    cell.value === null ? t(`stats-${cell.reason}`) : String(cell.value.people);
  return [
    ...funnel.map(({ step, here, reached }) =>
      t('progress-line', {
        stage: t(`stage-${step}`),
        here: counted(here),
        reached: reached === null ? t('stats-protects-another-cell') : String(reached),
      }),
    ),
    t('stats-line', { name: t('stage-withdrawn'), value: counted(withdrawn) }),
  ];
}

const timesOf = ({ t }: Turn, { medianHours }: CohortProgress): string[] =>
  medianHours.map(({ stage, hours }) => {
    const name = t(`status-stage-${stage}`);
    if (hours.value === null) return t('stats-line', { name, value: t(`stats-${hours.reason}`) });
    const value =
      hours.value < hoursInDays
        ? t('progress-hours', { hours: Math.round(hours.value) })
        : t('progress-days', { days: Math.round(hours.value / 24) });
    return t('stats-line', { name, value });
  });

function sealedOf({ t }: Turn, { minutesToSealed: { value, reason } }: CohortProgress): string {
  const told = value === null ? t(`stats-${reason}`) : t('progress-minutes', { minutes: Math.round(value) });
  return t('stats-line', { name: t('progress-sealed'), value: told });
}

function responseOf({ t }: Turn, { response }: CohortProgress): string {
  if (!response) return t('progress-not-released');
  const { closed, asked } = response;
  if (closed.value === null) return t('progress-response-withheld', { asked });
  const percent = asked === 0 ? 0 : Math.round((100 * closed.value.people) / asked);
  return t('progress-response', { closed: closed.value.people, asked, percent });
}

function remindersOf({ t }: Turn, { reminders }: CohortProgress): string {
  const share = reminders.yield;
  if (share.value === null) return t('progress-reminders-withheld', { sent: reminders.sent });
  const { back, further, later, off } = share.value;
  return t('progress-reminders', {
    sent: reminders.sent,
    ...{ percent: Math.round(back), further: Math.round(further) },
    ...{ later: Math.round(later), off: Math.round(off) },
  });
}

/** `/participant CODE`: stage, coverage, flags and days of one person; no answer, trait, score or outcome. */
export const participant: CommandHandler = async (turn, args, { study }) => {
  const { t } = turn;
  if (args === '') return turn.say(t('participant-usage'));
  const { weights } = study;
  const record = await participantRecord(turn.uow, args, { weights, now: turn.now });
  if (!record) return turn.say(t('participant-unknown', { code: args.slice(0, 20) }));
  const phases = record.phases.map(({ phase, state, days, flags }) =>
    [
      t('stats-line', { name: t(`status-stage-${phase}`), value: t(`phase-${state}`) }),
      ...(days === null ? [] : [t('participant-days', { days })]),
      ...flags.map((flag) => `<code>${flag}</code>`),
    ].join(' '),
  );
  turn.say(
    [
      t('participant-title', {
        code: record.code,
        cohort: record.cohort.name,
        stage: t(`stage-${record.step}`),
      }),
      phases.join('\n'),
      t('participant-facts', { coverage: Math.round(record.coverage), ...record.days }),
      record.remindersOff
        ? t('participant-reminders-off', { sent: record.remindersSent })
        : t('participant-reminders', { sent: record.remindersSent }),
    ].join('\n\n'),
  );
};
