import { describe, expect, test } from '@jest/globals';
import { renderReport } from '../../../engine/report/render-pdf.ts';
import type { ReportModel } from '../../../engine/report/report-model.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { pagesOf, withPdf } from '../../support/pdf-text.ts';
import { matchOf, reportOf } from './sample-report.ts';

const render = (model: ReportModel): Promise<Buffer> => renderReport(model, translator(model.locale));

const textOf = async (model: ReportModel): Promise<string> => (await pagesOf(await render(model))).join(' ');
// A line may break after a hyphen or a dash, where the reader of the file sees a space.
const unspaced = (text: string): string => text.replace(/\s/g, '');

const everySentence = [
  'report-title report-lead report-glance report-glance-note report-how report-how-percentile report-how-mutual',
  'report-evidence report-evidence-similarity report-evidence-hla report-evidence-pilot report-matches report-mutual',
  'report-by-phase report-phase-visual report-phase-personality report-phase-biological report-no-result',
  'report-closeness report-close-close report-close-between report-close-apart report-close-none report-your-answer',
  'report-traits report-traits-note report-trait-lust report-trait-gluttony report-trait-greed report-trait-sloth',
  'report-trait-wrath report-trait-envy report-trait-pride report-basis report-basis-phase report-basis-collected',
  'report-basis-weight report-basis-version report-limits report-limits-look report-limits-medical',
  'report-limits-group report-limits-data report-sources',
].flatMap((line) => line.split(' '));

const missing = { coverage: 0.7, phases: { visual: 88, personality: 64, biological: null } };
const longName = 'Константин-Владислав Преображенский-Благовещенский Младший я';

