import {
  Document,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  uniqueNumericIdCreator,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import sharp from 'sharp';
import { sins } from '../personality/sins.ts';
import {
  contentWidth,
  gap,
  heading,
  hex,
  noBorders,
  pageMargin,
  pageNumbers,
  run,
  soft,
  tableOf,
  text,
} from './docx-blocks.ts';
import { type DrawnPicture, movePicture, rangePicture } from './docx-pictures.ts';
import {
  byPrediction,
  type ReportMatch,
  reportPhases,
  type ReportModel,
  type ReportPhotos,
  type Translate,
} from './report-model.ts';
import {
  apartSentence,
  basisTable,
  declaredLine,
  detailsNote,
  detailsTable,
  evidence,
  howToRead,
  leaning,
  limits,
  moveTold,
  opening,
  nameSuffix,
  ownAnswer,
  rangeOf,
  sources,
} from './report-words.ts';
import { ink } from './sheet.ts';
import { setZipTimes } from './zip-times.ts';

type Block = Paragraph | Table;

/**
 * The language, and the numbers of the pictures of one document: the library counts the pictures of the whole process,
 * so that the same report would differ from call to call.
 */
interface Pen {
  translate: Translate;
  nextId: () => number;
}

const font = 'Calibri';
const languages = { en: 'en-GB', es: 'es-ES', ru: 'ru-RU' } as const;
const photoWidth = 1900;
const photoPixels = 108;

/**
 * The report as a Word document, with the same sentences and numbers as the PDF. Headings, tables and described pictures
 * are those of the format, so that a screen reader finds its way. The same content gives the same bytes.
 */
export async function renderDocx(
  model: ReportModel,
  photos: ReportPhotos,
  translate: Translate,
): Promise<Buffer> {
  const title = `${translate('report-title')} · ${model.code}`;
  const document = new Document({
    title,
    creator: 'Harmonia',
    lastModifiedBy: 'Harmonia',
    styles: {
      default: {
        document: {
          run: { font, size: 21, color: hex(ink.text), language: { value: languages[model.locale] } },
        },
        heading1: { run: { font, size: 40, color: hex(ink.text) }, paragraph: { spacing: { after: 60 } } },
        heading2: {
          run: { font, size: 28, color: hex(ink.text) },
          paragraph: { spacing: { before: 280, after: 80 }, keepNext: true },
        },
        heading3: {
          run: { font, size: 24, bold: true, color: hex(ink.text) },
          paragraph: { spacing: { after: 40 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: pageMargin, bottom: pageMargin, left: pageMargin, right: pageMargin },
          },
        },
        footers: { default: pageNumbers(translate) },
        children: await blocksOf(model, photos, { translate, nextId: uniqueNumericIdCreator() }),
      },
    ],
  });
  const bytes = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(title, languages[model.locale], model.date) },
  ]);
  return setZipTimes(bytes, model.date);
}

/** The library writes the time of the call into the properties, so they are written here. */
function coreProperties(title: string, language: string, date: Date): string {
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const time = date.toISOString().replace(/\.\d+Z$/, 'Z');
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties',
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escaped}</dc:title><dc:creator>Harmonia</dc:creator><dc:language>${language}</dc:language>`,
    `<dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created>`,
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${time}</dcterms:modified></cp:coreProperties>`,
  ].join('');
}

async function blocksOf(model: ReportModel, photos: ReportPhotos, pen: Pen): Promise<Block[]> {
  const { translate } = pen;
  const matches = byPrediction(model);
  const bare = matches.map(
    ({ label }, index) =>
      label.replace(/\s+/g, ' ').trim() || translate('report-person', { number: index + 1 }),
  );
  const names = matches.map((match, index) => `${bare[index]}${nameSuffix(match, matches, translate)}`);
  const date = new Intl.DateTimeFormat(model.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    model.date,
  );
  const blocks: Block[] = [
    heading(HeadingLevel.HEADING_1, translate('report-title')),
    soft([model.study, model.code, date].join('   ·   ')),
    ...opening(model, translate).map((paragraph) => text(paragraph)),
  ];
  if (matches.length > 0) {
    const apart = apartSentence(matches, bare, { locale: model.locale, translate });
    blocks.push(
      heading(HeadingLevel.HEADING_2, translate('report-results')),
      ...(apart ? [text(apart, { bold: true })] : []),
      soft(translate('report-results-note')),
    );
    for (const [index, match] of matches.entries()) {
      const photo = match.photoPath === null ? undefined : photos.get(match.photoPath);
      blocks.push(await card(match, { name: names[index]!, photo }, pen), gap());
    }
    blocks.push(
      heading(HeadingLevel.HEADING_2, translate('report-how')),
      ...howToRead(translate).map((paragraph) => text(paragraph)),
    );
  }
  blocks.push(
    heading(HeadingLevel.HEADING_2, translate('report-evidence')),
    text(evidence(translate)),
    soft(`${translate('report-sources')}: ${sources.join('; ')}.`),
  );
  if (matches.length > 0) {
    blocks.push(
      heading(HeadingLevel.HEADING_2, translate('report-details')),
      soft(detailsNote(model, translate)),
      tableOf(detailsTable(model, { matches, names, translate })),
    );
    if (matches.some(({ coverage }) => coverage < 1)) blocks.push(soft(translate('report-coverage-note')));
  }
  return [...blocks, ...readerBlocks(model, translate), ...limitBlocks(matches.length > 0, translate)];
}

