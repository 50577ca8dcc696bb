import { setImmediate } from 'node:timers/promises';
import { codeSide, drawCode } from './qr-code.ts';
import type { Translate } from './report-model.ts';
import { ink, openSheet, type Sheet } from './sheet.ts';

/** Invitations to print or to mail, each for one person. */
export interface InviteSheet {
  study: string;
  cohort: string;
  /** Until when the links work. */
  until: Date;
  date: Date;
  locale: string;
  links: readonly string[];
}

const columns = 3;
const cardHeight = 158;

/** The links as CSV (RFC 4180) with a header, in the order of the sheet; UTF-8 with a byte order mark for Excel. */
export function inviteTable({ cohort, until, links }: InviteSheet): Buffer {
  const rows = links.map((link, index) => [
    String(index + 1),
    cohort,
    link,
    until.toISOString().slice(0, 10),
  ]);
  const lines = [['number', 'cohort', 'link', 'valid_until'], ...rows].map((row) => row.map(cell).join(','));
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);
}

// A spreadsheet takes a cell that begins with one of these signs for a formula, and the cohort's name is typed.
const cell = (text: string): string => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

/** Cards to cut out, an A4 page of 12 at a time: number, QR code, link, study, cohort and date. */
export async function renderInviteSheet(model: InviteSheet, translate: Translate): Promise<Buffer> {
  const title = translate('invite-sheet-title', { cohort: model.cohort });
  const sheet = openSheet({ title, locale: model.locale, date: model.date });
  const day = new Intl.DateTimeFormat(model.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    model.until,
  );
  sheet.block('H1', sheet.printed(title), { font: 'title', size: 17 });
  sheet.gap(4);
  sheet.block('P', translate('invite-sheet-lead', { count: model.links.length, day }), {
    size: 9,
    color: ink.soft,
  });
  sheet.gap(14);
  for (let start = 0; start < model.links.length; start += columns) {
    sheet.ensure(cardHeight);
    model.links.slice(start, start + columns).forEach((link, column) => {
      drawCard(sheet, { model, link, day, number: start + column + 1, column }, translate);
    });
    sheet.gap(cardHeight);
    // A code takes milliseconds: chats are answered between two rows.
    await setImmediate();
  }
  return sheet.finish((page, pages) => translate('report-page', { page, pages }));
}

interface Card {
  model: InviteSheet;
  link: string;
  /** The last day on which the link works, in words. */
  day: string;
  number: number;
  column: number;
}

function drawCard(sheet: Sheet, { model, link, day, number, column }: Card, translate: Translate): void {
  const width = sheet.width / columns;
  const x = sheet.left + column * width;
  const { y, doc } = sheet;
  const line = { size: 6.8, align: 'center' } as const;
  sheet.figure(translate('invite-sheet-alt', { number, link }), () => {
    doc.lineWidth(0.4).strokeColor(ink.line).rect(x, y, width, cardHeight).stroke();
    drawCode(sheet, link, x + (width - codeSide) / 2, y + 6);
  });
  const study = sheet.name(model.study, width - 12, 'strong', [8, 7]).line;
  sheet.tagged('P', () => {
    sheet.put(study, x + 6, y + codeSide + 10, width - 12, { ...line, size: 8, font: 'strong' });
    sheet.put(link.replace('https://', ''), x + 6, y + codeSide + 23, width - 12, { ...line, size: 6 });
    const until = translate('invite-sheet-until', { number, day });
    sheet.put(until, x + 6, y + codeSide + 42, width - 12, { ...line, color: ink.soft });
  });
}
