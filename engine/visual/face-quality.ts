/** Pixels as sharp gives them: rows of red, green, blue bytes. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A rectangle in pixels; the part outside the picture is ignored. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How light, how burnt out and how sharp a region is. */
export interface Quality {
  readonly exposure: number;
  readonly burntFraction: number;
  readonly sharpness: number;
}

const side = 96;

/**
 * Luma statistics of a region, resampled to 96 x 96 so that the figure does not depend on the photo's size.
 * Exposure is the mean luma (Rec. 601, 0..1); sharpness is the root mean square of the 3 x 3 Laplacian
 * divided by the standard deviation of luma, so that it does not depend on contrast or light.
 */
export function measureQuality(pixels: Pixels, region: Region): Quality {
  const luma = sampleLuma(pixels, region);
  let sum = 0;
  let squares = 0;
  let burnt = 0;
  for (const value of luma) {
    sum += value;
    squares += value * value;
    if (value > 0.98) burnt++;
  }
  const mean = sum / luma.length;
  const deviation = Math.sqrt(Math.max(0, squares / luma.length - mean * mean));
  return {
    exposure: mean,
    burntFraction: burnt / luma.length,
    // A flat region has no edges. The lower bound also keeps the noise of a dark photo from counting as sharpness.
    sharpness: laplacian(luma) / Math.max(deviation, 0.02),
  };
}

function laplacian(luma: Float64Array): number {
  let energy = 0;
  for (let row = 1; row < side - 1; row++) {
    for (let column = 1; column < side - 1; column++) {
      const at = row * side + column;
      const edge = luma[at - 1]! + luma[at + 1]! + luma[at - side]! + luma[at + side]! - 4 * luma[at]!;
      energy += edge * edge;
    }
  }
  return Math.sqrt(energy / (side - 2) ** 2);
}

/** Area averages where the region is larger than the grid, nearest pixels where it is smaller. */
function sampleLuma({ data, width, height }: Pixels, region: Region): Float64Array {
  const left = Math.max(0, region.x);
  const top = Math.max(0, region.y);
  const stepX = Math.max(1, Math.min(width, region.x + region.width) - left) / side;
  const stepY = Math.max(1, Math.min(height, region.y + region.height) - top) / side;
  const result = new Float64Array(side * side);
  for (let row = 0; row < side; row++) {
    const [fromY, toY] = span(top + row * stepY, stepY, height);
    for (let column = 0; column < side; column++) {
      const [fromX, toX] = span(left + column * stepX, stepX, width);
      let sum = 0;
      for (let y = fromY; y < toY; y++) {
        for (let x = fromX; x < toX; x++) {
          const at = 3 * (y * width + x);
          sum += 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
        }
      }
      result[row * side + column] = sum / (255 * (toX - fromX) * (toY - fromY));
    }
  }
  return result;
}

function span(start: number, step: number, limit: number): [number, number] {
  const from = Math.min(limit - 1, Math.max(0, Math.floor(start)));
  return [from, Math.min(limit, Math.max(from + 1, Math.floor(start + step)))];
}

/** The picture turned by 90 degrees clockwise. */
export function turnClockwise({ data, width, height }: Pixels): Pixels {
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 3 * (y * width + x);
      const to = 3 * (x * height + (height - 1 - y));
      turned[to] = data[from]!;
      turned[to + 1] = data[from + 1]!;
      turned[to + 2] = data[from + 2]!;
    }
  }
  return { data: turned, width: height, height: width };
}
