/** A colour in OKLCH (Ottosson 2020): lightness 0..1, chroma about 0..0.3, hue in degrees. */
export interface Oklch {
  lightness: number;
  chroma: number;
  hue: number;
}

const toByte = (linear: number): string => {
  const clipped = Math.min(1, Math.max(0, linear));
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
};

/** Hexadecimal sRGB of an OKLCH colour; a channel outside sRGB is clipped. */
export function hex({ lightness, chroma, hue }: Oklch): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  return `#${toByte(red)}${toByte(green)}${toByte(blue)}`;
}

/** The colour `amount` (0..1) of the way from one to the other, hue along the shorter arc. */
export function blend(from: Oklch, to: Oklch, amount: number): Oklch {
  const turn = ((to.hue - from.hue + 540) % 360) - 180;
  return {
    lightness: from.lightness + (to.lightness - from.lightness) * amount,
    chroma: from.chroma + (to.chroma - from.chroma) * amount,
    hue: from.hue + turn * amount,
  };
}

/** The colour with its lightness and chroma scaled and its hue turned. */
export const shift = (colour: Oklch, lightness: number, chroma: number, turn = 0): Oklch => ({
  lightness: Math.min(1, colour.lightness * lightness),
  chroma: colour.chroma * chroma,
  hue: colour.hue + turn,
});

/** The colour moved towards white: `amount` of the remaining lightness is added. */
export const lighten = (colour: Oklch, amount: number, chroma: number, turn = 0): Oklch => ({
  lightness: colour.lightness + (1 - colour.lightness) * amount,
  chroma: colour.chroma * chroma,
  hue: colour.hue + turn,
});
