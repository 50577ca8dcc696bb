import { ink, type Sheet } from './sheet.ts';

/** One row of a bar chart. A null value is drawn as an empty, dashed bar. */
export interface Bar {
  label: string;
  /** 0–100, or points from −50 to 50 for moves. */
  value: number | null;
  /** The text behind the bar: the value, or why there is none. */
  told: string;
}

/** Place of a chart and widths of its columns, in points. */
export interface BarLayout {
  x: number;
  y: number;
  labelWidth: number;
  barWidth: number;
  toldWidth: number;
  /** Distance from row to row. */
  pitch: number;
  size?: number;
}

const barHeight = 6;
/** Points at which a bar of a move is full. One phase of three hardly ever moves a total further. */
const furthestMove = 25;

/** Horizontal bars on a common 0–100 scale. */
export const drawBars = (sheet: Sheet, bars: readonly Bar[], layout: BarLayout): void =>
  drawRows(sheet, bars, layout, ({ doc }, value, { x, y, width }) => {
    doc.roundedRect(x, y, width, barHeight, barHeight / 2).fill(ink.empty);
    const filled = (Math.min(100, Math.max(0, value)) / 100) * width;
    // A bar narrower than its rounded ends would be drawn wrongly.
    if (filled > 0)
      doc.roundedRect(x, y, Math.max(filled, barHeight), barHeight, barHeight / 2).fill(ink.accent);
  });

/** Bars that begin in the middle: to the right what moved a prediction up, to the left what moved it down. */
export const drawMoves = (sheet: Sheet, bars: readonly Bar[], layout: BarLayout): void =>
  drawRows(sheet, bars, layout, ({ doc }, value, { x, y, width }) => {
    const middle = x + width / 2;
    const length = (Math.min(furthestMove, Math.abs(value)) / furthestMove) * (width / 2);
    doc.rect(x, y, width, barHeight).fill(ink.empty);
    doc.rect(value < 0 ? middle - length : middle, y, length, barHeight).fill(ink.accent);
    doc
      .moveTo(middle, y - 2)
      .lineTo(middle, y + barHeight + 2)
      .lineWidth(0.8)
      .stroke(ink.text);
  });

function drawRows(
  sheet: Sheet,
  bars: readonly Bar[],
  { x, y, labelWidth, barWidth, toldWidth, pitch, size = 9 }: BarLayout,
  draw: (sheet: Sheet, value: number, at: { x: number; y: number; width: number }) => void,
): void {
  bars.forEach(({ label, value, told }, index) => {
    const top = y + index * pitch;
    const barX = x + labelWidth;
    const at = { x: barX, y: top + size * 0.68 - barHeight / 2, width: barWidth };
    sheet.put(label, x, top, labelWidth - 4, { size });
    if (value === null) drawMissing(sheet, at);
    else draw(sheet, value, at);
    sheet.put(told, barX + barWidth + 8, top, toldWidth, {
      size: value === null ? size - 1 : size,
      font: value === null ? 'text' : 'strong',
      color: value === null ? ink.soft : ink.text,
    });
  });
}

const drawMissing = ({ doc }: Sheet, { x, y, width }: { x: number; y: number; width: number }): void =>
  void doc.rect(x, y, width, barHeight).dash(2, { space: 2 }).lineWidth(0.6).stroke(ink.soft).undash();

/** Thin lines and numbers at 0, 25, 50, 75 and 100 for the bars between `top` and `bottom`. */
export function drawScale(sheet: Sheet, at: { x: number; width: number; top: number; bottom: number }): void {
  for (const mark of [0, 25, 50, 75, 100]) {
    const x = at.x + (mark / 100) * at.width;
    sheet.doc.moveTo(x, at.top).lineTo(x, at.bottom).lineWidth(0.5).stroke(ink.line);
    sheet.put(String(mark), x - 15, at.bottom + 2, 30, { size: 7, color: ink.soft, align: 'center' });
  }
}

/** A line from 0 to 100 with its middle, the range as a band on it, and the prediction as a mark. */
export function drawRange(
  { doc }: Sheet,
  { value, low, high }: { value: number; low: number; high: number },
  { x, y, width }: { x: number; y: number; width: number },
): void {
  const at = (score: number): number => x + (score / 100) * width;
  doc
    .moveTo(x, y)
    .lineTo(x + width, y)
    .lineWidth(1)
    .stroke(ink.soft);
  for (const mark of [0, 50, 100])
    doc
      .moveTo(at(mark), y - 4)
      .lineTo(at(mark), y + 4)
      .lineWidth(0.8)
      .stroke(ink.soft);
  doc.roundedRect(at(low), y - 4, Math.max(8, at(high) - at(low)), 8, 4).fill(ink.band);
  doc.roundedRect(at(value) - 1.5, y - 7, 3, 14, 1.5).fill(ink.accent);
}
