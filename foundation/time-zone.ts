/**
 * The name of a time zone as the IANA database spells it, from what a person typed: case does not matter, and a blank
 * stands for an underscore. Undefined for one that does not exist.
 */
export function parseTimeZone(typed: string): string | undefined {
  const name = typed.trim().replaceAll(/\s+/g, '_');
  // An offset such as +03:00 is no name, and it does not follow summer time.
  if (!/^[a-z][\w/+-]{1,39}$/i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
