import encodeQr from 'qr';
import type { Sheet } from './sheet.ts';

/** Side of a QR code in points: 3.4 cm, which a telephone reads at arm's length. */
export const codeSide = 96;
/** Empty modules around a code (ISO/IEC 18004 asks for four). */
const quietZone = 4;

/** Draws the dark modules as one path of horizontal runs, sharp at any size. */
export function drawCode({ doc }: Sheet, text: string, x: number, y: number): void {
  const modules = encodeQr(text, 'raw', { ecc: 'medium', border: quietZone });
  const side = codeSide / modules.length;
  modules.forEach((row, down) => {
    for (let at = 0; at < row.length; at++) {
      if (!row[at]) continue;
      const start = at;
      while (row[at + 1]) at++;
      doc.rect(x + start * side, y + down * side, (at - start + 1) * side, side);
    }
  });
  doc.fillColor('#000000').fill();
}
