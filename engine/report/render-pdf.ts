import { sins } from '../personality/sins.ts';
import { drawBars, drawScale } from './charts.ts';
import { cardHeight, cardNameSizes, cardNameWidth, drawMatchCard } from './match-card.ts';
import {
  byPrediction,
  type ReportMatch,
  reportPhases,
  type ReportModel,
  type Translate,
  weightShare,
} from './report-model.ts';
import { meetWord } from './report-text.ts';
import { drawTable } from './table.ts';
import { type FontName, ink, openSheet, type PrintedName, type Sheet, type TextStyle } from './sheet.ts';

const bodyStyle: TextStyle = { size: 9.5, lineGap: 3.2 };
const softStyle: TextStyle = { size: 8.5, color: ink.soft, lineGap: 2.4 };

/** Works that the evidence paragraphs cite. */
const sources = [
  'Havlíček, Winternitz & Roberts 2020, Phil. Trans. R. Soc. B, doi 10.1098/rstb.2019.0260',
  'Winternitz, Abbate, Huchard, Havlíček & Garamszegi 2017, Mol. Ecol., doi 10.1111/mec.13920',
];

/**
 * A participant's report as an A4 PDF of a few pages: embedded fonts, tagged for screen readers, titled with the
 * pseudonym only. The same model gives the same bytes.
 */
export async function renderReport(model: ReportModel, translate: Translate): Promise<Buffer> {
  const sheet = openSheet({
    title: `${translate('report-title')} · ${model.code}`,
    locale: model.locale,
    date: model.date,
  });
  const matches = byPrediction(model);
  drawOpening(sheet, model, translate);
  if (matches.length > 0) {
    drawGlance(sheet, matches, translate);
    drawParagraphs(sheet, translate('report-how'), [
      translate('report-how-mutual'),
      translate(model.personalityPercentile ? 'report-how-percentile' : 'report-how-similarity'),
    ]);
  }
  drawParagraphs(sheet, translate('report-evidence'), [
    translate('report-evidence-similarity'),
    translate('report-evidence-hla'),
    translate('report-evidence-pilot'),
  ]);
  drawSources(sheet, translate);
  if (matches.length > 0) drawMatches(sheet, matches, translate);
  drawTraits(sheet, model, translate);
  drawBasis(sheet, model, translate);
  drawLimits(sheet, matches.length > 0, translate);
  return sheet.finish((page, pages) => translate('report-page', { page, pages }));
}

function drawOpening(sheet: Sheet, model: ReportModel, translate: Translate): void {
  const date = new Intl.DateTimeFormat(model.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    model.date,
  );
  sheet.block('H1', translate('report-title'), { font: 'title', size: 25 });
  sheet.gap(6);
  const study = sheet.name(model.study, 260, 'text', [8.5]).line;
  sheet.block('P', [study, model.code, date].filter(Boolean).join('   ·   '), softStyle);
  sheet.gap(12);
  sheet.doc
    .markContent('Artifact', { type: 'Layout' })
    .rect(sheet.left, sheet.y, 36, 2)
    .fill(ink.accent)
    .endMarkedContent();
  sheet.gap(16);
  const { matches, withheld = 0 } = model;
  const isAlone = matches.length + withheld === 0;
  sheet.block('P', translate(isAlone ? 'report-nobody' : 'report-lead'), bodyStyle);
  if (withheld > 0) {
    sheet.gap(6);
    sheet.block('P', translate('report-withheld', { count: withheld }), bodyStyle);
  }
  sheet.gap(18);
}

function drawHeading(sheet: Sheet, text: string, following: number): void {
  sheet.ensure(following + 28);
  sheet.block('H2', text, { font: 'title', size: 14 });
  sheet.gap(7);
}

function drawParagraphs(sheet: Sheet, title: string, paragraphs: readonly string[]): void {
  drawHeading(sheet, title, sheet.heightOf(paragraphs[0] ?? '', sheet.width, bodyStyle));
  for (const paragraph of paragraphs) {
    sheet.block('P', paragraph, bodyStyle);
    sheet.gap(6);
  }
  sheet.gap(12);
}

/** A printable name of a match, on one line; "Person 2" where the fonts have no glyph for any of its characters. */
function nameOf(
  sheet: Sheet,
  { label }: ReportMatch,
  fallback: string,
  at: { width: number; font: FontName; sizes: readonly [number, ...number[]] },
): PrintedName {
  const name = sheet.name(label, at.width, at.font, at.sizes);
  return name.line === '' ? { line: fallback, size: at.sizes[0] } : name;
}

