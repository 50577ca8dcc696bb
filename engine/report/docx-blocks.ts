import {
  AlignmentType,
  BorderStyle,
  Footer,
  type HeadingLevel,
  type IRunOptions,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Translate } from './report-model.ts';
import type { ReportTable } from './report-words.ts';
import { ink } from './sheet.ts';

/** Margins of 2 cm, in twentieths of a point, which is Word's unit. */
export const pageMargin = 1134;
/** Width between the margins of A4. */
export const contentWidth = 11906 - 2 * pageMargin;

const noBorder = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
/** A table without lines. */
export const noBorders = {
  top: noBorder,
  bottom: noBorder,
  left: noBorder,
  right: noBorder,
  insideHorizontal: noBorder,
  insideVertical: noBorder,
};

/** A colour as Word writes it. */
export const hex = (color: string): string => color.slice(1);

type Level = (typeof HeadingLevel)[keyof typeof HeadingLevel];
/** A run of text. `TextRun` also takes a string, whose method `bold` a lint rule would find in its options. */
export const run = (options: IRunOptions): TextRun => new TextRun(options);

/** A heading, by which Word and screen readers navigate. */
export const heading = (level: Level, words: string): Paragraph =>
  new Paragraph({ heading: level, text: words });
/** A paragraph of running text. */
export const text = (
  words: string,
  { bold = false, color = ink.text }: { bold?: boolean; color?: string } = {},
): Paragraph =>
  new Paragraph({
    spacing: { after: 100 },
    children: [run({ text: words, bold, color: hex(color) })],
  });
/** A paragraph of small, grey text: notes and sources. */
export const soft = (words: string): Paragraph =>
  new Paragraph({
    spacing: { after: 100 },
    children: [run({ text: words, size: 18, color: hex(ink.soft) })],
  });
/** Half a line between two tables, which Word would join otherwise. */
export const gap = (): Paragraph => new Paragraph({ spacing: { after: 0, line: 120 }, children: [] });

/** Equal columns after a wider first one, a line below each row, the header repeated on each page. */
export function tableOf({ header, rows }: ReportTable): Table {
  const count = rows[0]!.length;
  const first = count === 2 ? contentWidth * 0.4 : count === 3 ? contentWidth * 0.25 : contentWidth * 0.28;
  const widths = rows[0]!.map((_, column) =>
    Math.round(column === 0 ? first : (contentWidth - first) / (count - 1)),
  );
  const line = { style: BorderStyle.SINGLE, size: 4, color: hex(ink.line) } as const;
  const row = (cells: readonly string[], isHeader: boolean): TableRow =>
    new TableRow({
      tableHeader: isHeader,
      cantSplit: true,
      children: cells.map(
        (words, column) =>
          new TableCell({
            width: { size: widths[column]!, type: WidthType.DXA },
            margins: { top: 40, bottom: 40, left: 0, right: 80 },
            children: [
              new Paragraph({
                children: [
                  run({
                    text: words,
                    size: 18,
                    bold: isHeader,
                    color: hex(isHeader ? ink.soft : ink.text),
                  }),
                ],
              }),
            ],
          }),
      ),
    });
  return new Table({
    width: { size: contentWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { ...noBorders, bottom: line, insideHorizontal: line },
    rows: [...(header.length > 0 ? [row(header, true)] : []), ...rows.map((cells) => row(cells, false))],
  });
}

/** "Page 1 of 3", where the two numbers are fields that Word fills in. */
export function pageNumbers(translate: Translate): Footer {
  const [marks, fields] = [['\u{F0001}', '\u{F0002}'] as const, [PageNumber.CURRENT, PageNumber.TOTAL_PAGES]];
  const parts = translate('report-page', { page: marks[0], pages: marks[1] }).split(
    /([\u{F0001}\u{F0002}])/u,
  );
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        children: parts.map((part) => {
          const field = fields[marks.indexOf(part as (typeof marks)[number])];
          return run({ children: [field ?? part], size: 16, color: hex(ink.soft) });
        }),
      }),
    ],
  });
}
