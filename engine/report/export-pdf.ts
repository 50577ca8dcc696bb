import { readable } from './readable-value.ts';
import type { Translate } from './report-model.ts';
import { ink, openSheet, type Sheet, type TextStyle } from './sheet.ts';
import { drawTable, headerFont } from './table.ts';

/** The stored data about one participant, as `PersonalData.export` returns them, and the text around them. */
export interface DataExport {
  /** Rows by table; a cell has the type that the database driver returns. */
  data: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  locale: string;
  /** The pseudonym. */
  code: string;
  study: string;
  date: Date;
  /** JPEG or PNG; null when the stored one could not be read. */
  photo?: Buffer | null;
  /** Text for a code in a cell, by `table.column`: for a question's id its statement. */
  words?: Readonly<Record<string, (code: string) => string | undefined>>;
}

const soft: TextStyle = { size: 8.5, color: ink.soft, lineGap: 2.4 };
const cell: TextStyle = { size: 8, lineGap: 1.2 };
const labelWidth = 190;
const photoHeight = 150;
/** Tables that a reader looks for first. The others follow in the order of the data. */
const firstTables = ['users', 'account_state', 'participants', 'consents'];

/**
 * Renders the stored data about a participant as an A4 PDF: a chapter for each table with the same columns as the JSON
 * file, and the photo with the profile. Embedded fonts, tagged; the same export gives the same bytes.
 */
export function renderExport(model: DataExport, translate: Translate): Promise<Buffer> {
  const { code, locale, date, data } = model;
  const sheet = openSheet({ title: `${translate('export-title')} · ${code}`, locale, date });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  sheet.block('H1', translate('export-title'), { font: 'title', size: 25 });
  sheet.gap(6);
  const study = sheet.name(model.study, 260, 'text', [8.5]).line;
  sheet.block('P', [study, code, day].filter(Boolean).join('   ·   '), soft);
  sheet.gap(14);
  sheet.block('P', translate('export-lead'), { size: 9.5, lineGap: 3.2 });
  sheet.gap(18);
  const rank = (table: string): number =>
    firstTables.includes(table) ? firstTables.indexOf(table) : firstTables.length;
  for (const table of Object.keys(data).toSorted((one, other) => rank(one) - rank(other))) {
    const rows = data[table]!;
    sheet.ensure(90);
    sheet.block('H2', translate(`export-table-${dashed(table)}`), { font: 'title', size: 14 });
    sheet.gap(8);
    if (table === 'profiles') drawPhoto(sheet, model, translate);
    if (rows.length === 1) drawList(sheet, model, table, translate);
    else drawRows(sheet, model, table, translate);
    sheet.gap(18);
  }
  return sheet.finish((page, pages) => translate('report-page', { page, pages }));
}

const dashed = (name: string): string => name.replaceAll('_', '-');

function drawPhoto(sheet: Sheet, { photo }: DataExport, translate: Translate): void {
  if (photo === undefined) return;
  if (photo === null) {
    sheet.block('P', translate('export-photo-gone'), soft);
    sheet.gap(8);
    return;
  }
  sheet.ensure(photoHeight + 12);
  sheet.figure(translate('export-alt-photo'), () =>
    sheet.doc.image(photo, sheet.left, sheet.y, { fit: [sheet.width, photoHeight] }),
  );
  sheet.gap(photoHeight + 12);
}

/** A table of one row: a line for each column. */
function drawList(sheet: Sheet, model: DataExport, table: string, translate: Translate): void {
  for (const [column, value] of Object.entries(model.data[table]![0]!)) {
    const label = translate(`export-column-${dashed(column)}`);
    const said = told(sheet, model, `${table}.${column}`, value, translate);
    const width = sheet.width - labelWidth;
    const height = Math.max(sheet.heightOf(label, labelWidth - 12, cell), sheet.heightOf(said, width, cell));
    sheet.ensure(height + 4);
    sheet.tagged('P', () => {
      sheet.put(label, sheet.left, sheet.y, labelWidth - 12, { ...cell, color: ink.soft });
      sheet.put(said, sheet.left + labelWidth, sheet.y, width, cell);
    });
    sheet.gap(height + 4);
  }
}

function drawRows(sheet: Sheet, model: DataExport, table: string, translate: Translate): void {
  const rows = model.data[table]!;
  const names = Object.keys(rows[0] ?? {});
  const header = names.map((column) => translate(`export-column-${dashed(column)}`));
  const cells = rows.map((row) =>
    names.map((column) => told(sheet, model, `${table}.${column}`, row[column], translate)),
  );
  drawTable(sheet, { header, rows: cells, columns: columnWidths(sheet, header, cells) }, cell);
}

/** Each column gets the width of its widest cell, as far as the page has room. */
function columnWidths(
  sheet: Sheet,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): number[] {
  const asked = header.map(
    (title, column) =>
      12 +
      Math.max(sheet.widthOf(title, headerFont), ...rows.map((row) => sheet.widthOf(row[column]!, cell))),
  );
  // The widest columns are narrowed first, so that short words are not broken.
  let widest = Math.max(...asked);
  const within = (): number[] => asked.map((width) => Math.min(width, widest));
  while (within().reduce((total, width) => total + width, 0) > sheet.width) widest -= 2;
  return within();
}

function told(sheet: Sheet, model: DataExport, place: string, value: unknown, translate: Translate): string {
  const words = typeof value === 'string' ? model.words?.[place]?.(value) : undefined;
  return sheet.printed(words ?? readable(value, model.locale, translate)) || '—';
}
