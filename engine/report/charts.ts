import type { Closeness } from './report-model.ts';
import { ink, type Sheet } from './sheet.ts';

/** One row of a bar chart. A null value is drawn as an empty, dashed bar. */
export interface Bar {
  label: string;
  /** 0–100 */
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

/** Horizontal bars on a common 0–100 scale. */
export function drawBars(sheet: Sheet, bars: readonly Bar[], layout: BarLayout): void {
  const { x, y, labelWidth, barWidth, toldWidth, pitch, size = 9 } = layout;
  bars.forEach((bar, index) => {
    const top = y + index * pitch;
    const barX = x + labelWidth;
    sheet.put(bar.label, x, top, labelWidth - 8, { size });
    drawBar(sheet, bar.value, { x: barX, y: top + size * 0.62 - barHeight / 2, width: barWidth });
    const missing = bar.value === null;
    sheet.put(bar.told, barX + barWidth + 10, top, toldWidth, {
      size: missing ? size - 1 : size,
      font: missing ? 'text' : 'strong',
      color: missing ? ink.soft : ink.text,
    });
  });
}

function drawBar({ doc }: Sheet, value: number | null, at: { x: number; y: number; width: number }): void {
  const { x, y, width } = at;
  if (value === null) {
    doc
      .roundedRect(x, y, width, barHeight, barHeight / 2)
      .dash(2, { space: 2 })
      .lineWidth(0.6)
      .stroke(ink.soft)
      .undash();
    return;
  }
  doc.roundedRect(x, y, width, barHeight, barHeight / 2).fill(ink.empty);
  const filled = (Math.min(100, Math.max(0, value)) / 100) * width;
  // A bar narrower than its rounded ends would be drawn wrongly.
  if (filled > 0)
    doc.roundedRect(x, y, Math.max(filled, barHeight), barHeight, barHeight / 2).fill(ink.accent);
}

/** Thin lines and numbers at 0, 25, 50, 75 and 100 for the bars between `top` and `bottom`. */
export function drawScale(sheet: Sheet, at: { x: number; width: number; top: number; bottom: number }): void {
  for (const mark of [0, 25, 50, 75, 100]) {
    const x = at.x + (mark / 100) * at.width;
    sheet.doc.moveTo(x, at.top).lineTo(x, at.bottom).lineWidth(0.5).stroke(ink.line);
    sheet.put(String(mark), x - 15, at.bottom + 2, 30, { size: 7, color: ink.soft, align: 'center' });
  }
}

/** A row of three boxes for each trait: three are filled for `close`, two for `between`, one for `apart`. */
export function drawCloseness(
  sheet: Sheet,
  rows: readonly { label: string; step: Closeness | null; told: string }[],
  at: { x: number; y: number; labelWidth: number; toldWidth: number; pitch: number },
): void {
  const filled = { close: 3, between: 2, apart: 1 } as const;
  rows.forEach(({ label, step, told }, index) => {
    const top = at.y + index * at.pitch;
    sheet.put(label, at.x, top, at.labelWidth - 6, { size: 8.5 });
    for (let place = 0; place < 3; place++) {
      const x = at.x + at.labelWidth + place * 17;
      const box = sheet.doc.roundedRect(x, top + 2.6, 14, 5, 1.5);
      if (step === null) box.dash(1.5, { space: 1.5 }).lineWidth(0.5).stroke(ink.soft).undash();
      else box.fill(place < filled[step] ? ink.accent : ink.empty);
    }
    sheet.put(told, at.x + at.labelWidth + 59, top, at.toldWidth, { size: 8.5, color: ink.soft });
  });
}

/** Seven dots for willingness to meet; the answer is the number of filled ones. */
export function drawDots({ doc }: Sheet, answered: number, at: { x: number; y: number }): void {
  for (let dot = 0; dot < 7; dot++) {
    doc.circle(at.x + 4 + dot * 13, at.y + 4, 3.6);
    if (dot < answered) doc.fill(ink.accent);
    else doc.lineWidth(0.8).stroke(ink.soft);
  }
}
