import { sins } from '../personality/sins.ts';
import { drawBars, drawCloseness, drawDots } from './charts.ts';
import { reportPhases, type ReportMatch, type Translate } from './report-model.ts';
import { meetWord } from './report-text.ts';
import { ink, type PrintedName, type Sheet, type TextStyle } from './sheet.ts';

const padding = 16;
const heading: TextStyle = { size: 7.5, color: ink.soft, font: 'strong' };
const noteStyle: TextStyle = { size: 7.5, color: ink.soft, lineGap: 1 };
const smallStyle: TextStyle = { size: 7, color: ink.soft };
const leftWidth = 222;
const bodyTop = 54;

/** The height of every card, so that a page holds a whole number of them. */
export const cardHeight = 196;

/** Width for a name on a card, and the font sizes it may have. */
export const cardNameWidth = 340;
export const cardNameSizes = [13, 11, 9, 8] as const;

/** Draws one match: the mutual score, the phases, how close the traits are, and the reader's own answer. */
export function drawMatchCard(
  sheet: Sheet,
  match: ReportMatch,
  name: PrintedName,
  translate: Translate,
): void {
  sheet.ensure(cardHeight);
  const top = sheet.y;
  const { doc, left, width } = sheet;
  const inner = left + padding;
  const rightX = inner + leftWidth + 26;
  doc.markContent('Artifact', { type: 'Layout' });
  doc.roundedRect(left, top, width, cardHeight, 6).fill(ink.card);
  doc
    .moveTo(inner, top + 44)
    .lineTo(left + width - padding, top + 44)
    .lineWidth(0.5)
    .stroke(ink.line);
  doc.endMarkedContent();
  sheet.tagged('H3', () =>
    sheet.put(name.line, inner, top + 22 - 0.6 * name.size, cardNameWidth + 4, {
      font: 'strong',
      size: name.size,
    }),
  );
  sheet.tagged('P', () => {
    const mutual = String(Math.round(match.mutual));
    const told = translate('report-mutual');
    const right = left + width - padding;
    const toldWidth = sheet.widthOf(told, noteStyle) + 1;
    const numberWidth = sheet.widthOf(mutual, { font: 'figure', size: 26 }) + 2;
    sheet.put(mutual, right - toldWidth - numberWidth - 6, top + 8, numberWidth, {
      font: 'figure',
      size: 26,
      color: ink.accent,
    });
    sheet.put(told, right - toldWidth, top + 23, toldWidth, noteStyle);
  });
  drawPhases(sheet, match, { x: inner, y: top + bodyTop }, translate);
  drawOwnAnswer(sheet, match, { x: inner, y: top + 150 }, translate);
  sheet.figure(translate('report-alt-closeness'), () => {
    sheet.put(translate('report-closeness'), rightX, top + bodyTop, left + width - padding - rightX, heading);
    const rows = sins.map((sin) => ({
      label: translate(`report-trait-${sin}`),
      step: match.closeness[sin],
      told: translate(`report-close-${match.closeness[sin] ?? 'none'}`),
    }));
    drawCloseness(sheet, rows, {
      x: rightX,
      y: top + bodyTop + 16,
      labelWidth: 72,
      toldWidth: left + width - padding - rightX - 131,
      pitch: 16.5,
    });
  });
  sheet.y = top + cardHeight;
}

function drawPhases(
  sheet: Sheet,
  match: ReportMatch,
  at: { x: number; y: number },
  translate: Translate,
): void {
  sheet.figure(translate('report-alt-phases'), () => {
    sheet.put(translate('report-by-phase'), at.x, at.y, leftWidth, heading);
    const bars = reportPhases.map((phase) => {
      const value = match.phases[phase];
      return {
        label: translate(`report-phase-${phase}`),
        value,
        told: value === null ? translate('report-no-result') : String(Math.round(value)),
      };
    });
    drawBars(sheet, bars, {
      x: at.x,
      y: at.y + 16,
      labelWidth: 68,
      barWidth: 92,
      toldWidth: 66,
      pitch: 16.5,
      size: 8.5,
    });
  });
  const { similarity = null, similarityMean = null } = match;
  if (similarity !== null) {
    const rounded = Math.round(similarity);
    const told =
      similarityMean === null
        ? translate('report-similarity-alone', { similarity: rounded })
        : translate('report-similarity', { similarity: rounded, mean: Math.round(similarityMean) });
    sheet.tagged('P', () => sheet.put(told, at.x, at.y + 64, leftWidth + 8, smallStyle));
  }
  if (match.coverage >= 1) return;
  const note = translate('report-coverage', { percent: Math.round(100 * match.coverage) });
  sheet.tagged('P', () =>
    sheet.put(note, at.x, at.y + (similarity === null ? 65 : 74), leftWidth + 8, smallStyle),
  );
}

function drawOwnAnswer(
  sheet: Sheet,
  { answer }: ReportMatch,
  at: { x: number; y: number },
  translate: Translate,
): void {
  sheet.tagged('P', () => {
    const { wtm } = answer;
    sheet.put(translate('report-your-answer'), at.x, at.y, leftWidth, heading);
    const said = wtm === null ? translate('report-wtm-none') : translate('report-wtm', { wtm });
    const meet = translate('report-would-meet', { answer: meetWord(answer.wouldMeet) });
    drawDots(sheet, wtm ?? 0, { x: at.x, y: at.y + 16 });
    sheet.put(meet, at.x + 104, at.y + 15, leftWidth - 104, { size: 8.5 });
    sheet.put(said, at.x, at.y + 29, leftWidth, { size: 7.5, color: ink.soft });
  });
}
