import { setImmediate } from 'node:timers/promises';
import { sins } from '../personality/sins.ts';
import { drawBars, drawScale } from './charts.ts';
import { type Card, cardNameSizes, cardNameWidth, drawMatchCard, leastCard } from './match-card.ts';
import {
  byPrediction,
  type ReportMatch,
  type ReportModel,
  type ReportPhotos,
  type Translate,
} from './report-model.ts';
import { hasRightToLeft } from './printable-text.ts';
import {
  apartSentence,
  basisTable,
  declaredLine,
  detailsNote,
  detailsTable,
  evidence,
  howToRead,
  limits,
  opening,
  nameSuffix,
  sources,
} from './report-words.ts';
import { ink, openSheet, type Sheet, type TextStyle } from './sheet.ts';
import { drawTable } from './table.ts';

/** How much room the blocks of a report are given. */
interface Look {
  card: number;
  /** Size of the running text. */
  body: number;
  /** Space after a block. */
  gap: number;
  /** Height of a table's row besides its text. */
  air: number;
  /** Sets the reader's traits and the basis side by side. */
  isPaired: boolean;
}

/** From tight, where six matches fill two pages, to roomy, so that one match leaves no page nearly empty. */
const looks: readonly Look[] = [
  { card: leastCard, body: 8.6, gap: 7, air: 5, isPaired: true },
  { card: 96, body: 9, gap: 9, air: 8, isPaired: false },
  { card: 112, body: 9.5, gap: 12, air: 9, isPaired: false },
  { card: 136, body: 10, gap: 15, air: 10, isPaired: false },
  { card: 168, body: 11, gap: 20, air: 12, isPaired: false },
];

const cellStyle: TextStyle = { size: 8.5, lineGap: 1 };
const softStyle = ({ body }: Look): TextStyle => ({ size: body - 0.8, color: ink.soft, lineGap: 1.4 });
const bodyStyle = ({ body }: Look): TextStyle => ({ size: body, lineGap: 2 });

/**
 * A participant's report as an A4 PDF: two pages for up to six matches, results first. Embedded fonts, tagged for screen
 * readers, with bookmarks, titled with the pseudonym only. The same content gives the same bytes.
 */
export async function renderPdf(
  model: ReportModel,
  photos: ReportPhotos,
  translate: Translate,
): Promise<Buffer> {
  const sheet = openSheet({
    title: `${translate('report-title')} · ${model.code}`,
    locale: model.locale,
    date: model.date,
  });
  const look = await bestLook(sheet, { model, photos, translate });
  drawReport(sheet, { model, photos, look, translate });
  return sheet.finish((page, pages) => translate('report-page', { page, pages }));
}

/** The look with the fewest pages whose emptiest page is the fullest. */
async function bestLook(sheet: Sheet, drawing: Omit<Drawing, 'look'>): Promise<Look> {
  let best: { look: Look; pages: number; blank: number } | undefined;
  for (const look of looks) {
    const blanks = sheet.measured(() => drawReport(sheet, { ...drawing, look }));
    const measured = { look, pages: blanks.length, blank: Math.max(...blanks) };
    if (best && measured.pages > best.pages) break;
    if (!best || measured.pages < best.pages || measured.blank < best.blank) best = measured;
    // Other work of the process goes on between two measurements.
    await setImmediate();
  }
  return best!.look;
}

interface Drawing {
  model: ReportModel;
  photos: ReportPhotos;
  look: Look;
  translate: Translate;
}

function drawReport(sheet: Sheet, drawing: Drawing): void {
  const { model, translate } = drawing;
  const matches = byPrediction(model);
  drawOpening(sheet, drawing);
  if (matches.length > 0) {
    drawResults(sheet, matches, drawing);
    drawParagraphs(sheet, translate('report-how'), howToRead(translate), drawing);
  }
  drawEvidence(sheet, drawing);
  if (matches.length > 0) drawDetails(sheet, matches, drawing);
  drawReader(sheet, drawing);
  drawParagraphs(sheet, translate('report-limits'), limits(matches.length > 0, translate), drawing);
}