describe('the report as PDF', () => {
  test.each(locales)('has every sentence in %s, also when biology is missing', async (locale) => {
    const translate = translator(locale);
    const text = unspaced(await textOf(reportOf([matchOf(longName, 68.4, missing)], { locale })));
    for (const key of everySentence) {
      expect({ key, said: text.includes(unspaced(translate(key))) }).toEqual({ key, said: true });
    }
    expect(text).toContain(unspaced(translate('report-similarity', { similarity: 76, mean: 72 })));
    expect(text).toContain(unspaced(translate('report-coverage', { percent: 70 })));
    expect(text).toContain(unspaced(translate('report-collected-visual', { collected: 14, of: 14 })));
    expect(text).toContain(unspaced(longName));
    expect(text).toContain('9f86d081884c7d65');
  });

  test('keeps every letter in its text after a report whose letters are composed of it', async () => {
    await render(reportOf([matchOf('Ẍ', 50)]));
    const text = await textOf(reportOf([matchOf('Xerxes', 50)]));
    expect(text.match(/.erxes/g)).toEqual(text.match(/Xerxes/g));
    expect(text).toContain('Xerxes');
  });

  test('says so when similarity counts as measured, for want of a reference', async () => {
    const alone = matchOf('Kim', 50, { similarityMean: null });
    const translate = translator('en');
    const text = unspaced(await textOf(reportOf([alone], { personalityPercentile: false })));
    expect(text).toContain(unspaced(translate('report-how-similarity')));
    expect(text).toContain(unspaced(translate('report-similarity-alone', { similarity: 76 })));
    expect(text).not.toContain(unspaced(translate('report-how-percentile')));
  });

  test('numbers its pages and has three matches on each', async () => {
    const matches = Array.from({ length: 6 }, (_, index) => matchOf(`Number ${index + 1}`, 90 - index));
    const pages = await pagesOf(await render(reportOf(matches)));
    expect(pages).toHaveLength(4);
    pages.forEach((page, index) => expect(page).toContain(`Page ${index + 1} of 4`));
    expect(pages[1]).toContain('Number 3');
    expect(pages[1]).not.toContain('Number 4');
    expect(pages[2]).toContain('Number 4');
  });

  test('has no page that is nearly empty for a single match, in any language', async () => {
    for (const locale of locales) {
      expect(await pagesOf(await render(reportOf([matchOf('Kim', 50, missing)], { locale })))).toHaveLength(
        2,
      );
    }
  });

  test('has as many pages as its matches need', async () => {
    const matches = Array.from({ length: 25 }, (_, index) => matchOf(`Number ${index + 1}.`, 90 - index));
    const text = await textOf(reportOf(matches));
    for (let number = 1; number <= 25; number++) expect(text.split(`Number ${number}.`)).toHaveLength(3);
  });

  test('has a sentence for a reader without matches', async () => {
    const text = await textOf(reportOf([]));
    expect(text).toContain('there is nothing to predict');
    expect(text).not.toContain('At a glance');
  });

  test('prints the characters of a name that have glyphs, and a number for a name without any', async () => {
    const text = await textOf(
      reportOf([
        matchOf('Zoë 🦄', 90),
        matchOf('漢字', 80),
        matchOf('דוד בן גוריון', 70),
        matchOf('نور', 60),
      ]),
    );
    expect(text).toContain('Zoë');
    expect(text).toContain('Person 2');
    expect(text).toMatch(/דוד|דוד/);
    expect(text).not.toMatch(/[\ufffd🦄漢]/u);
  });

  test('has no name of another participant in its metadata', async () => {
    const pdf = await render(reportOf([matchOf('Zoë Secret', 90)]));
    const { info } = await withPdf(pdf, (opened) => opened.getMetadata());
    expect(info).toMatchObject({ Title: 'Your match report · P-7F3K', Author: 'Harmonia', Language: 'en' });
    expect(JSON.stringify(info)).not.toContain('Secret');
    expect(pdf.includes('Secret')).toBe(false);
  });

  test('has headings and described figures for screen readers', async () => {
    const pdf = await render(reportOf([matchOf('Kim', 50)]));
    const tree = await withPdf(pdf, async (opened) => {
      // A map of pdf.js, which jest cannot print or compare.
      const marks = (await opened.getMarkInfo()) as unknown as {
        Marked?: boolean;
        get?(name: string): unknown;
      };
      expect(marks.Marked ?? marks.get?.('Marked')).toBe(true);
      return JSON.stringify(await (await opened.getPage(1)).getStructTree());
    });
    expect(tree).toContain('"role":"H1"');
    expect(tree).toContain('Bar chart of the predicted mutual willingness to meet, 0 to 100');
  });

  test('has the same bytes for the same content', async () => {
    const model = reportOf([matchOf('Kim', 50)]);
    const first = await render(model);
    expect((await render(model)).equals(first)).toBe(true);
    const later = await render({ ...model, date: new Date('2026-11-21T10:00:00Z') });
    expect(later.equals(first)).toBe(false);
  });

  test('has drawing on every page and white margins', async () => {
    const pages = await inkOf(await render(reportOf([matchOf(longName, 68, missing)], { locale: 'ru' })));
    expect(pages).toHaveLength(2);
    for (const { share, outside } of pages) {
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.4);
      expect(outside).toBe(0);
    }
  });
});

interface CanvasFactory {
  create(
    width: number,
    height: number,
  ): {
    canvas: unknown;
    context: {
      getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
    };
  };
}

/** The part of each page, and of its outermost 40 points left and right, that is not white. */
function inkOf(pdf: Buffer): Promise<{ share: number; outside: number }[]> {
  return withPdf(pdf, async (opened) => {
    const pages = [];
    for (let number = 1; number <= opened.numPages; number++) {
      const page = await opened.getPage(number);
      const viewport = page.getViewport({ scale: 1 });
      const width = Math.floor(viewport.width);
      const height = Math.floor(viewport.height);
      // pdf.js brings its own canvas where there is no browser.
      const { canvas, context } = (opened.canvasFactory as CanvasFactory).create(width, height);
      await page.render({ canvas, canvasContext: context, viewport, background: 'white' }).promise;
      const { data } = context.getImageData(0, 0, width, height);
      let [inked, outside] = [0, 0];
      for (let pixel = 0; pixel < width * height; pixel++) {
        if (data[4 * pixel]! > 252) continue;
        inked += 1;
        const x = pixel % width;
        if (x < 40 || x > width - 40) outside += 1;
      }
      pages.push({ share: inked / (width * height), outside });
    }
    return pages;
  });
}
