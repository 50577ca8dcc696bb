import { blend, hex, lighten, shift } from './colour.ts';
import type { Oklch } from './colour.ts';
import type { EyeColour, HairColour, PortraitFeatures } from './features.ts';

/** The tones that skin is painted with, as hexadecimal sRGB. */
export interface SkinTones {
  base: string;
  light: string;
  shine: string;
  shade: string;
  deep: string;
  darkest: string;
  blush: string;
  lip: string;
  lipDeep: string;
  lipLight: string;
}

export interface HairTones {
  deep: string;
  dark: string;
  base: string;
  light: string;
  sheen: string;
  grey: string;
}

export interface EyeTones {
  rim: string;
  iris: string;
  glow: string;
}

const skinRamp: readonly [number, Oklch][] = [
  [0, { lightness: 0.86, chroma: 0.045, hue: 56 }],
  [0.3, { lightness: 0.79, chroma: 0.068, hue: 60 }],
  [0.55, { lightness: 0.68, chroma: 0.082, hue: 60 }],
  [0.8, { lightness: 0.52, chroma: 0.074, hue: 54 }],
  [1, { lightness: 0.39, chroma: 0.055, hue: 48 }],
];

function skinBase(depth: number, warmth: number): Oklch {
  const above = Math.max(
    1,
    skinRamp.findIndex(([at]) => at >= depth),
  );
  const [from, lower] = skinRamp[above - 1]!;
  const [to, upper] = skinRamp[above]!;
  const base = blend(lower, upper, (depth - from) / (to - from));
  return { ...base, hue: base.hue + warmth * 5, chroma: base.chroma * (1 + warmth * 0.1) };
}

/** The tones of a skin: shadows are redder and more saturated than the base, lights paler and yellower. */
export function skinTones({ skin, mouth, sex, ageYears }: PortraitFeatures): SkinTones {
  const base = skinBase(skin.depth, skin.warmth);
  const red: Oklch = { lightness: base.lightness * 0.86, chroma: 0.09 + base.chroma * 0.5, hue: 24 };
  const rose: Oklch = { lightness: 0.3 + base.lightness * 0.34, chroma: 0.13, hue: 14 };
  const tint = sex === 'female' ? 0.45 + mouth.tint * 0.45 : 0.3;
  const faded = ageYears > 50 ? 0.85 : 1;
  const lip = shift(blend(shift(base, 0.87, 1.2, -18), rose, tint), 1, faded);
  return {
    base: hex(base),
    light: hex(lighten(base, 0.3, 0.75, 6)),
    shine: hex(lighten(base, 0.62, 0.45, 8)),
    shade: hex(shift(base, 0.82, 1.14, -7)),
    deep: hex(shift(base, 0.6, 1.08, -14)),
    darkest: hex({ lightness: base.lightness * 0.32, chroma: 0.045, hue: 30 }),
    blush: hex(blend(base, red, 0.75)),
    lip: hex(lip),
    lipDeep: hex(shift(lip, 0.66, 1.05)),
    lipLight: hex(lighten(lip, 0.32, 0.6)),
  };
}

const hairColours: Record<HairColour, Oklch> = {
  black: { lightness: 0.2, chroma: 0.012, hue: 40 },
  'dark-brown': { lightness: 0.28, chroma: 0.03, hue: 50 },
  brown: { lightness: 0.37, chroma: 0.045, hue: 55 },
  chestnut: { lightness: 0.4, chroma: 0.065, hue: 45 },
  auburn: { lightness: 0.43, chroma: 0.09, hue: 42 },
  copper: { lightness: 0.55, chroma: 0.12, hue: 50 },
  'dark-blond': { lightness: 0.56, chroma: 0.065, hue: 72 },
  blond: { lightness: 0.72, chroma: 0.08, hue: 82 },
};
const silver: Oklch = { lightness: 0.74, chroma: 0.006, hue: 80 };

/** The tones of hair of a colour with a share of grey. */
export function hairTones(colour: HairColour, grey: number): HairTones {
  const base = blend(hairColours[colour], silver, grey * 0.9);
  return {
    deep: hex(shift(base, 0.5, 0.9)),
    dark: hex(shift(base, 0.74, 1)),
    base: hex(base),
    light: hex(lighten(base, 0.16, 1.05)),
    sheen: hex(lighten(base, 0.34, 0.85)),
    grey: hex(lighten(silver, 0.2, 1)),
  };
}

const irises: Record<EyeColour, Oklch> = {
  'dark-brown': { lightness: 0.3, chroma: 0.045, hue: 45 },
  brown: { lightness: 0.4, chroma: 0.07, hue: 52 },
  amber: { lightness: 0.52, chroma: 0.1, hue: 65 },
  hazel: { lightness: 0.5, chroma: 0.07, hue: 95 },
  green: { lightness: 0.55, chroma: 0.06, hue: 140 },
  grey: { lightness: 0.58, chroma: 0.02, hue: 230 },
  blue: { lightness: 0.57, chroma: 0.075, hue: 240 },
};

export function eyeTones(colour: EyeColour): EyeTones {
  const iris = irises[colour];
  return {
    rim: hex(shift(iris, 0.45, 0.9)),
    iris: hex(iris),
    glow: hex(lighten(iris, 0.28, 1.15, -6)),
  };
}