function drawGlance(sheet: Sheet, matches: readonly ReportMatch[], translate: Translate): void {
  const pitch = 21;
  const columns = { name: 138, bar: 182, number: 32 };
  drawHeading(sheet, translate('report-glance'), 5 * pitch);
  sheet.block('P', translate('report-glance-note'), softStyle);
  sheet.gap(10);
  const barX = sheet.left + columns.name;
  const rowsOn = (): number => Math.max(1, Math.floor((sheet.room() - 16) / pitch));
  for (let first = 0; first < matches.length;) {
    sheet.ensure(pitch + 16);
    const rows = matches.slice(first, first + rowsOn());
    const top = sheet.y;
    sheet.figure(translate('report-alt-glance'), () => {
      drawScale(sheet, { x: barX, width: columns.bar, top, bottom: top + rows.length * pitch });
      const bars = rows.map((match, index) => ({
        label: nameOf(sheet, match, translate('report-person', { number: first + index + 1 }), {
          width: columns.name - 12,
          font: 'text',
          sizes: [9.5],
        }).line,
        value: match.mutual,
        told: String(Math.round(match.mutual)),
      }));
      drawBars(sheet, bars, {
        x: sheet.left,
        y: top + 5,
        labelWidth: columns.name,
        barWidth: columns.bar,
        toldWidth: columns.number,
        pitch,
        size: 9.5,
      });
      const answerX = barX + columns.bar + columns.number + 12;
      rows.forEach(({ answer }, index) => {
        const said =
          answer.wtm === null ? translate('report-you-none') : translate('report-you', { wtm: answer.wtm });
        const meet = translate('report-would-meet', { answer: meetWord(answer.wouldMeet) });
        sheet.put(`${said} · ${meet}`, answerX, top + 6 + index * pitch, sheet.left + sheet.width - answerX, {
          size: 8,
          color: ink.soft,
        });
      });
    });
    sheet.y = top + rows.length * pitch + 16;
    first += rows.length;
  }
  sheet.gap(16);
}

function drawMatches(sheet: Sheet, matches: readonly ReportMatch[], translate: Translate): void {
  drawHeading(sheet, translate('report-matches'), cardHeight);
  matches.forEach((match, index) => {
    const name = nameOf(sheet, match, translate('report-person', { number: index + 1 }), {
      width: cardNameWidth,
      font: 'strong',
      sizes: cardNameSizes,
    });
    drawMatchCard(sheet, match, name, translate);
    sheet.gap(14);
  });
  sheet.gap(2);
}

function drawTraits(sheet: Sheet, { traits }: ReportModel, translate: Translate): void {
  const pitch = 16.5;
  drawHeading(sheet, translate('report-traits'), 60 + sins.length * pitch);
  sheet.block('P', translate('report-traits-note'), softStyle);
  sheet.gap(10);
  const top = sheet.y;
  sheet.figure(translate('report-alt-traits'), () => {
    drawScale(sheet, { x: sheet.left + 100, width: 300, top, bottom: top + sins.length * pitch });
    const bars = sins.map((sin) => {
      const value = traits[sin];
      return {
        label: translate(`report-trait-${sin}`),
        value: value === null ? null : 100 * value,
        told: value === null ? translate('report-close-none') : String(Math.round(100 * value)),
      };
    });
    drawBars(sheet, bars, {
      x: sheet.left,
      y: top + 3,
      labelWidth: 100,
      barWidth: 300,
      toldWidth: 80,
      pitch,
      size: 9.5,
    });
  });
  sheet.y = top + sins.length * pitch + 32;
}

function drawBasis(sheet: Sheet, model: ReportModel, translate: Translate): void {
  const columns = [72, 176, 48, sheet.width - 296] as const;
  const percent = new Intl.NumberFormat(model.locale, { style: 'percent' });
  const rows = reportPhases.map((phase) => {
    const { collected, of, version } = model.basis[phase];
    return [
      translate(`report-phase-${phase}`),
      collected === 0
        ? translate('report-collected-none')
        : translate(`report-collected-${phase}`, { collected, of }),
      percent.format(weightShare(model.weights, phase)),
      version ?? '—',
    ];
  });
  const header = ['phase', 'collected', 'weight', 'version'].map((name) => translate(`report-basis-${name}`));
  drawHeading(sheet, translate('report-basis'), 130);
  drawTable(sheet, { header, rows, columns });
  sheet.gap(6);
  if (model.preregistrationHash !== null) {
    sheet.block(
      'P',
      translate('report-declared', { hash: model.preregistrationHash.slice(0, 16) }),
      softStyle,
    );
  }
  sheet.gap(14);
}

function drawLimits(sheet: Sheet, hasMatches: boolean, translate: Translate): void {
  const sentence = (name: string): string => translate(`report-limits-${name}`);
  const paragraphs = [
    sentence('look'),
    ...(hasMatches ? [sentence('group')] : []),
    `${sentence('data')} ${sentence('medical')}`,
  ];
  // The paragraphs stay on one page, so that none of them stands alone on the last one.
  const together = paragraphs.reduce(
    (sum, text) => sum + 6 + sheet.heightOf(text, sheet.width, bodyStyle),
    28,
  );
  sheet.ensure(together);
  drawParagraphs(sheet, translate('report-limits'), paragraphs);
}

function drawSources(sheet: Sheet, translate: Translate): void {
  sheet.y -= 8;
  sheet.block('P', `${translate('report-sources')}: ${sources.join('; ')}.`, {
    size: 7.5,
    color: ink.soft,
    lineGap: 2,
  });
  sheet.gap(20);
}
