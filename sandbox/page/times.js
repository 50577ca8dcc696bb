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

/** 15:40, in the reader's time zone. */
export const clockTime = (iso) => clock.format(new Date(iso));

/** Sunday 22 November. */
export const dayName = (iso) => day.format(new Date(iso));

/** Sun, 22 Nov 2026, 15:40. */
export const fullTime = (iso) => moment.format(new Date(iso));

/** 12 bytes, 3 KB, 1.4 MB. */
export function fileSize(bytes) {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
