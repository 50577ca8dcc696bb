/** What a clock on the wall shows in a time zone. */
interface LocalTime {
  year: number;
  /** 1–12 */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Between these hours of a participant's own day the bot writes nothing of its own accord. */
export const quietHours = { from: 21, until: 9 } as const;
/** The hour of a reminder that was asked for on another day. */
const morningHour = 10;
const saturday = 6;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The time of a moment in a time zone of the IANA database. */
export function localTime(at: Date, zone: string): LocalTime {
  // Making a format takes a hundred times as long as using one.
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = format.formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)!.value);
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
  };
}

/** True from 21:00 to 9:00 in that time zone. */
export function isQuiet(at: Date, zone: string): boolean {
  const { hour } = localTime(at, zone);
  return hour >= quietHours.from || hour < quietHours.until;
}

/** What a participant may choose instead of the next reminder. */
export const snoozes = ['today', 'tomorrow', 'weekend', 'pause'] as const;
export type Snooze = (typeof snoozes)[number];

const laterMs = 3 * 60 * minuteMs;
export const pauseDays = 14;

/** True while "later today" is before the quiet hours. */
export const fitsToday = (now: Date, zone: string): boolean =>
  localTime(now, zone).hour < quietHours.from - 4 && !isQuiet(now, zone);

/**
 * When a reminder comes that a participant put off: in three hours, or at 10 on the next day where that is too late;
 * tomorrow at 10; on the next Saturday at 10; or in two weeks.
 */
export function snoozedUntil(snooze: Snooze, now: Date, zone: string): Date {
  if (snooze === 'pause') return new Date(now.getTime() + pauseDays * dayMs);
  if (snooze === 'today' && fitsToday(now, zone)) return new Date(now.getTime() + laterMs);
  const today = localTime(now, zone);
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  // On a Saturday the weekend has a day left; on a Sunday the next one is meant.
  const days = snooze === 'weekend' ? (weekday === saturday ? 1 : saturday - weekday) : 1;
  return atHour({ ...today, day: today.day + days }, morningHour, zone);
}

/** The moment at which the clock of a time zone shows that hour on that day; the day may be past the end of a month. */
function atHour({ year, month, day }: LocalTime, hour: number, zone: string): Date {
  const shown = Date.UTC(year, month - 1, day, hour);
  let at = shown;
  // The second pass is for a day on which summer time begins or ends between the two.
  for (let pass = 0; pass < 2; pass++) at += shown - shownAt(new Date(at), zone);
  return new Date(at);
}

/** What the clock of a time zone shows, as if it were UTC; in milliseconds. */
function shownAt(at: Date, zone: string): number {
  const { year, month, day, hour, minute } = localTime(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute);
}
