import { readGlString } from '../src/gl-string.ts';
import { createTyping, type HlaTyping } from '../src/typing.ts';

/** A typing from a GL string; throws on one that is unreadable. */
export function typingOf(glString: string): HlaTyping {
  const read = readGlString(glString);
  if (!read.ok) throw new Error(`${glString}: ${read.error.code}`);
  return createTyping(read.value, {});
}
