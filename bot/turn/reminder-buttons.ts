import { fitsToday, localTime } from '../../engine/protocol/local-time.ts';
import { type ReminderPlan, zoneOf } from '../../engine/protocol/reminders.ts';
import type { Locale } from '../../locales/locales.ts';
import { button, continueButton } from './keyboards.ts';
import { participantOf, type Turn } from './turn.ts';
import type { Button } from './view.ts';

type Plan = Pick<ReminderPlan, 'timeZone'>;

/** Zones of many speakers of a language: the first ones are offered with a reminder. */
const zonesOf: Readonly<Record<Locale, readonly string[]>> = {
  en: ['America/Los_Angeles', 'America/New_York', 'Europe/London', 'Europe/Berlin'],
  es: ['America/Mexico_City', 'America/Bogota', 'America/Argentina/Buenos_Aires', 'Europe/Madrid'],
  ru: ['Europe/Moscow', 'Asia/Yekaterinburg', 'Asia/Novosibirsk', 'Asia/Vladivostok'],
};
/** With those above one zone at least for every time that a clock shows on land where many people live. */
const furtherZones = [
  ...['Pacific/Honolulu', 'America/Anchorage', 'America/Los_Angeles', 'America/Denver', 'America/Chicago'],
  ...['America/New_York', 'America/Caracas', 'America/Santiago', 'America/Sao_Paulo', 'America/Noronha'],
  ...['Atlantic/Azores', 'Europe/London', 'Europe/Madrid', 'Europe/Kyiv', 'Europe/Moscow', 'Asia/Tehran'],
  ...['Europe/Samara', 'Asia/Almaty', 'Asia/Kolkata', 'Asia/Omsk', 'Asia/Novosibirsk', 'Asia/Irkutsk'],
  ...['Asia/Tokyo', 'Australia/Adelaide', 'Asia/Vladivostok', 'Asia/Magadan', 'Asia/Kamchatka'],
];

/** The time of day in a zone, such as 14:05. */
export function clockIn(zone: string, now: Date): string {
  const { hour, minute } = localTime(now, zone);
  return [hour, minute].map((number) => String(number).padStart(2, '0')).join(':');
}

/** A moment as a participant reads it: day of the week and date when it is another day, and the time of day. */
export function momentIn(turn: Turn, at: Date, plan: Plan): string {
  const zone = zoneOf(participantOf(turn), plan);
  const isToday = localTime(at, zone).day === localTime(turn.now, zone).day;
  const day = new Intl.DateTimeFormat(participantOf(turn).locale ?? turn.hintedLocale, {
    ...{ timeZone: zone, weekday: 'long', day: 'numeric', month: 'long' },
  });
  return isToday ? clockIn(zone, at) : `${day.format(at)}, ${clockIn(zone, at)}`;
}

/** The rows below a reminder: go on, put the next one off, or have no more. */
export function reminderButtons(turn: Turn, plan: Plan): Button[][] {
  const { t, now } = turn;
  const choice = (value: string): Button => button(t(`reminders-${value}`), 'reminders', '', value);
  return [
    [continueButton(t)],
    [...(fitsToday(now, zoneOf(participantOf(turn), plan)) ? [choice('today')] : []), choice('tomorrow')],
    [choice('weekend'), choice('pause')],
    [button(t('reminders-stop'), 'reminders', '', 'off')],
  ];
}

/** Two times of day a row: those that are likely for the language, and `all` others on request. */
export function zoneButtons({ t, now, participant, hintedLocale }: Turn, all = false): Button[][] {
  const near = zonesOf[participant?.locale ?? hintedLocale];
  const byTime = new Map(
    (all ? [...near, ...furtherZones] : near).toReversed().map((zone) => [clockIn(zone, now), zone]),
  );
  const buttons = [...byTime]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([clock, zone]) => button(clock, 'zone', zone.replaceAll('/', '--'), 'set'));
  if (!all) buttons.push(button(t('zone-other'), 'zone', '', 'all'));
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) =>
    buttons.slice(2 * row, 2 * row + 2),
  );
}

/** The question for the time zone with its buttons; none for a participant who has named it. */
export function zoneQuestion(turn: Turn, plan: Plan): { text: string[]; buttons: Button[][] } {
  if (participantOf(turn).timeZone !== null) return { text: [], buttons: [] };
  const clock = clockIn(plan.timeZone, turn.now);
  return { text: [turn.t('zone-ask', { clock })], buttons: zoneButtons(turn) };
}