function drawOpening(sheet: Sheet, { model, look, translate }: Drawing): void {
  const date = new Intl.DateTimeFormat(model.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    model.date,
  );
  sheet.block('H1', translate('report-title'), { font: 'title', size: 22 });
  sheet.gap(3);
  const study = sheet.name(model.study, 260, 'text', [8.5]).line;
  sheet.block('P', [study, model.code, date].filter(Boolean).join('   ·   '), softStyle(look));
  sheet.gap(look.gap);
  for (const paragraph of opening(model, translate)) {
    sheet.block('P', paragraph, bodyStyle(look));
    sheet.gap(4);
  }
  sheet.gap(-4);
  sheet.gap(look.gap);
}

function drawHeading(sheet: Sheet, text: string, following: number): void {
  sheet.ensure(following + 26);
  drawTitle(sheet, text, { x: sheet.left, width: sheet.width });
}

function drawParagraphs(sheet: Sheet, title: string, paragraphs: readonly string[], { look }: Drawing): void {
  drawHeading(sheet, title, sheet.heightOf(paragraphs[0] ?? '', sheet.width, bodyStyle(look)));
  for (const paragraph of paragraphs) {
    sheet.block('P', paragraph, bodyStyle(look));
    sheet.gap(4);
  }
  sheet.gap(look.gap - 4);
}

function drawResults(
  sheet: Sheet,
  matches: readonly ReportMatch[],
  { model, photos, look, translate }: Drawing,
): void {
  const hasGaps = matches.some(({ moved }) => Object.values(moved).includes(null));
  const cards = matches.map((match, index): Card => {
    const photo = match.photoPath === null ? undefined : photos.get(match.photoPath);
    const suffix = nameSuffix(match, matches, translate);
    return {
      match,
      photo,
      suffix,
      name: nameOnCard(sheet, { match, index, suffix, look }, translate),
      hasGaps,
    };
  });
  drawHeading(sheet, translate('report-results'), 40 + look.card);
  const names = cards.map(({ name }) => name.line);
  const apart = apartSentence(matches, names, { locale: model.locale, translate });
  if (apart) sheet.block('P', apart, { ...bodyStyle(look), font: 'strong' });
  sheet.gap(2);
  sheet.block('P', translate('report-results-note'), softStyle(look));
  if (matches.some(({ label }) => sheet.lacksLetters(label, 'strong'))) {
    sheet.gap(2);
    sheet.block('P', translate('report-names-missing'), softStyle(look));
  }
  sheet.gap(look.gap - 2);
  for (const card of cards) {
    drawMatchCard(sheet, card, look.card, translate);
    sheet.gap(6);
  }
  sheet.gap(look.gap - 2);
}

/** A printable name on one line; "Person 2" where the fonts have no glyph for any of its characters. */
function nameOnCard(
  sheet: Sheet,
  { match, index, suffix, look }: { match: ReportMatch; index: number; suffix: string; look: Look },
  translate: Translate,
): Card['name'] {
  const room = sheet.widthOf(suffix, { font: 'strong', size: cardNameSizes[0] });
  const name = sheet.name(match.label, cardNameWidth(sheet, look.card) - room, 'strong', cardNameSizes);
  if (name.line !== '') return name;
  return { line: translate('report-person', { number: index + 1 }), size: cardNameSizes[0] };
}

function drawDetails(
  sheet: Sheet,
  matches: readonly ReportMatch[],
  { model, look, translate }: Drawing,
): void {
  const first = 132;
  const others = (sheet.width - first) / 6;
  const names = matches.map((match, index) => {
    const suffix = nameSuffix(match, matches, translate);
    const width = first - 12 - sheet.widthOf(suffix, { size: 8.5 });
    const { line } = sheet.name(match.label, width, 'text', [8.5]);
    // After a name written from right to left a comma would be drawn to its left.
    const after = hasRightToLeft(line) ? suffix.replace(/^, /, '  · ') : suffix;
    return `${line || translate('report-person', { number: index + 1 })}${after}`;
  });
  drawHeading(sheet, translate('report-details'), 80);
  sheet.block('P', detailsNote(model, translate), softStyle(look));
  sheet.gap(4);
  const columns = [first, ...Array.from({ length: 6 }, () => others)];
  drawTable(
    sheet,
    { ...detailsTable(model, { matches, names, translate }), columns, air: look.air },
    cellStyle,
  );
  if (matches.some(({ coverage }) => coverage < 1)) {
    sheet.gap(2);
    sheet.block('P', translate('report-coverage-note'), softStyle(look));
  }
  sheet.gap(look.gap);
}

