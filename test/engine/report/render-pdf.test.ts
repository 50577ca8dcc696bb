import { describe, expect, test } from '@jest/globals';
import { renderPdf } from '../../../engine/report/render-pdf.ts';
import type { ReportMatch, ReportModel, ReportPhotos } from '../../../engine/report/report-model.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { pagesOf, withPdf } from '../../support/pdf-text.ts';
import { thumbnailOf } from '../../../engine/report/thumbnail.ts';
import { picture } from '../../support/faces.ts';
import { matchOf, reportOf } from './sample-report.ts';

const render = (model: ReportModel, photos: ReportPhotos = new Map()): Promise<Buffer> =>
  renderPdf(model, photos, translator(model.locale));

const textOf = async (model: ReportModel): Promise<string> => (await pagesOf(await render(model))).join(' ');
// A line may break after a hyphen or a dash, where the reader of the file sees a space.
const unspaced = (text: string): string => text.replace(/\s/g, '');

const everySentence = [
  'report-title report-lead report-results report-results-note report-how report-how-range report-how-parts',
  'report-evidence report-evidence-similarity report-evidence-hla report-evidence-pilot report-sources',
  'report-phase-visual report-phase-personality report-phase-biological report-no-result report-coarse',
  'report-details report-details-note report-column-person report-column-total report-column-range',
  'report-column-coverage report-coverage-note report-traits report-traits-note report-trait-none',
  'report-trait-lust report-trait-gluttony report-trait-greed report-trait-sloth report-trait-wrath',
  'report-trait-envy report-trait-pride report-basis report-basis-phase report-basis-collected report-basis-weight',
  'report-limits report-limits-look report-limits-medical report-limits-group report-limits-data',
  'report-limits-others',
].flatMap((line) => line.split(' '));

const missing = {
  coverage: 0.7,
  phases: { visual: 88, personality: 64, biological: null },
  moved: { visual: 12, personality: 6.4, biological: null },
};
const longName = 'Константин-Владислав Преображенский-Благовещенский Младший я';
const manyOf = (count: number): ReportMatch[] =>
  Array.from({ length: count }, (_, index) =>
    matchOf(`Number ${index + 1}.`, 90 - index, { place: index + 1 }),
  );

