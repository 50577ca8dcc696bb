import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { renderDocx } from '../../../engine/report/render-docx.ts';
import { renderPdf } from '../../../engine/report/render-pdf.ts';
import { thumbnailOf } from '../../../engine/report/thumbnail.ts';
import { locales, translator } from '../../../locales/locales.ts';
import { picture } from '../../support/faces.ts';
import { pagesOf } from '../../support/pdf-text.ts';
import { matchOf, reportOf } from './sample-report.ts';

const partsOf = (docx: Buffer): ReadonlyMap<string, Buffer> =>
  new Map(Object.entries(unzipSync(docx)).map(([path, bytes]) => [path, Buffer.from(bytes)]));
const textOf = (docx: Buffer): string =>
  partsOf(docx)
    .get('word/document.xml')!
    .toString()
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&');
const unspaced = (text: string): string => text.replace(/\s/g, '');

const matches = [
  matchOf('Zoë <Secret> & Co', 70, { photoPath: 'a.jpg' }),
  matchOf('Мария', 40, {
    age: null,
    coverage: 0.7,
    phases: { visual: 30, personality: 60, biological: null },
    moved: { visual: -8, personality: 3, biological: null },
  }),
];

describe('the report as DOCX', () => {
  test.each(locales)('has the words of the PDF in %s', async (locale) => {
    const model = reportOf(matches, { locale });
    const text = unspaced(textOf(await renderDocx(model, new Map(), translator(locale))));
    const words = (await pagesOf(await renderPdf(model, new Map(), translator(locale))))
      .join(' ')
      .split(/\s+/)
      // The numbers of pages are fields, a scale is only drawn, and a word may be divided over two lines.
      .filter((word) => /^\p{L}{5,}[.:;,]?$/u.test(word) && !/^(Page|Página|Страница|Harmonia)$/.test(word));
    expect(words.length).toBeGreaterThan(200);
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    expect(text).toContain('Zoë&lt;Secret&gt;&Co,31');
  });

  test('has headings, tables, described pictures and a language for screen readers', async () => {
    const docx = await renderDocx(reportOf(matches, { locale: 'es' }), new Map(), translator('es'));
    const document = partsOf(docx).get('word/document.xml')!.toString();
    for (const style of ['Heading1', 'Heading2', 'Heading3']) expect(document).toContain(`"${style}"`);
    expect(document).toContain('w:tblHeader');
    const pictures = document.match(/<wp:docPr [^>]*>/g)!;
    expect(pictures).toHaveLength(8);
    for (const made of pictures) expect(made).toMatch(/descr="[^"]+"/);
    expect(new Set(pictures.map((made) => /id="(\d+)"/.exec(made)![1])).size).toBe(8);
    expect(partsOf(docx).get('word/styles.xml')!.toString()).toContain('es-ES');
  });

  test('has the same bytes for the same content, whenever and wherever it is made', async () => {
    const model = reportOf(matches);
    const first = await renderDocx(model, new Map(), translator('en'));
    await renderDocx(reportOf(matches.slice(0, 1)), new Map(), translator('en'));
    expect((await renderDocx(model, new Map(), translator('en'))).equals(first)).toBe(true);
    // Every entry has the time of the report: 20 November 2026, 10:00.
    const day = ((2026 - 1980) << 9) | (11 << 5) | 20;
    for (let at = first.indexOf('PK\u0001\u0002'); at >= 0; at = first.indexOf('PK\u0001\u0002', at + 1))
      expect([first.readUInt16LE(at + 12), first.readUInt16LE(at + 14)]).toEqual([10 << 11, day]);
    const core = partsOf(first).get('docProps/core.xml')!.toString();
    expect(core).toContain('2026-11-20T10:00:00Z');
    expect(core.match(/20\d\d-/g)).toHaveLength(2);
  });

  test('has no name of another participant in its properties, and photos that are small and bare', async () => {
    const camera = await sharp(await picture(900))
      .withExif({ IFD0: { Copyright: 'Somewhere 17' } })
      .jpeg()
      .toBuffer();
    const photo = await thumbnailOf(camera);
    expect(camera.includes('Somewhere 17')).toBe(true);
    const parts = partsOf(await renderDocx(reportOf(matches), new Map([['a.jpg', photo]]), translator('en')));
    for (const [path, bytes] of parts)
      if (path !== 'word/document.xml') expect(bytes.toString().includes('Secret')).toBe(false);
    const [kept] = [...parts].filter(([path]) => path.endsWith('.jpg'));
    expect(kept![1].includes('Somewhere 17')).toBe(false);
    const { width, exif } = await sharp(kept![1]).metadata();
    expect({ width, exif }).toEqual({ width: 320, exif: undefined });
  });
});
