import sharp from 'sharp';
import { plotText, plotWidthOf } from './plot-text.ts';
import { ink } from './sheet.ts';

/** Units across a picture. It has twice as many pixels, since it is read on telephones. */
export const plotWidth = 1000;
const margin = 48;
export const plotFrame = { left: margin, right: plotWidth - margin, top: 150 } as const;

/** Renders a title, an explanation below it, and the SVG elements of `drawn` as a PNG. */
export async function plotPicture(plot: {
  title: string;
  note: string;
  height: number;
  drawn: readonly string[];
}): Promise<Buffer> {
  const { title, note, height, drawn } = plot;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${plotWidth}" height="${height}" viewBox="0 0 ${plotWidth} ${height}">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    plotText(title, { x: plotFrame.left, y: 66, size: 36, face: 'strong', color: ink.text }),
    ...wrapped(note, 22, plotFrame.right - plotFrame.left).map((line, index) =>
      plotText(line, { x: plotFrame.left, y: 104 + 28 * index, size: 22, color: ink.soft }),
    ),
    ...drawn,
    '</svg>',
  ].join('\n');
  return sharp(Buffer.from(svg), { density: 144 }).png({ palette: true }).toBuffer();
}

/** Breaks a text into lines that fit the width. */
function wrapped(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && plotWidthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A bar. For a withheld value it is empty and dashed, so that it differs in more than colour. */
export const plotBar = (
  at: { x: number; y: number; width: number; height: number },
  isWithheld = false,
): string => {
  const { x, y, width, height } = at;
  const place = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, width).toFixed(1)}" height="${Math.max(0, height).toFixed(1)}"`;
  return isWithheld
    ? `<rect ${place} rx="4" fill="none" stroke="${ink.soft}" stroke-width="2" stroke-dasharray="6 6"/>`
    : `<rect ${place} rx="4" fill="${ink.accent}"/>`;
};

/** A thin line of the frame, or a dashed one for the result expected by chance. */
export const plotLine = (
  from: readonly [number, number],
  to: readonly [number, number],
  dashed = false,
): string =>
  `<path d="M${from[0]} ${from[1]} L${to[0]} ${to[1]}" stroke="${dashed ? ink.soft : ink.line}" stroke-width="2"${dashed ? ' stroke-dasharray="8 8"' : ''}/>`;
