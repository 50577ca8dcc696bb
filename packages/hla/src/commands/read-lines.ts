import { glLimits } from '../gl-string.ts';

/** One more than any reader accepts, so that a cut line is refused for its length. */
const longest = glLimits.characters + 1;

/**
 * The lines of a UTF-8 stream without their line ends (LF or CRLF). A line is cut at one character more than the longest
 * GL string and the rest of it is dropped, so that a gigabyte without a line break takes no more memory than a short file.
 */
export async function* readLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  for await (const lines of readLineGroups(source)) yield* lines;
}

/** The same lines, those that end in one chunk of the stream together. */
export async function* readLineGroups(source: AsyncIterable<Uint8Array>): AsyncGenerator<string[], void> {
  const decoder = new TextDecoder();
  let line = '';
  for await (const chunk of source) {
    const pieces = decoder.decode(chunk, { stream: true }).split('\n');
    const last = pieces.pop() ?? '';
    const lines = pieces.map((piece) => {
      const whole = withoutReturn(extend(line, piece));
      line = '';
      return whole;
    });
    line = extend(line, last);
    if (lines.length > 0) yield lines;
  }
  line = extend(line, decoder.decode());
  if (line !== '') yield [withoutReturn(line)];
}

const extend = (line: string, more: string): string =>
  line.length + more.length <= longest ? line + more : line + more.slice(0, longest - line.length);

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