function readerBlocks(model: ReportModel, translate: Translate): Block[] {
  const rows = sins.map((sin) => {
    const value = model.traits[sin];
    return [
      translate(`report-trait-${sin}`),
      value === null ? translate('report-trait-none') : String(Math.round(100 * value)),
    ];
  });
  const declared = [
    ...(model.hlaByNameOnly ? [translate('report-coarse')] : []),
    declaredLine(model, translate),
  ];
  return [
    heading(HeadingLevel.HEADING_2, translate('report-traits')),
    soft(translate('report-traits-note')),
    tableOf({ header: [], rows }),
    heading(HeadingLevel.HEADING_2, translate('report-basis')),
    tableOf(basisTable(model, translate)),
    soft(declared.filter(Boolean).join(' ')),
  ];
}

const limitBlocks = (hasMatches: boolean, translate: Translate): Block[] => [
  heading(HeadingLevel.HEADING_2, translate('report-limits')),
  ...limits(hasMatches, translate).map((paragraph) => text(paragraph)),
];

/** One match: the photo beside the name, the words, the range and what each phase did. */
async function card(
  match: ReportMatch,
  { name, photo }: { name: string; photo: Buffer | undefined },
  pen: Pen,
): Promise<Table> {
  const { translate } = pen;
  const { total, low, high } = rangeOf(match);
  const range = await rangePicture({ value: match.mutual, low: match.band[0], high: match.band[1] });
  const told = translate('report-alt-range', { leaning: leaning(match, translate), total, low, high });
  const right: Paragraph[] = [
    heading(HeadingLevel.HEADING_3, name),
    text(leaning(match, translate), { bold: true, color: ink.accent }),
    soft(ownAnswer(match, translate)),
    new Paragraph({ children: [drawn(range, told, pen)], keepNext: true }),
  ];
  for (const phase of reportPhases) {
    const move = match.moved[phase];
    const label = translate(`report-phase-${phase}`);
    const points = moveTold(move, translate);
    right.push(
      new Paragraph({
        tabStops: [
          { type: TabStopType.LEFT, position: 1900 },
          { type: TabStopType.LEFT, position: 3900 },
        ],
        children: [
          run({ text: `${label}\t`, size: 18 }),
          drawn(await movePicture(move), `${label}: ${points}`, pen),
          run({ text: `\t${points}`, size: 18, bold: move !== null }),
        ],
      }),
    );
  }
  const left = new Paragraph({ children: photo ? [await photoRun(photo, pen)] : [] });
  const cell = (children: Paragraph[], width: number): TableCell =>
    new TableCell({
      children,
      width: { size: width, type: WidthType.DXA },
      margins: { top: 90, bottom: 90, left: 120, right: 120 },
      shading: { type: ShadingType.CLEAR, color: 'auto', fill: hex(ink.card) },
      verticalAlign: VerticalAlignTable.CENTER,
    });
  return new Table({
    width: { size: contentWidth, type: WidthType.DXA },
    columnWidths: [photoWidth, contentWidth - photoWidth],
    layout: TableLayoutType.FIXED,
    borders: noBorders,
    rows: [
      new TableRow({
        cantSplit: true,
        children: [cell([left], photoWidth), cell(right, contentWidth - photoWidth)],
      }),
    ],
  });
}

async function photoRun(photo: Buffer, { translate, nextId }: Pen): Promise<ImageRun> {
  const { width, height } = await sharp(photo).metadata();
  const scale = photoPixels / Math.max(width, height);
  return new ImageRun({
    type: 'jpg',
    data: photo,
    transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
    altText: altText(nextId(), translate('report-alt-photo')),
  });
}

const pixelsPerPoint = 96 / 72;

const drawn = ({ png, width, height }: DrawnPicture, description: string, { nextId }: Pen): ImageRun =>
  new ImageRun({
    type: 'png',
    data: png,
    transformation: { width: width * pixelsPerPoint, height: height * pixelsPerPoint },
    altText: altText(nextId(), description),
  });

const altText = (id: number, description: string) => ({ id: String(id), name: `${id}`, description });
