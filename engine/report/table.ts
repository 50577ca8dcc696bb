import { ink, type Sheet, type TextStyle } from './sheet.ts';

const gapBetween = 10;
/** The style of the header, for callers that measure columns. */
export const headerFont: TextStyle = { font: 'strong', size: 7.5, color: ink.soft };

/**
 * Rows of text under a header, a thin line below each; cells wrap. A row never breaks over a page, and the header is
 * repeated on each. Column widths are in points, the gap between columns included.
 */
export function drawTable(
  sheet: Sheet,
  table: { header: readonly string[]; rows: readonly (readonly string[])[]; columns: readonly number[] },
  style: TextStyle = { size: 8.5, lineGap: 1.5 },
): void {
  const { header, rows, columns } = table;
  const headerStyle = { ...style, ...headerFont };
  const heightOf = (cells: readonly string[], cellStyle: TextStyle): number =>
    Math.max(...cells.map((cell, column) => sheet.heightOf(cell, columns[column]! - gapBetween, cellStyle))) +
    9;
  const headerHeight = heightOf(header, headerStyle);
  let begun = false;
  for (const cells of rows) {
    const height = heightOf(cells, style);
    const isNewPage = height > sheet.room();
    sheet.ensure(begun ? height : headerHeight + height);
    if (!begun || isNewPage) drawRow(sheet, header, columns, { style: headerStyle, height: headerHeight });
    drawRow(sheet, cells, columns, { style, height });
    begun = true;
  }
}

function drawRow(
  sheet: Sheet,
  cells: readonly string[],
  columns: readonly number[],
  { style, height }: { style: TextStyle; height: number },
): void {
  const top = sheet.y;
  sheet.tagged('P', () => {
    let x = sheet.left;
    cells.forEach((cell, column) => {
      sheet.put(cell, x, top, columns[column]! - gapBetween, style);
      x += columns[column]!;
    });
  });
  sheet.y = top + height - 5;
  sheet.doc
    .markContent('Artifact', { type: 'Layout' })
    .moveTo(sheet.left, sheet.y)
    .lineTo(sheet.left + sheet.width, sheet.y)
    .lineWidth(0.5)
    .stroke(ink.line)
    .endMarkedContent();
  sheet.gap(5);
}
