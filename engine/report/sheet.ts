import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import { openFont } from './open-font.ts';
import { graphemesOf, printable, wordsOnPaper, type HasGlyph } from './printable-text.ts';

/** The report's colours. No meaning is carried by colour alone. */
export const ink = {
  text: '#23313a',
  soft: '#5d6b73',
  line: '#d9e0e0',
  card: '#f5f8f7',
  accent: '#2f6f73',
  band: '#a9cbc9',
  empty: '#e3eaea',
} as const;

const fontFiles = createRequire(import.meta.url);
/** Drawn for Russian and Latin text alike, under the SIL Open Font License. */
const fonts = {
  text: '@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf',
  strong: '@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf',
  title: '@expo-google-fonts/pt-serif/400Regular/PTSerif_400Regular.ttf',
} as const;
export type FontName = keyof typeof fonts;

/** Takes the place of a font for a text with other scripts, such as a name in Greek or Hebrew. */
const wideFonts = {
  text: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  strong: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
  title: 'dejavu-fonts-ttf/ttf/DejaVuSerifCondensed.ttf',
} as const satisfies Record<FontName, string>;

const opened = new Map<string, Font>();

/** Opens a font once in a process: parsing its tables took most of a document's time. */
function fontOf(file: string): Font {
  const font = opened.get(file) ?? openFont(fontFiles.resolve(file));
  opened.set(file, font);
  return font;
}

const covers = (file: string, text: string): boolean =>
  Array.from(text).every((sign) => fontOf(file).hasGlyphForCodePoint(sign.codePointAt(0)!));

const fileFor = (font: FontName, text: string): string =>
  covers(fonts[font], text) ? fonts[font] : wideFonts[font];

/** The style of a line or block; sizes in points. */
export interface TextStyle {
  font?: FontName;
  size?: number;
  color?: string;
  align?: 'left' | 'right' | 'center';
  lineGap?: number;
}

export interface PrintedName {
  line: string;
  size: number;
}

type Doc = InstanceType<typeof PDFDocument>;

/** A tagged table that is being drawn. */
export interface SheetTable {
  readonly add: (row: unknown) => void;
  end(): void;
}

/** An A4 document that grows downwards, block by block, each tagged for screen readers. */
export interface Sheet {
  readonly doc: Doc;
  readonly left: number;
  readonly width: number;
  /** Where the next block starts. */
  y: number;
  /** Room left on this page. */
  room(): number;
  /**
   * The height that `draw` would leave empty at the foot of each page of a sheet that is empty so far. Nothing is drawn:
   * what is passed to `tagged`, `figure`, `row` and `decoration` is not called.
   */
  measured(draw: () => void): number[];
  /** Starts a new page unless a block of this height fits. */
  ensure(height: number): void;
  gap(height: number): void;
  heightOf(text: string, width: number, style?: TextStyle): number;
  widthOf(text: string, style?: TextStyle): number;
  /** Draws text at a place, wrapped to the width, without moving `y`. */
  put(text: string, x: number, y: number, width: number, style?: TextStyle): void;
  /** A tagged block over the whole width. */
  block(tag: 'H1' | 'H2' | 'H3' | 'P', text: string, style?: TextStyle): void;
  /** A tagged drawing; a screen reader reads the description first. */
  figure(description: string, draw: () => void): void;
  /** A tagged element around what `draw` adds. */
  tagged(tag: string, draw: () => void): void;
  /** A tagged row of a table around its cells; the rows of one table follow each other. */
  row(table: SheetTable, cells: readonly (() => void)[], kind: 'TH' | 'TD'): void;
  /** Opens a table for `row`; `end` closes it. */
  table(): SheetTable;
  /** A drawing that screen readers skip. */
  decoration(draw: () => void): void;
  /** A bookmark that leads to where the next block starts. */
  bookmark(title: string): void;
  /**
   * Any text as the fonts can print it on one line: at the largest of the sizes at which it fits, else shortened.
   * Its line is empty when nothing can be printed.
   */
  name(text: string, width: number, font: FontName, sizes: readonly [number, ...number[]]): PrintedName;
  /** True when the fonts lack a letter of a text, as of one in Chinese or Hindi; signs such as emoji do not count. */
  lacksLetters(text: string, font: FontName): boolean;
  /** Any text as far as the font can print it, to be wrapped. */
  printed(text: string): string;
  /** Adds page numbers and returns the bytes. */
  finish(pageNumber: (page: number, pages: number) => string): Promise<Buffer>;
}

const margin = { side: 56, top: 50, bottom: 52 };

