import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import { HarmoniaError } from '../../foundation/errors.ts';
import { openFont } from './open-font.ts';
import { graphemesOf, printable, wordsOnPaper, type HasGlyph } from './printable-text.ts';

/** The report's colours. No meaning is carried by colour alone. */
export const ink = {
  text: '#23313a',
  soft: '#5d6b73',
  line: '#d9e0e0',
  card: '#f5f8f7',
  accent: '#2f6f73',
  empty: '#e3eaea',
} as const;

const fontFiles = createRequire(import.meta.url);
const fonts = {
  text: 'DejaVuSansCondensed',
  strong: 'DejaVuSansCondensed-Bold',
  title: 'DejaVuSerifCondensed',
  figure: 'DejaVuSans-ExtraLight',
} as const;
export type FontName = keyof typeof fonts;

let opened: ReadonlyMap<string, Font> | undefined;

/** Opens the fonts once in a process: parsing their tables took most of a document's time. */
const openFonts = (): ReadonlyMap<string, Font> =>
  (opened ??= new Map(
    Object.entries(fonts).map(([name, file]) => [
      name,
      openFont(fontFiles.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`)),
    ]),
  ));

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

/** An A4 document that grows downwards, block by block, each tagged for screen readers. */
export interface Sheet {
  readonly doc: Doc;
  readonly left: number;
  readonly width: number;
  /** Where the next block starts. */
  y: number;
  /** Room left on this page. */
  room(): number;
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
  /**
   * Any text as the fonts can print it on one line: at the largest of the sizes at which it fits, else shortened.
   * Its line is empty when nothing can be printed.
   */
  name(text: string, width: number, font: FontName, sizes: readonly [number, ...number[]]): PrintedName;
  /** Any text as far as the font can print it, to be wrapped. */
  printed(text: string): string;
  /** Adds page numbers and returns the bytes. */
  finish(pageNumber: (page: number, pages: number) => string): Promise<Buffer>;
}

const margin = { side: 56, top: 56, bottom: 58 };

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
  // PDFKit accepts an opened font too; its types do not declare it.
  for (const [name, font] of openFonts()) doc.registerFont(name, font as never);
  const root = doc.struct('Document');
  doc.addStructure(root);
  const bytes = collect(doc);
  const lowest = doc.page.height - margin.bottom;

  const set = ({ font = 'text', size = 9.5, color = ink.text }: TextStyle = {}): Doc =>
    doc.font(font).fontSize(size).fillColor(color);
  const sheet: Sheet = {
    doc,
    left: margin.side,
    width: doc.page.width - 2 * margin.side,
    y: margin.top,
    room: () => lowest - sheet.y,
    ensure(height) {
      if (height <= sheet.room() || sheet.y === margin.top) return;
      doc.addPage();
      sheet.y = margin.top;
    },
    gap(height) {
      sheet.y += height;
    },
    heightOf: (text, width, style = {}) =>
      set(style).heightOfString(text, { width, lineGap: style.lineGap ?? 0 }),
    widthOf: (text, style) => set(style).widthOfString(text),
    put(text, x, y, width, style = {}) {
      set(style).text(text, x, y, { width, align: style.align ?? 'left', lineGap: style.lineGap ?? 0 });
    },
    block(tag, text, style = {}) {
      const height = sheet.heightOf(text, sheet.width, style);
      sheet.ensure(height);
      sheet.tagged(tag, () => sheet.put(text, sheet.left, sheet.y, sheet.width, style));
      sheet.y += height;
    },
    figure(description, draw) {
      root.add(doc.struct('Figure', { alt: description }, draw));
    },
    tagged(tag, draw) {
      root.add(doc.struct(tag, {}, draw));
    },
    name(text, width, font, sizes) {
      set({ font });
      const shown = printable(text, glyphsOf(doc));
      const widthAt = (size: number) => (line: string) => set({ font, size }).widthOfString(line);
      const size =
        sizes.find((candidate) => widthAt(candidate)(wordsOnPaper(shown)) <= width) ?? sizes.at(-1)!;
      return { line: fitted(shown, width, widthAt(size)), size };
    },
    printed(text) {
      set();
      return wordsOnPaper(printable(text, glyphsOf(doc)));
    },
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
    doc.font('text').fontSize(8).fillColor(ink.soft);
    doc.text('Harmonia', left, doc.page.height - 40, { width, align: 'left', lineBreak: false });
    doc.text(pageNumber(page + 1, count), left, doc.page.height - 40, {
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

// The parsed font is a private member of pdfkit. It tells which characters have no glyph and would be printed as boxes.
function glyphsOf(doc: Doc): HasGlyph {
  const parsed = (
    doc as unknown as { _font?: { font?: { hasGlyphForCodePoint?: (codePoint: number) => boolean } } }
  )._font?.font;
  if (!parsed?.hasGlyphForCodePoint)
    throw new HarmoniaError('job-failed', 'pdfkit has no parsed font at the expected place');
  return (codePoint) => parsed.hasGlyphForCodePoint!(codePoint);
}
