import sharp from 'sharp';
import { ink } from './sheet.ts';

/** A drawing for a text document: PNG, and its size on the page in points. */
export interface DrawnPicture {
  png: Buffer;
  width: number;
  height: number;
}

/** Points at which a bar of a move is full, as in the PDF. */
const furthestMove = 25;

const draw = async (width: number, height: number, shapes: string): Promise<DrawnPicture> => ({
  width,
  height,
  png: await sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes}</svg>`,
    ),
    { density: 288 },
  )
    .png({ palette: true })
    .toBuffer(),
});

const bar = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${x.toFixed(2)}" y="${y}" width="${width.toFixed(2)}" height="${height}" fill="${fill}"/>`;

/** A line from 0 to 100 with its middle, the range as a band, and the prediction as a mark. */
export function rangePicture({
  value,
  low,
  high,
}: {
  value: number;
  low: number;
  high: number;
}): Promise<DrawnPicture> {
  const [width, height] = [240, 16];
  const at = (score: number): number => 2 + (score / 100) * (width - 4);
  return draw(
    width,
    height,
    [
      bar(2, 7.5, width - 4, 1, ink.soft),
      ...[0, 50, 100].map((mark) => bar(at(mark) - 0.4, 4, 0.8, 8, ink.soft)),
      bar(at(low), 4, Math.max(8, at(high) - at(low)), 8, ink.band),
      bar(at(value) - 1.5, 1, 3, 14, ink.accent),
    ].join(''),
  );
}

/** A bar that begins in the middle; null is drawn as an empty one. */
export function movePicture(value: number | null): Promise<DrawnPicture> {
  const [width, height] = [120, 10];
  const length = (Math.min(furthestMove, Math.abs(value ?? 0)) / furthestMove) * (width / 2);
  return draw(
    width,
    height,
    [
      bar(0, 2, width, 6, ink.empty),
      bar((value ?? 0) < 0 ? width / 2 - length : width / 2, 2, length, 6, ink.accent),
      bar(width / 2 - 0.4, 0, 0.8, height, ink.text),
    ].join(''),
  );
}
