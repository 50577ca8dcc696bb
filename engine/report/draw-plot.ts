import sharp from 'sharp';
import type { Plot, PlotLocale } from './plot.ts';
import { plotSvg } from './plot-svg.ts';
import { withOutlines } from './plot-text.ts';

/** Pixels across a picture. */
const pixels = 1800;

/** Draws a plot as a PNG of 1,800 pixels across; its words are outlines of the reports' font. */
export async function drawPlot(plot: Plot, locale: PlotLocale): Promise<Buffer> {
  const svg = withOutlines(await plotSvg(plot, locale));
  const width = Number(/ width="([\d.]+)"/.exec(svg)![1]);
  return sharp(Buffer.from(svg), { density: (72 * pixels) / width })
    .resize({ width: pixels })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
