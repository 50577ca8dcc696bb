import { readGlString } from '../../../engine/biological/gl-string.ts';
import { createTyping, type HlaTyping } from '../../../engine/biological/typing.ts';

/** A typing from a GL string; throws on one that is unreadable. */
export function typingOf(glString: string): HlaTyping {
  const read = readGlString(glString);
  if (!read.ok) throw new Error(`${glString}: ${read.error.code}`);
  return createTyping(read.value, {});
}
