import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { steps } from '../../../engine/protocol/journey.ts';
import { drawPlot } from '../../../engine/report/draw-plot.ts';
import { aucsPlot } from '../../../engine/report/plot-aucs.ts';
import { calibrationPlot } from '../../../engine/report/plot-calibration.ts';
import { exposurePlot } from '../../../engine/report/plot-exposure.ts';
import { fairnessPlot } from '../../../engine/report/plot-fairness.ts';
import { incrementsPlot } from '../../../engine/report/plot-increments.ts';
import { progressPlot } from '../../../engine/report/plot-progress.ts';
import { reliabilityPlot } from '../../../engine/report/plot-reliability.ts';
import { rocPlot } from '../../../engine/report/plot-roc.ts';
import { scoresPlot } from '../../../engine/report/plot-scores.ts';
import { plotSvg } from '../../../engine/report/plot-svg.ts';
import { withOutlines } from '../../../engine/report/plot-text.ts';
import { variancePlot } from '../../../engine/report/plot-variance.ts';
import type { Plot, Reader } from '../../../engine/report/plot.ts';
import { locales, translator, type Locale } from '../../../locales/locales.ts';
import { sampleStudy } from '../../support/sample-study.ts';
import { overlaps, textBoxes } from './text-boxes.ts';

const readerIn = (locale: Locale): Reader => ({ locale, t: translator(locale) });
const [full, few] = [sampleStudy(100), sampleStudy(8)];

function plotsOf({ figures, scores, reliability, exposure }: typeof full, reader: Reader): (Plot | null)[] {
  const stages = [...steps, 'withdrawn' as const].map((step, index) => ({
    label: reader.t(`stage-${step}`),
    count: index % 4 === 2 ? null : (index * 7) % 40,
  }));
  return [
    progressPlot(stages, 100, reader),
    scoresPlot(scores, reader),
    calibrationPlot(figures, reader),
    rocPlot(figures, reader),
    aucsPlot(figures, reader),
    incrementsPlot(figures, reader),
    variancePlot(figures, reader),
    reliabilityPlot(reliability, reader),
    fairnessPlot(figures.fairness, reader),
    exposurePlot(exposure, reader),
  ];
}

const english = plotsOf(full, readerIn('en')).map((plot) => plot!);

describe.each(locales)('in %s', (locale) => {
  const plots = plotsOf(full, readerIn(locale)).filter((plot) => plot !== null);

  test.each(plots.map((plot) => [plot.name, plot] as const))(
    'no two labels of the picture %s lie over each other, and none leaves it',
    async (_, plot) => {
      const svg = await plotSvg(plot, locale);
      const boxes = textBoxes(svg);
      expect(boxes.length).toBeGreaterThan(8);
      expect(overlaps(boxes)).toEqual([]);
      const width = Number(/ width="([\d.]+)"/.exec(svg)![1]);
      expect(boxes.filter(({ left, right }) => left < 20 || right > width - 20)).toEqual([]);
    },
  );

  test('words and numbers are those of the language, and captions say n and fit under a document', async () => {
    for (const [index, plot] of plots.entries()) {
      expect(plot.note).toMatch(/\d/);
      expect(plot.title.length + plot.note.length).toBeLessThan(900);
      if (locale !== 'en') expect(plot.note).not.toBe(english[index]!.note);
    }
    const said = textBoxes(await plotSvg(plots[4]!, locale)).map(({ text }) => text);
    expect(said.some((text) => (locale === 'en' ? /^0\.\d\d \(/ : /^0,\d\d \(/).test(text))).toBe(true);
    if (locale === 'ru') expect(said.filter((text) => /[А-я]{3}/.test(text)).length).toBeGreaterThan(8);
  });
});

describe('a picture', () => {
  test('is a PNG of at least 1,600 pixels across, the same each time, with outlines instead of text', async () => {
    for (const plot of [english[3]!, english[9]!]) {
      const png = await drawPlot(plot, 'ru');
      const { format, width } = await sharp(png).metadata();
      expect([format, width >= 1600]).toEqual(['png', true]);
      expect(png.equals(await drawPlot(plot, 'ru'))).toBe(true);
    }
    const svg = withOutlines(await plotSvg(english[0]!, 'en'));
    expect(svg.includes('<text')).toBe(false);
    expect(svg.match(/<path id="\w+" d="M[^"]+"\/>/g)!.length).toBeGreaterThan(20);
  });

  test('has outlines for Cyrillic and for signs that XML escapes', () => {
    const one = (text: string) =>
      withOutlines(`<svg><text font-size="20px" text-anchor="end">${text}</text></svg>`);
    expect(one('Ясно')).toMatch(/<path id="text\d+" d="M[^"]+"\/>/);
    expect([...one('a &amp; b').matchAll(/<use /g)]).toHaveLength(3);
    expect(withOutlines('<svg><text opacity="0" font-size="20px">hidden</text></svg>')).not.toContain('<use');
  });

  test('shows a withheld group as a dashed bar, and says in words that it is withheld', async () => {
    const svg = await plotSvg(english[0]!, 'en');
    expect(svg.match(/stroke-dasharray="5,5"/g)?.length).toBe(3);
    expect(textBoxes(svg).filter(({ text }) => text === 'under 10')).toHaveLength(3);
    expect(textBoxes(await plotSvg(english[8]!, 'en')).map(({ text }) => text)).toContain(
      'fewer than 10 people',
    );
  });

  test('is not drawn of fewer than ten people, but for the stages', () => {
    const drawn = plotsOf(few, readerIn('en')).flatMap((plot) => plot?.name ?? []);
    expect(drawn.filter((name) => !['progress', 'reliability'].includes(name))).toEqual([]);
  });

  test('of a chart that Vega-Lite does not understand is an error', async () => {
    const wrong = {
      ...english[0]!,
      chart: { data: { values: [{ a: 1 }] }, mark: 'bar', encoding: { z: { field: 'a' } } },
    };
    await expect(drawPlot(wrong, 'en')).rejects.toThrow(/Vega-Lite/);
  });
});
