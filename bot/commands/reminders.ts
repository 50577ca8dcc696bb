import { snoozes } from '../../engine/protocol/local-time.ts';
import { snooze, switchReminders, zoneOf } from '../../engine/protocol/reminders.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { parseTimeZone } from '../../foundation/time-zone.ts';
import type { Tap } from '../turn/callback-data.ts';
import { button, continueButton } from '../turn/keyboards.ts';
import { sayInPlace } from '../turn/pages.ts';
import { clockIn, momentIn, reminderButtons, zoneButtons, zoneQuestion } from '../turn/reminder-buttons.ts';
import { participantOf, type Turn } from '../turn/turn.ts';
import type { CommandHandler } from './command.ts';

type Plan = Pick<Study, 'timeZone'>;
const shownNameLength = 40;

/** `/reminders` shows when reminders come, with buttons; `/reminders Europe/Madrid` sets the time zone. */
export const reminders: CommandHandler = async (turn, args, { study }) => {
  if (args === '') return showState(turn, study);
  const zone = parseTimeZone(args);
  if (!zone)
    return turn.say(turn.t('zone-unknown', { zone: args.slice(0, shownNameLength) }), zoneButtons(turn));
  await keepZone(turn, zone);
  return showState(turn, study);
};

function showState(turn: Turn, study: Plan): void {
  const { t, now } = turn;
  const participant = participantOf(turn);
  const { remindersPausedUntil: paused, remindAt } = participant;
  const zone = zoneOf(participant, study);
  const put = paused && paused > now ? paused : remindAt;
  const state = participant.remindersOff
    ? t('reminders-are-off')
    : put
      ? t('reminders-until', { moment: momentIn(turn, put, study) })
      : t('reminders-are-on');
  const where = t(participant.timeZone ? 'zone-known' : 'zone-guessed', { clock: clockIn(zone, now), zone });
  const choices = participant.remindersOff
    ? [[button(t('reminders-on'), 'reminders', '', 'on')]]
    : reminderButtons(turn, study).slice(1);
  turn.say([state, where].join('\n\n'), [...choices, [button(t('zone-change'), 'zone', '', 'all')]]);
}

/** A button of a reminder: when the next one comes, or that none does. A second tap has the same effect. */
export async function tapReminders(turn: Turn, { value }: Tap, study: Plan): Promise<void> {
  const { t, uow, now } = turn;
  if (!turn.participant) return turn.toast(t('nothing-changed'));
  if (value === 'off' || value === 'on') {
    await switchReminders(uow, turn.participant, { on: value === 'on', now });
    if (value === 'off') return turn.toast(t('reminders-off'), { alert: true });
    return sayInPlace(turn, t('reminders-are-on'), [[continueButton(t)]]);
  }
  const choice = snoozes.find((known) => known === value);
  if (!choice) return turn.toast(t('tap-old'));
  const until = await snooze(uow, turn.participant, choice, { now, timeZone: study.timeZone });
  const asked = zoneQuestion(turn, study);
  const text = t('reminders-until', { moment: momentIn(turn, until, study) });
  sayInPlace(turn, [text, ...asked.text].join('\n\n'), [[continueButton(t)], ...asked.buttons]);
}

/** A tap on a time of day: it names the time zone. `all` shows every time that a clock may show. */
export async function tapZone(turn: Turn, { item, value }: Tap, study: Plan): Promise<void> {
  const { t, now } = turn;
  if (!turn.participant) return turn.toast(t('nothing-changed'));
  if (value === 'all')
    return sayInPlace(turn, t('zone-ask', { clock: clockIn(study.timeZone, now) }), zoneButtons(turn, true));
  const zone = parseTimeZone(item.replaceAll('--', '/'));
  // A Telegram client may send callback data of its own.
  if (!zone) return turn.toast(t('tap-old'));
  await keepZone(turn, zone);
  sayInPlace(turn, t('zone-set', { clock: clockIn(zone, now), zone }), reminderButtons(turn, study));
}

async function keepZone(turn: Turn, zone: string): Promise<void> {
  const participant = participantOf(turn);
  await turn.uow.participants.update(participant.userId, { timeZone: zone });
  turn.participant = { ...participant, timeZone: zone };
}
