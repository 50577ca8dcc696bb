import type { Reader } from './plot.ts';
import { ink, openSheet, type Sheet, type TextStyle } from './sheet.ts';

/** One subject of a cohort's report: paragraphs, each of one line or more, and pictures that are drawn already. */
export interface ReportSection {
  title: string;
  text: readonly string[];
  pictures: readonly { png: Buffer; title: string; note: string }[];
}

/** What a supervisor or an ethics board is given about a cohort. */
export interface CohortReport {
  study: string;
  cohort: string;
  date: Date;
  /** SHA-256 of the pre-registration, and what it declares in words; null before the freeze. */
  hash: string | null;
  declaration: string | null;
  sections: readonly ReportSection[];
}

const plain: TextStyle = { size: 9.5, lineGap: 2.6 };
const soft: TextStyle = { size: 8.5, color: ink.soft, lineGap: 2.4 };
const heading: TextStyle = { font: 'title', size: 16 };
/** In points: over half a page. */
const highestPicture = 400;
/** Of a picture that is far higher than wide: its words would be too small to read otherwise. */
const highestOfNarrow = 560;
const narrow = 1.2;

/** Renders all figures of a cohort with its declaration as an A4 PDF; the same content gives the same bytes. */
export function renderCohortReport(report: CohortReport, { locale, t }: Reader): Promise<Buffer> {
  const { cohort, study, date, hash, declaration } = report;
  const sheet = openSheet({ title: `${t('cohort-report-title')} · ${cohort}`, locale, date });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  sheet.block('H1', t('cohort-report-title'), { font: 'title', size: 25 });
  sheet.gap(6);
  sheet.block('P', [study, cohort, day].map((text) => sheet.printed(text)).join('   ·   '), soft);
  sheet.gap(14);
  sheet.block('P', t('cohort-report-lead'), plain);
  sheet.gap(10);
  sheet.block('P', hash ? t('cohort-report-hash', { hash }) : t('cohort-report-not-frozen'), soft);
  for (const section of report.sections) drawSection(sheet, section);
  if (declaration) {
    sheet.gap(20);
    sheet.ensure(90);
    sheet.block('H2', t('cohort-report-declaration'), heading);
    sheet.gap(6);
    paragraphs(sheet, [declaration], soft);
  }
  return sheet.finish((page, pages) => t('report-page', { page, pages }));
}

function drawSection(sheet: Sheet, { title, text, pictures }: ReportSection): void {
  sheet.gap(20);
  sheet.ensure(90);
  sheet.block(
    'H2',
    title.replace(/\p{L}/u, (letter) => letter.toUpperCase()),
    heading,
  );
  sheet.gap(6);
  paragraphs(sheet, text, plain);
  for (const { png, title: name, note } of pictures) {
    // The width and the height stand in the first chunk of a PNG, at bytes 16 and 20.
    const [across, down] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const highest = down > narrow * across ? highestOfNarrow : highestPicture;
    const scale = Math.min(sheet.width / across, highest / down);
    sheet.gap(8);
    sheet.ensure(down * scale);
    sheet.figure(`${name}. ${note}`, () =>
      sheet.doc.image(png, sheet.left, sheet.y, { width: across * scale, height: down * scale }),
    );
    sheet.gap(down * scale);
  }
}

/** Line by line, since a block stands on one page. */
function paragraphs(sheet: Sheet, text: readonly string[], style: TextStyle): void {
  for (const paragraph of text) {
    for (const line of paragraph.split('\n')) {
      if (line.trim() === '') sheet.gap(5);
      else sheet.block('P', sheet.printed(line), style);
    }
    sheet.gap(7);
  }
}
