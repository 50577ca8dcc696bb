const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const moment = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** A time such as 15:40, in the time zone of the browser. */
export const clockTime = (iso) => clock.format(new Date(iso));

/** A day such as Sunday 22 November. */
export const dayName = (iso) => day.format(new Date(iso));

/** A date and time such as Sun, 22 Nov 2026, 15:40. */
export const fullTime = (iso) => moment.format(new Date(iso));

/** A size such as 12 bytes, 3 KB or 1.4 MB. */
export function fileSize(bytes) {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
