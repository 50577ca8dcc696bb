import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { distributionPlot, progressPlot, validityPlot } from '../../../engine/report/pilot-plots.ts';
import { plotText, plotWidthOf } from '../../../engine/report/plot-text.ts';
import { calibration } from '../../../engine/validation/calibration.ts';
import { coarseRoc } from '../../../engine/validation/roc.ts';
import { scoreDistribution } from '../../../engine/validation/score-distribution.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { steps } from '../../../engine/protocol/journey.ts';

const t = translator('en');
const rows = (people: number, share: (score: number) => number) =>
  Array.from({ length: people * 5 }, (_, index) => {
    const score = (100 * index) / (people * 5);
    return {
      score,
      yes: (index * 7919) % 100 < 100 * share(score),
      viewer: `v${index % people}`,
      shown: `s${(index * 7) % people}`,
    };
  });

/** The part of a picture that is not white, per mille. */
async function inked(png: Buffer, region?: { left: number; top: number; width: number; height: number }) {
  const picture = region ? sharp(png).extract(region) : sharp(png);
  const pixels = await picture.greyscale().raw().toBuffer();
  return Math.round((1000 * pixels.filter((value) => value < 200).length) / pixels.length);
}

describe('texts on a plot', () => {
  test.each(locales)('of every stage fit beside their bars in %s', (locale) => {
    for (const step of [...steps, 'withdrawn'])
      expect(plotWidthOf(translator(locale)(`stage-${step}`), 24)).toBeLessThan(384);
  });
  test.each(['plot-calibration', 'plot-roc', 'plot-calibration-x', 'plot-roc-x', 'plot-roc-y'])(
    'of a panel (%s) fit over it in every language',
    (key) => {
      for (const locale of locales)
        expect(plotWidthOf(translator(locale)(key), key.length < 17 ? 24 : 22, 'strong')).toBeLessThan(490);
    },
  );
  test('are outlines, so that no font of the machine is needed', () => {
    const drawn = plotText('Ясно & <b>', { x: 0, y: 0, size: 20, color: '#000' });
    expect(drawn).toMatch(/^<path fill="#000" transform="[^"]+" d="M[^"<&]+"\/>$/);
  });
});

describe('the plots', () => {
  test('are pictures of the set width that are not empty, and the same each time', async () => {
    const made = [
      () => progressPlot([{ label: 'consent', count: 40 }], t),
      () => distributionPlot(scoreDistribution([{ a: 'a', b: 'b', mutual: 50 }]), t),
      () => validityPlot({ calibration: [], wouldMeet: { value: null, reason: 'undefined' } }, t),
    ];
    for (const plot of made) {
      const png = await plot();
      expect((await sharp(png).metadata()).width).toBe(2000);
      expect(await inked(png)).toBeGreaterThan(5);
      expect(png.equals(await plot())).toBe(true);
    }
  });

  test('draw a withheld group as an empty bar of fixed length', async () => {
    const plot = (count: number | null) =>
      progressPlot(
        [
          { label: 'a', count: 40 },
          { label: 'b', count },
        ],
        t,
      );
    const bar = { left: 910, top: 460, width: 900, height: 60 };
    expect(await inked(await plot(30), bar)).toBeGreaterThan(300);
    expect(await inked(await plot(null), bar)).toBeLessThan(100);
  });

  test('draw the ROC curve of a better prediction further from the diagonal', async () => {
    const corner = { left: 1240, top: 480, width: 200, height: 200 };
    const of = async (share: (score: number) => number) => {
      const bins = calibration(rows(100, share));
      return inked(
        await validityPlot({ calibration: bins, wouldMeet: { value: null, reason: 'undefined' } }, t),
        corner,
      );
    };
    expect(await of((score) => (score > 50 ? 1 : 0))).toBeGreaterThan(await of(() => 0.5));
  });
});

describe('the small-cell rule', () => {
  test('withholds a range of scores with fewer than ten people, and one from which it could be computed', () => {
    const pairs = [
      ...Array.from({ length: 30 }, (_, index) => ({ a: `a${index}`, b: `b${index}`, mutual: 55 })),
      ...Array.from({ length: 20 }, (_, index) => ({ a: `a${index}`, b: `b${index}`, mutual: 65 })),
      { a: 'x', b: 'y', mutual: 95 },
    ];
    const bins = scoreDistribution(pairs);
    expect(bins.map(({ value }) => value?.pairs ?? null)).toEqual([0, 0, 0, 0, 0, 30, null, 0, 0, null]);
  });

  test('gives the ROC curve a point for each bin, and no curve while a bin is withheld', () => {
    const bins = calibration(rows(100, (score) => score / 100));
    const roc = coarseRoc(bins)!;
    expect(roc).toHaveLength(bins.length + 1);
    expect(roc.at(0)).toEqual({ falsePositive: 0, truePositive: 0 });
    expect(roc.at(-1)).toEqual({ falsePositive: 1, truePositive: 1 });
    for (const { falsePositive, truePositive } of roc.slice(1, -1))
      expect(truePositive).toBeGreaterThan(falsePositive);
    expect(coarseRoc([...bins.slice(1), { value: null, reason: 'too-few-people' }])).toBeUndefined();
    expect(coarseRoc(calibration(rows(100, () => 1)))).toBeUndefined();
  });
});
