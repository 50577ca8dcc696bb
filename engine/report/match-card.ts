import { drawMoves, drawRange } from './charts.ts';
import { reportPhases, type ReportMatch, type Translate } from './report-model.ts';
import { leaning, movesTold, moveTold, ownAnswer, rangeOf } from './report-words.ts';
import { graphemesOf } from './printable-text.ts';
import { ink, type PrintedName, type Sheet } from './sheet.ts';

const padding = 9;
const rightWidth = 206;
const largestPhoto = 112;

/** The least height of a card: a name, a range and three bars. */
export const leastCard = 83;

/** Font sizes that a name on a card may have. */
export const cardNameSizes = [12, 10.5, 9.5, 8] as const;

/** Side of the square in which a photo is fitted. */
const photoSide = (height: number): number => Math.min(largestPhoto, height - 2 * padding);

/** Width for a name and what follows it, on a card of this height. */
export const cardNameWidth = (sheet: Sheet, height: number): number =>
  sheet.width - 3 * padding - photoSide(height) - 6;

/** What a card shows of one match. */
export interface Card {
  match: ReportMatch;
  name: PrintedName;
  /** Age and, where needed, place: printed after the name. */
  suffix: string;
  /** JPEG; undefined where the match has none, which shows the first letter of the name instead. */
  photo: Buffer | undefined;
  /** True when a phase is missing in some match, so that all cards leave room for the words that say so. */
  hasGaps: boolean;
}

/** Draws one match: photo, name, the words, the range, what each phase did, and the reader's own answer. */
export function drawMatchCard(
  sheet: Sheet,
  { match, name, suffix, photo, hasGaps }: Card,
  height: number,
  translate: Translate,
): void {
  sheet.ensure(height);
  const { y: top, left, width } = sheet;
  const side = photoSide(height);
  const textX = left + 2 * padding + side + 4;
  const rightX = left + width - padding - rightWidth;
  const leftWidth = rightX - textX - 12;
  const spare = (height - leastCard) / 4;
  sheet.decoration(() => sheet.doc.roundedRect(left, top, width, height, 6).fill(ink.card));
  drawPhoto(sheet, { photo, letter: graphemesOf(name.line)[0] ?? '' }, translate, {
    x: left + padding,
    y: top + padding,
    side,
  });
  sheet.tagged('H3', () => {
    // The age is printed by itself: within one line a name written from right to left would draw it to its left.
    const style = { font: 'strong', size: name.size } as const;
    const nameWidth = sheet.widthOf(name.line, style);
    sheet.put(name.line, textX, top + padding - 3, nameWidth + 4, style);
    if (suffix)
      sheet.put(suffix, textX + nameWidth, top + padding - 3, sheet.widthOf(suffix, style) + 4, style);
  });
  const body = top + padding + 17 + spare;
  sheet.tagged('P', () => {
    const words = leaning(match, translate);
    const style = { font: 'strong', size: 10, color: ink.accent } as const;
    sheet.put(words, textX, body - 4, leftWidth, style);
    const below = body - 1 + sheet.heightOf(words, leftWidth, style);
    sheet.put(ownAnswer(match, translate), textX, below, leftWidth, { size: 8, color: ink.soft });
  });
  const { total, low, high } = rangeOf(match);
  sheet.figure(translate('report-alt-range', { leaning: leaning(match, translate), total, low, high }), () =>
    drawRange(
      sheet,
      { value: match.mutual, low: match.band[0], high: match.band[1] },
      { x: rightX, y: body + 2, width: rightWidth },
    ),
  );
  drawPhases(
    sheet,
    { match, hasGaps },
    { x: rightX, y: body + 12 + spare / 2, pitch: 13 + spare / 2 },
    translate,
  );
  sheet.y = top + height;
}

function drawPhoto(
  sheet: Sheet,
  { photo, letter }: { photo: Buffer | undefined; letter: string },
  translate: Translate,
  { x, y, side }: { x: number; y: number; side: number },
): void {
  const { doc } = sheet;
  if (photo) {
    sheet.figure(translate('report-alt-photo'), () => {
      doc.save().roundedRect(x, y, side, side, 5).clip();
      doc.image(photo, x, y, { cover: [side, side], align: 'center', valign: 'center' });
      doc.restore();
    });
    return;
  }
  sheet.decoration(() => {
    doc.roundedRect(x, y, side, side, 5).fill(ink.empty);
    const size = side / 2.4;
    sheet.put(letter, x, y + side / 2 - 0.65 * size, side, {
      font: 'title',
      size,
      color: ink.soft,
      align: 'center',
    });
  });
}

function drawPhases(
  sheet: Sheet,
  { match, hasGaps }: Pick<Card, 'match' | 'hasGaps'>,
  { x, y, pitch }: { x: number; y: number; pitch: number },
  translate: Translate,
): void {
  sheet.figure(translate('report-alt-moves', { moves: movesTold(match, translate) }), () => {
    const bars = reportPhases.map((phase) => ({
      label: translate(`report-phase-${phase}`),
      value: match.moved[phase],
      told: moveTold(match.moved[phase], translate),
    }));
    const labelWidth = 74;
    const toldWidth = hasGaps ? 52 : 24;
    const barWidth = rightWidth - labelWidth - 8 - toldWidth;
    drawMoves(sheet, bars, { x, y, labelWidth, barWidth, toldWidth, pitch, size: 8 });
  });
}