/** Opens a document with embedded fonts; the same content and date give the same bytes. */
export function openSheet(about: { title: string; locale: string; date: Date }): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin.top, bottom: margin.bottom, left: margin.side, right: margin.side },
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: about.locale,
    info: { Title: about.title, Author: 'Harmonia', CreationDate: about.date, ModDate: about.date },
  });
  // PDFKit accepts an opened font too; its types do not declare it. A font that is not used is not embedded.
  for (const file of [...Object.values(fonts), ...Object.values(wideFonts)])
    doc.registerFont(file, fontOf(file) as never);
  const root = doc.struct('Document');
  doc.addStructure(root);
  const bytes = collect(doc);
  const lowest = doc.page.height - margin.bottom;

  const set = (text: string, { font = 'text', size = 9.5, color = ink.text }: TextStyle = {}): Doc =>
    doc.font(fileFor(font, text)).fontSize(size).fillColor(color);
  const blanks: number[] = [];
  let isMeasuring = false;
  const sheet: Sheet = {
    doc,
    left: margin.side,
    width: doc.page.width - 2 * margin.side,
    y: margin.top,
    room: () => lowest - sheet.y,
    measured(draw) {
      isMeasuring = true;
      draw();
      isMeasuring = false;
      const measured = [...blanks.splice(0), sheet.room()];
      sheet.y = margin.top;
      return measured;
    },
    ensure(height) {
      if (height <= sheet.room() || sheet.y === margin.top) return;
      if (isMeasuring) blanks.push(sheet.room());
      else doc.addPage();
      sheet.y = margin.top;
    },
    gap(height) {
      sheet.y += height;
    },
    heightOf: (text, width, style = {}) =>
      set(text, style).heightOfString(text, { width, lineGap: style.lineGap ?? 0 }),
    widthOf: (text, style) => set(text, style).widthOfString(text),
    put(text, x, y, width, style = {}) {
      set(text, style).text(text, x, y, { width, align: style.align ?? 'left', lineGap: style.lineGap ?? 0 });
    },
    block(tag, text, style = {}) {
      const height = sheet.heightOf(text, sheet.width, style);
      sheet.ensure(height);
      sheet.tagged(tag, () => sheet.put(text, sheet.left, sheet.y, sheet.width, style));
      sheet.y += height;
    },
    figure(description, draw) {
      if (!isMeasuring) root.add(doc.struct('Figure', { alt: description }, draw));
    },
    tagged(tag, draw) {
      if (!isMeasuring) root.add(doc.struct(tag, {}, draw));
    },
    table() {
      if (isMeasuring) return noTable;
      const element = doc.struct('Table');
      root.add(element);
      return { add: (row) => void element.add(row as never), end: () => element.end() };
    },
    row(table, cells, kind) {
      if (isMeasuring) return;
      // A cell is drawn when its row is attached to the document.
      table.add(
        doc.struct(
          'TR',
          {},
          cells.map((draw) => doc.struct(kind, kind === 'TH' ? scopeOfColumn : {}, draw)),
        ),
      );
    },
    decoration(draw) {
      if (isMeasuring) return;
      doc.markContent('Artifact', { type: 'Layout' });
      draw();
      doc.endMarkedContent();
    },
    bookmark(title) {
      if (isMeasuring) return;
      // PDFKit 0.20 takes `left` from the right edge of the page; without it a reader would scroll to that edge.
      doc.outline.addItem(title, { top: sheet.y, left: doc.page.width } as never);
    },
    name(text, width, font, sizes) {
      const shown = printable(text, hasWideGlyph(font));
      const widthAt = (size: number) => (line: string) => set(line, { font, size }).widthOfString(line);
      const size =
        sizes.find((candidate) => widthAt(candidate)(wordsOnPaper(shown)) <= width) ?? sizes.at(-1)!;
      return { line: fitted(shown, width, widthAt(size)), size };
    },
    lacksLetters: (text, font) =>
      Array.from(text.normalize('NFC')).some(
        (sign) => /\p{L}/u.test(sign) && !hasWideGlyph(font)(sign.codePointAt(0)!),
      ),
    printed: (text) => wordsOnPaper(printable(text, hasWideGlyph('text'))),
    finish(pageNumber) {
      addPageNumbers(sheet, pageNumber);
      root.end();
      doc.end();
      return bytes;
    },
  };
  return sheet;
}

function collect(doc: Doc): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function addPageNumbers(
  { doc, left, width }: Sheet,
  pageNumber: (page: number, pages: number) => string,
): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // pdfkit starts a new page for text below the lower margin, so the margin is set to 0.
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font(fonts.text).fontSize(8).fillColor(ink.soft);
    doc.text('Harmonia', left, doc.page.height - 36, { width, align: 'left', lineBreak: false });
    doc.text(pageNumber(page + 1, count), left, doc.page.height - 36, {
      width,
      align: 'right',
      lineBreak: false,
    });
    doc.endMarkedContent();
  }
}

function fitted(text: string, width: number, widthOf: (line: string) => number): string {
  if (widthOf(wordsOnPaper(text)) <= width) return wordsOnPaper(text);
  const signs = graphemesOf(text);
  while (signs.length > 0 && widthOf(wordsOnPaper(`${signs.join('').trimEnd()}…`)) > width) signs.pop();
  return wordsOnPaper(`${signs.join('').trimEnd()}…`);
}

const noTable: SheetTable = { add: () => undefined, end: () => undefined };
const scopeOfColumn = { scope: 'Column' } as never;

const hasWideGlyph =
  (font: FontName): HasGlyph =>
  (codePoint) =>
    fontOf(wideFonts[font]).hasGlyphForCodePoint(codePoint);