/** What is the reader's own: their traits, and what was collected from them. */
function drawReader(sheet: Sheet, drawing: Drawing): void {
  const { isPaired } = drawing.look;
  const gap = 24;
  const half = (sheet.width - gap) / 2;
  const whole = { x: sheet.left, width: sheet.width };
  if (!isPaired) {
    drawTraits(sheet, drawing, whole);
    drawBasis(sheet, drawing, whole);
    return;
  }
  // Room for the higher of the two, so that both stand on one page.
  sheet.ensure(190);
  const top = sheet.y;
  drawTraits(sheet, drawing, { x: sheet.left, width: half });
  const below = sheet.y;
  sheet.y = top;
  drawBasis(sheet, drawing, { x: sheet.left + half + gap, width: half });
  sheet.y = Math.max(below, sheet.y);
}

interface Column {
  x: number;
  width: number;
}

function drawTraits(
  sheet: Sheet,
  { model: { traits }, look, translate }: Drawing,
  { x, width }: Column,
): void {
  const pitch = look.body + 4;
  const labelWidth = 82;
  const toldWidth = 56;
  const barWidth = Math.min(300, width - labelWidth - toldWidth - 10);
  if (x === sheet.left) sheet.ensure(76 + sins.length * pitch);
  drawTitle(sheet, translate('report-traits'), { x, width });
  drawText(sheet, translate('report-traits-note'), { x, width }, softStyle(look));
  sheet.gap(6);
  const top = sheet.y;
  const bottom = top + sins.length * pitch;
  sheet.figure(translate('report-alt-traits'), () => {
    drawScale(sheet, { x: x + labelWidth, width: barWidth, top, bottom });
    const bars = sins.map((sin) => {
      const value = traits[sin];
      return {
        label: translate(`report-trait-${sin}`),
        value: value === null ? null : 100 * value,
        told: value === null ? translate('report-trait-none') : String(Math.round(100 * value)),
      };
    });
    drawBars(sheet, bars, { x, y: top + 1, labelWidth, barWidth, toldWidth, pitch, size: 9 });
  });
  sheet.y = bottom + 12 + look.gap;
}

function drawBasis(sheet: Sheet, { model, look, translate }: Drawing, { x, width }: Column): void {
  const columns = [width * 0.3, width * 0.54, width * 0.16];
  if (x === sheet.left) sheet.ensure(136);
  drawTitle(sheet, translate('report-basis'), { x, width });
  drawTable(sheet, { ...basisTable(model, translate), columns, left: x, air: look.air }, cellStyle);
  sheet.gap(2);
  const lines = [
    ...(model.hlaByNameOnly ? [translate('report-coarse')] : []),
    declaredLine(model, translate),
  ];
  drawText(sheet, lines.filter(Boolean).join(' '), { x, width }, softStyle(look));
  sheet.gap(look.gap);
}

function drawTitle(sheet: Sheet, text: string, column: Column): void {
  sheet.bookmark(text);
  drawText(sheet, text, column, { font: 'title', size: 13 }, 'H2');
  sheet.gap(4);
}

function drawText(sheet: Sheet, text: string, { x, width }: Column, style: TextStyle, tag = 'P'): void {
  sheet.tagged(tag, () => sheet.put(text, x, sheet.y, width, style));
  sheet.gap(sheet.heightOf(text, width, style));
}

function drawEvidence(sheet: Sheet, drawing: Drawing): void {
  const { look, translate } = drawing;
  const text = evidence(translate);
  const cited = `${translate('report-sources')}: ${sources.join('; ')}.`;
  const style: TextStyle = { size: 7.5, color: ink.soft, lineGap: 1.2 };
  const height =
    sheet.heightOf(text, sheet.width, bodyStyle(look)) + sheet.heightOf(cited, sheet.width, style);
  sheet.ensure(height + 34);
  drawParagraphs(sheet, translate('report-evidence'), [text], drawing);
  sheet.y -= look.gap - 4;
  sheet.block('P', cited, style);
  sheet.gap(look.gap);
}
