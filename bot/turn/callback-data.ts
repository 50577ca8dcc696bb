/** What an inline button carries: which dialog, which item of it, and the value. At most 64 bytes. */
export interface Tap {
  scope: string;
  item: string;
  value: string;
}

/** @throws RangeError when Telegram would refuse the button. */
export function encodeTap(tap: Tap): string {
  const data = `${tap.scope}:${tap.item}:${tap.value}`;
  if (Buffer.byteLength(data) > 64)
    throw new RangeError(`callback data over 64 bytes: ${tap.scope}:${tap.item}`);
  return data;
}

/** undefined for text that is not in the form of `encodeTap`: any Telegram client can send callback data of its own. */
export function parseTap(data: string): Tap | undefined {
  const [, scope, item, value] = /^([a-z]{1,16}):([\w-]{0,40}):([\w-]{0,24})$/.exec(data) ?? [];
  return scope === undefined || item === undefined || value === undefined
    ? undefined
    : { scope, item, value };
}