describe('the report as PDF', () => {
  test.each(locales)('has every sentence in %s, also when biology is missing', async (locale) => {
    const translate = translator(locale);
    const text = unspaced(await textOf(reportOf([matchOf(longName, 68.4, missing)], { locale })));
    for (const key of everySentence) {
      expect({ key, said: text.includes(unspaced(translate(key))) }).toEqual({ key, said: true });
    }
    for (const said of [
      translate('report-leaning', { way: 'yes' }),
      translate('report-you', { wtm: 5 }),
      translate('report-versions', { versions: 'drawn-1, piip-7.1, hla-2' }),
      translate('report-collected-visual', { collected: 14, of: 14 }),
      translate('report-declared', { hash: '9f86d081884c7d65' }),
      `${longName}, 31`,
      '56–80',
      '+12',
    ])
      expect({ said, is: text.includes(unspaced(said)) }).toEqual({ said, is: true });
  });

  test('says so when similarity counts as measured, for want of a reference', async () => {
    const text = unspaced(await textOf(reportOf([matchOf('Kim', 50)], { personalityPercentile: false })));
    expect(text).toContain(unspaced(translator('en')('report-details-raw')));
    expect(text).not.toContain(unspaced(translator('en')('report-details-note')));
  });

  test('keeps every letter in its text after a report whose letters are composed of it', async () => {
    // The Cyrillic М of PT Sans is composed of the Latin one.
    await render(reportOf([matchOf('Марина', 50)]));
    const text = await textOf(reportOf([matchOf('Maria', 50)]));
    expect(text.match(/.aria/g)).toEqual(text.match(/Maria/g));
    expect(text).toContain('Maria');
  });

  test('prints a name in every script that its fonts have, and says where they lack the letters', async () => {
    const missing = unspaced(translator('en')('report-names-missing'));
    const scripts = ['Ελένη', 'Մարիամ', 'ნინო', 'Đặng', 'Оксана', 'Ann 🦊'];
    const printed = unspaced(await textOf(reportOf(scripts.map((name) => matchOf(name, 50)))));
    for (const name of [...scripts.slice(0, 5), 'Ann']) expect(printed).toContain(name.normalize('NFC'));
    expect(printed).not.toContain(missing);
    for (const name of ['李娜', '민준', 'प्रिया']) {
      const text = unspaced(await textOf(reportOf([matchOf(name, 50)])));
      expect(text).toContain('Person1');
      expect(text).toContain(missing);
    }
    for (const name of ['مريم', 'שרה'])
      expect(unspaced(await textOf(reportOf([matchOf(name, 50)])))).not.toContain(missing);
  });

  // Heights of a page: A4 is 842 points high.
  test.each([
    ['en', 6],
    ['es', 6],
    ['ru', 6],
    ['en', 1],
    ['ru', 3],
  ] as const)(
    'takes two pages in %s for %i matches, and leaves no third of one empty',
    async (locale, count) => {
      const model = reportOf(manyOf(count), { locale });
      const pages = await inkOf(await render(model));
      expect(pages).toHaveLength(2);
      for (const { share, outside, lowest } of pages) {
        expect(share).toBeGreaterThan(0.02);
        expect(share).toBeLessThan(0.6);
        expect(outside).toBe(0);
        expect(lowest).toBeGreaterThan(0.62);
      }
    },
  );

  test('has the results first, and as many pages as its matches need', async () => {
    const pages = await pagesOf(await render(reportOf(manyOf(25))));
    expect(pages[0]).toMatch(/The results.*Number 1\./);
    pages.forEach((page, index) => expect(page).toContain(`Page ${index + 1} of ${pages.length}`));
    const text = pages.join(' ');
    // On its card and in the table of numbers; all 25 are also named where the prediction tells none of them apart.
    for (let number = 1; number <= 25; number++)
      expect(text.split(`Number ${number}.`).length).toBeGreaterThanOrEqual(3);
  });

  test('tells two people of one name apart by age, photo and place, and shows a photo once', async () => {
    const photo = await thumbnailOf(await picture(400));
    const matches = [
      matchOf('Maria', 70, { place: 1, photoPath: 'a.jpg' }),
      matchOf('Maria', 60, { place: 3, age: 44, photoPath: 'gone.jpg' }),
      matchOf('maria ', 50, { place: 4, age: null }),
    ];
    const pdf = await render(reportOf(matches), new Map([['a.jpg', photo]]));
    const text = (await pagesOf(pdf)).join(' ');
    expect(text).toMatch(/Maria, 31 · profile 1.*Maria, 44 · profile 3.*maria · profile 4/);
    expect(pdf.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(1);
  });

  test('says in words whom the prediction cannot tell apart', async () => {
    const said = async (...bands: [number, number][]): Promise<string> =>
      textOf(
        reportOf(
          bands.map((band, index) =>
            matchOf(['Ann', 'Bea', 'Cleo'][index]!, (band[0] + band[1]) / 2, { band }),
          ),
        ),
      );
    expect(await said([60, 80], [50, 70], [20, 40])).toContain('overlap: Ann and Bea.');
    expect(await said([60, 80], [50, 70], [40, 55])).toContain('overlap: Ann and Bea; Bea and Cleo.');
    expect(await said([60, 80], [55, 75], [50, 70])).toContain('None of these people can be told apart');
    expect(await said([60, 80], [20, 40])).toContain('Their ranges do not overlap');
  });

  test('has a sentence for a reader without matches', async () => {
    const text = await textOf(reportOf([]));
    expect(text).toContain('there is nothing to predict');
    expect(text).not.toMatch(/The results|other people, who agreed/);
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
    expect(tree).toContain('could go either way: 50 on a line from 0 to 100, range 38 to 62');
    expect(tree).toContain('What each part did, in points: Faces +15, Personality +4, Immune genes −6');
    const outline = await withPdf(pdf, async (opened) => {
      const tags = JSON.stringify(await (await opened.getPage(opened.numPages)).getStructTree());
      expect(tags).toMatch(/"role":"Table".*"role":"TR".*"role":"TH".*"role":"TD"/);
      return (await opened.getOutline()).map(({ title }) => title);
    });
    expect(outline).toEqual([
      'The results',
      'How to read this',
      'What the evidence says',
      'The numbers',
      'How you described yourself',
      'What this rests on',
      'What to keep in mind',
    ]);
  });

  test('has the same bytes for the same content', async () => {
    const model = reportOf([matchOf('Kim', 50)]);
    const first = await render(model);
    expect((await render(model)).equals(first)).toBe(true);
    const later = await render({ ...model, date: new Date('2026-11-21T10:00:00Z') });
    expect(later.equals(first)).toBe(false);
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

/**
 * The part of each page, and of its outermost 40 points left and right, that is not white, and how far down the drawing
 * above the page number reaches.
 */
function inkOf(pdf: Buffer): Promise<{ share: number; outside: number; lowest: number }[]> {
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
      let [inked, outside, lowest] = [0, 0, 0];
      for (let pixel = 0; pixel < width * height; pixel++) {
        if (data[4 * pixel]! > 252) continue;
        inked += 1;
        const x = pixel % width;
        const y = Math.floor(pixel / width);
        if (y < height - 50) lowest = y / height;
        if (x < 40 || x > width - 40) outside += 1;
      }
      pages.push({ share: inked / (width * height), outside, lowest });
    }
    return pages;
  });
}
