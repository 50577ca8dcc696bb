import { setImmediate } from 'node:timers/promises';
import { codeSide, drawCode } from './qr-code.ts';
import type { Translate } from './report-model.ts';
import { ink, openSheet, type Sheet } from './sheet.ts';

/** Labels for kits that staff still have. */
export interface KitLabels {
  study: string;
  cohort: string;
  date: Date;
  locale: string;
  /** `link` opens the bot with the code of the kit. */
  kits: readonly { code: string; participant: string; link: string }[];
}

const columns = 3;
const labelHeight = 142;
/** With the line below the label that says whom it is for. */
const cardHeight = 162;

/**
 * Labels to cut out, an A4 page of 12 at a time: QR code, kit code and study. The participant's code stands below the
 * frame, because the laboratory may learn the kit code only.
 */
export async function renderKitLabels(model: KitLabels, translate: Translate): Promise<Buffer> {
  const title = translate('kit-labels-title', { cohort: model.cohort });
  const sheet = openSheet({ title, locale: model.locale, date: model.date });
  sheet.block('H1', sheet.printed(title), { font: 'title', size: 17 });
  sheet.gap(4);
  sheet.block('P', translate('kit-labels-lead', { count: model.kits.length }), {
    size: 9,
    color: ink.soft,
  });
  sheet.gap(14);
  for (let start = 0; start < model.kits.length; start += columns) {
    sheet.ensure(cardHeight);
    model.kits
      .slice(start, start + columns)
      .forEach((kit, column) => drawLabel(sheet, { study: model.study, kit, column }, translate));
    sheet.gap(cardHeight);
    // A code takes milliseconds: chats are answered between two rows.
    await setImmediate();
  }
  return sheet.finish((page, pages) => translate('report-page', { page, pages }));
}

function drawLabel(
  sheet: Sheet,
  { study, kit, column }: { study: string; kit: KitLabels['kits'][number]; column: number },
  translate: Translate,
): void {
  const width = sheet.width / columns;
  const x = sheet.left + column * width;
  const { y, doc } = sheet;
  const line = { size: 8, align: 'center' } as const;
  sheet.figure(translate('kit-labels-alt', { kit: kit.code, link: kit.link }), () => {
    doc.lineWidth(0.4).strokeColor(ink.line).rect(x, y, width, labelHeight).stroke();
    drawCode(sheet, kit.link, x + (width - codeSide) / 2, y + 6);
  });
  const name = sheet.name(study, width - 12, 'strong', [8, 7]).line;
  sheet.tagged('P', () => {
    sheet.put(kit.code, x + 6, y + codeSide + 8, width - 12, { ...line, size: 13, font: 'strong' });
    sheet.put(name, x + 6, y + codeSide + 28, width - 12, line);
    const below = translate('kit-labels-for', { participant: kit.participant });
    sheet.put(below, x + 6, y + labelHeight + 3, width - 12, { ...line, color: ink.soft });
  });
}
