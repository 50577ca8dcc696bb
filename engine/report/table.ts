import { ink, type Sheet, type SheetTable, type TextStyle } from './sheet.ts';

const gapBetween = 10;
/** The style of the header, for callers that measure columns. */
export const headerFont: TextStyle = { font: 'strong', size: 7.5, color: ink.soft };

/**
 * Rows of text under a header, a thin line below each; cells wrap. A row never breaks over a page, and the header is
 * repeated on each. Column widths are in points, the gap between columns included.
 */
export function drawTable(
  sheet: Sheet,
  table: {
    header: readonly string[];
    rows: readonly (readonly string[])[];
    columns: readonly number[];
    /** Where it begins; the left margin when absent. */
    left?: number;
    /** Height of a row besides its text. */
    air?: number;
  },
  style: TextStyle = { size: 8.5, lineGap: 1.5 },
): void {
  const { header, rows, columns, left = sheet.left, air = 9 } = table;
  const headerStyle = { ...style, ...headerFont };
  const heightOf = (cells: readonly string[], cellStyle: TextStyle): number =>
    Math.max(...cells.map((cell, column) => sheet.heightOf(cell, columns[column]! - gapBetween, cellStyle))) +
    air;
  const headerHeight = heightOf(header, headerStyle);
  const tagged = sheet.table();
  const place = { tagged, left, air };
  let begun = false;
  for (const cells of rows) {
    const height = heightOf(cells, style);
    const isNewPage = height > sheet.room();
    sheet.ensure(begun ? height : headerHeight + height);
    if (!begun || isNewPage)
      drawRow(sheet, header, columns, { ...place, kind: 'TH', style: headerStyle, height: headerHeight });
    drawRow(sheet, cells, columns, { ...place, kind: 'TD', style, height });
    begun = true;
  }
  tagged.end();
}

function drawRow(
  sheet: Sheet,
  cells: readonly string[],
  columns: readonly number[],
  row: { tagged: SheetTable; left: number; air: number; kind: 'TH' | 'TD'; style: TextStyle; height: number },
): void {
  const { tagged, left, air, kind, style, height } = row;
  const top = sheet.y;
  let right = left;
  const drawn = cells.map((cell, column) => {
    const x = right;
    right += columns[column]!;
    return () => sheet.put(cell, x, top, columns[column]! - gapBetween, style);
  });
  sheet.row(tagged, drawn, kind);
  sheet.y = top + height - air / 2;
  sheet.decoration(() =>
    sheet.doc.moveTo(left, sheet.y).lineTo(right, sheet.y).lineWidth(0.5).stroke(ink.line),
  );
  sheet.gap(air / 2);
}
