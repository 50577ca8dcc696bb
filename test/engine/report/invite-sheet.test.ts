import { beforeAll, describe, expect, test } from '@jest/globals';
import decodeQr from 'qr/decode.js';
import { inviteTable, renderInviteSheet } from '../../../engine/report/invite-sheet.ts';
import { renderKitLabels } from '../../../engine/report/kit-labels.ts';
import { translator } from '../../../locales/locales.ts';
import { pagesOf, withPdf } from '../../support/pdf-text.ts';

const links = Array.from(
  { length: 14 },
  (_, index) => `https://t.me/harmonia_bot?start=KM7RT4QWXZ2P9${index + 100}`,
);
const model = {
  study: 'Harmonia',
  cohort: '=Autumn "27"',
  until: new Date('2027-03-01T10:00:00Z'),
  date: new Date('2027-02-15T10:00:00Z'),
  locale: 'es',
  links,
};

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

/** The pixels of a part of the first page, sizes in points from its upper left corner. */
const pictureOf = (pdf: Buffer, part: { x: number; y: number; width: number; height: number }) =>
  withPdf(pdf, async (opened) => {
    const page = await opened.getPage(1);
    const scale = 3;
    const viewport = page.getViewport({ scale });
    const { canvas, context } = (opened.canvasFactory as CanvasFactory).create(
      viewport.width,
      viewport.height,
    );
    await page.render({ canvas, canvasContext: context, viewport, background: 'white' }).promise;
    const [x, y, width, height] = [part.x, part.y, part.width, part.height].map((side) =>
      Math.round(side * scale),
    ) as [number, number, number, number];
    // pdf.js draws outside of the test's realm, and the decoder wants an array of its own.
    return { width, height, data: Uint8ClampedArray.from(context.getImageData(x, y, width, height).data) };
  });

describe('the sheet of invitations', () => {
  let pdf: Buffer;
  beforeAll(async () => {
    pdf = await renderInviteSheet(model, translator('es'));
  });

  test('has a card for each link, with its number and the last day, in the language', async () => {
    const text = (await pagesOf(pdf)).join(' ');
    expect(text).toContain('14 invitaciones, una por persona, válidas hasta el 1 de marzo de 2027');
    for (const [index, link] of links.entries()) {
      expect(text.replaceAll(' ', '')).toContain(link.replace('https://', ''));
      expect(text).toContain(`N.º ${index + 1} · hasta el 1 de marzo de 2027`);
    }
  });

  test('shows QR codes that a telephone reads as the links', async () => {
    const image = await pictureOf(pdf, { x: 56, y: 56, width: 161, height: 200 });
    expect(decodeQr(image)).toBe(links[0]);
  });

  test('is the same file for the same links', async () => {
    expect((await renderInviteSheet(model, translator('es'))).equals(pdf)).toBe(true);
  });
});

test('labels of kits have the code in words and as QR, and say below the frame whom the kit is for', async () => {
  const kits = Array.from({ length: 13 }, (_, index) => ({
    code: `K7F3-9QR${index % 10}-B`,
    participant: `P-${1000 + index}`,
    link: `https://t.me/harmonia_bot?start=k_K7F39QR${index % 10}B`,
  }));
  const pdf = await renderKitLabels({ ...model, kits }, translator('ru'));
  const pages = await pagesOf(pdf);
  expect(pages).toHaveLength(2);
  for (const { code, participant } of kits)
    expect(pages.join(' ')).toMatch(new RegExp(`${code}[^]*для ${participant}`));
  expect(decodeQr(await pictureOf(pdf, { x: 56, y: 56, width: 161, height: 200 }))).toBe(kits[0]!.link);
});

test('the table is CSV in which a name is no formula', () => {
  const lines = inviteTable(model).toString().split('\r\n');
  expect(lines[0]).toBe('\ufeff"number","cohort","link","valid_until"');
  expect(lines[1]).toBe(`"1","'=Autumn ""27""","${links[0]}","2027-03-01"`);
  expect(lines).toHaveLength(links.length + 2);
});
