import type { HairStyle } from './features.ts';
import type { DrawHair } from './hairdo.ts';
import { sides } from './head.ts';
import type { Head, Side } from './head.ts';
import type { Sitting } from './skin.ts';
import { curve } from './sketch.ts';
import type { Point } from './sketch.ts';
import { drawSheet, sheetOutline } from './strands.ts';
import type { HairPaint, Sheet } from './strands.ts';

interface Fall {
  /** Where the parting meets the hairline, in u (0 is the middle). */
  part: number;
  /** Height of the ends, in v. */
  ends: number;
  /** How far out and in the hair hangs beside the neck, in u; its ends come in by `tuck`. */
  outer: number;
  inner: number;
  tuck: number;
  wave?: { swing: number; length: number };
  locks: number;
  gather: number;
  ragged: number;
}

/** One half of parted hair: from the parting over the temple down beside the face. */
function falling({ head, features }: Sitting, side: Side, fall: Fall): Sheet {
  const lift = 0.032 + features.hair.volume * 0.014;
  const from = fall.part * side;
  const { inner, outer, ends, tuck } = fall;
  const hair = (u: number, v: number): Point => head.at(side * u, v);
  const top = head.hairlineV;
  const low = (0.78 + ends) / 2;
  // Roots run along the parting from the hairline back over the crown.
  const near = [
    hair(from, top - 0.01),
    hair(from + (0.8 - from) * 0.38, top + 0.028),
    hair(0.66, 0.26),
    hair(0.79, 0.345),
    hair(0.9, 0.48),
    hair(inner, 0.72),
    hair(inner - 0.02, low),
    hair(inner - tuck * 0.3, ends - 0.04),
  ];
  const within = (share: number): Point[] => [
    hair(from, top * (1 - share) * 0.9 - lift * share * 0.5),
    hair(from + (0.8 - from) * 0.45, top * (1 - share) * 0.82 - 0.005),
    hair(0.68 + share * 0.06, 0.245 - share * 0.12),
    hair(0.83 + share * 0.12, 0.33 - share * 0.13),
    hair(0.95 + share * 0.16, 0.46 - share * 0.06),
    hair(inner + (outer - inner) * share, 0.71),
    hair(inner + (outer - inner) * share, low),
    hair(inner + (outer - tuck - inner) * share, ends + 0.02 - (share - 0.5) ** 2 * 0.12),
  ];
  const far = [
    hair(from * 0.9, -lift),
    hair(from + (0.8 - from) * 0.5, head.dome(from + (0.8 - from) * 0.5) - lift * 1.05),
    hair(0.74 + lift * 0.3, head.dome(0.74) - lift * 0.9),
    hair(0.95 + lift, head.dome(0.95) - lift * 0.4),
    hair(1.08 + lift * 1.5, 0.4),
    hair(outer, 0.7),
    hair(outer + 0.02, low),
    hair(outer - tuck, ends - 0.04),
  ];
  return {
    guides: [near, within(0.35), within(0.7), far],
    strands: 240,
    locks: fall.locks,
    gather: fall.gather,
    ragged: fall.ragged,
    rootFade: 0.03,
    ...(fall.wave === undefined ? {} : { wave: fall.wave }),
  };
}

/** The dark mass behind the neck. */
function curtain(head: Head, ends: number, outer: number, paint: HairPaint, sitting: Sitting): string {
  const columns = [-1, -0.5, 0, 0.5, 1].map((share): Point[] => [
    head.at(share * 0.6, 0.25),
    head.at(share * 1.02, 0.45),
    head.at(share * outer * 0.98, 0.8),
    head.at(share * outer * 0.97, ends),
  ]);
  return drawSheet(
    sitting.sketch,
    { guides: columns, strands: 150, tone: 'dark', ragged: 0.1 },
    paint,
    `${sitting.features.detail}:curtain`,
  );
}

function parted(fall: Fall): DrawHair {
  return (sitting, paint) => {
    const { head, sketch, features } = sitting;
    const sheets = sides.map((side) => falling(sitting, side, fall));
    const volume = features.hair.volume * 0.03;
    return {
      back: curtain(head, fall.ends - 0.05, (fall.outer - fall.tuck) * 0.93 + volume, paint, sitting),
      shadows: sheets.map(sheetOutline),
      front: sheets
        .map((sheet, index) => drawSheet(sketch, sheet, paint, `${features.detail}:fall:${index}`))
        .join(''),
    };
  };
}

/** A fringe over the forehead between the two halves. */
function fringeSheet({ head, features }: Sitting, drop: number): Sheet {
  const low = head.browV - 0.03 + drop;
  const root = (u: number): Point => head.at(u * 0.45, 0.02 - Math.abs(u) * 0.012);
  const guides = [-1, -0.6, -0.2, 0.2, 0.6, 1].map((share): Point[] => [
    root(share),
    head.at(share * 0.62, 0.1),
    head.at(share * 0.78, 0.22),
    head.at(share * 0.84, low + Math.abs(share) ** 3 * 0.05),
  ]);
  return {
    guides,
    strands: 190,
    locks: 13,
    gather: 0.35,
    ragged: 0.14,
    rootFade: 0.1 + features.hair.volume * 0.02,
  };
}

const longFringe: DrawHair = (sitting, paint) => {
  const base = parted({
    part: 0,
    ends: 1.48,
    outer: 1.24,
    inner: 0.92,
    tuck: 0.08,
    locks: 8,
    gather: 0.3,
    ragged: 0.16,
  })(sitting, paint);
  const fringe = fringeSheet(sitting, 0.012);
  return {
    back: base.back,
    shadows: [...base.shadows, sheetOutline(fringe)],
    front: base.front + drawSheet(sitting.sketch, fringe, paint, `${sitting.features.detail}:fringe`),
  };
};

/** Drawn back from the hairline to a knot or tail that shows behind the head. */
const tiedBack: DrawHair = (sitting, paint) => {
  const { head, sketch, features } = sitting;
  const lift = 0.022 + features.hair.volume * 0.01;
  const line = head.hairlineV;
  const knot = head.at(0.06, -0.075);
  const guides = [-1, -0.85, -0.65, -0.42, -0.2, 0, 0.2, 0.42, 0.65, 0.85, 1].map((share): Point[] => {
    const side = Math.abs(share);
    const low = line - 0.01 + side ** 5 * 0.27;
    const topV = head.dome(share * 0.98) - lift * (1 - side * 0.5);
    return [
      head.at(share * 0.95, low),
      head.at(share * (0.97 + lift * 0.6), low + (topV - low) * 0.5),
      head.at(share * (0.99 + lift), topV + (1 - side) * 0.006),
      head.at(share * 0.5 + 0.02, head.dome(share * 0.5) - lift * 1.1),
    ];
  });
  const cap: Sheet = { guides, strands: 260, rootFade: 0.14, edge: 1.6, ragged: 0.05 };
  const ball = [-1, -0.5, 0, 0.5, 1].map((share): Point[] => [
    [knot[0] + share * 20, knot[1] + 30],
    [knot[0] + share * 44, knot[1] + 6],
    [knot[0] + share * 34, knot[1] - 20],
    [knot[0] + share * 8, knot[1] - 26],
  ]);
  const seed = features.detail;
  return {
    back: drawSheet(sketch, { guides: ball, strands: 110 }, paint, `${seed}:knot`),
    shadows: [],
    front: drawSheet(sketch, cap, paint, `${seed}:cap`) + wisps(sitting, paint),
  };
};

function wisps({ head, sketch, features }: Sitting, paint: HairPaint): string {
  return sides
    .map((side) => {
      const p = (u: number, v: number): Point => head.at(side * u, v);
      const guides = [
        [p(0.9, 0.3), p(0.985, 0.42), p(0.985, 0.55), p(0.95, 0.64)],
        [p(0.96, 0.3), p(1.03, 0.42), p(1.02, 0.55), p(0.98, 0.66)],
      ];
      return drawSheet(
        sketch,
        { guides, strands: 14, ragged: 0.5, locks: 1, gather: 0.7 },
        { ...paint, fill: 'none' },
        `${features.detail}:wisp:${side}`,
      );
    })
    .join('');
}

/** Long ropes of hair from the parting down. */
const locs: DrawHair = (sitting, paint) => {
  const ends = sitting.features.sex === 'male' ? 1.04 : 1.4;
  const fall: Fall = {
    part: 0,
    ends,
    outer: 1.26,
    inner: 0.95,
    tuck: 0.02,
    locks: 0,
    gather: 0,
    ragged: 0.1,
  };
  const under = parted({ ...fall, ends: ends - 0.04 })(sitting, paint);
  const ropes = sides.flatMap((side) => {
    const sheet = falling(sitting, side, fall);
    return Array.from({ length: 9 }, (_, index) => rope(sheet, index / 8, paint, index));
  });
  return { back: under.back, shadows: under.shadows, front: under.front + ropes.join('') };
};

function rope(sheet: Sheet, across: number, paint: HairPaint, index: number): string {
  const place = across * (sheet.guides.length - 1);
  const step = Math.min(sheet.guides.length - 2, Math.floor(place));
  const points = sheet.guides[step]!.map(([x, y], at): Point => {
    const [toX, toY] = sheet.guides[step + 1]![at]!;
    const last = at === sheet.guides[step]!.length - 1;
    return [
      x + (toX - x) * (place - step),
      y + (toY - y) * (place - step) + (last ? ((index * 7) % 5) * 6 : 0),
    ];
  });
  const d = curve(points);
  const stroke = (colour: string, width: number, opacity: number, dash?: string): string =>
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" opacity="${opacity}"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`;
  return (
    stroke(paint.tones.deep, 12, 1) +
    stroke(paint.tones.dark, 9, 1) +
    stroke(paint.tones.base, 5.5, 0.9) +
    stroke(paint.tones.deep, 9, 0.45, '1.4 4.6') +
    stroke(paint.bright, 2.4, 0.6, '3 3')
  );
}

/** Styles that fall beside the face or are tied behind it. */
export const longStyles = {
  'long-straight': parted({
    part: 0.02,
    ends: 1.52,
    outer: 1.22,
    inner: 0.9,
    tuck: 0.08,
    locks: 8,
    gather: 0.3,
    ragged: 0.16,
  }),
  'long-wavy': parted({
    part: 0.22,
    ends: 1.44,
    outer: 1.42,
    inner: 0.93,
    tuck: 0.1,
    wave: { swing: 5.5, length: 96 },
    locks: 8,
    gather: 0.3,
    ragged: 0.2,
  }),
  'long-fringe': longFringe,
  bob: parted({
    part: -0.2,
    ends: 1.02,
    outer: 1.2,
    inner: 0.9,
    tuck: 0.16,
    locks: 8,
    gather: 0.12,
    ragged: 0.06,
  }),
  shoulder: parted({
    part: 0.12,
    ends: 1.14,
    outer: 1.2,
    inner: 0.95,
    tuck: 0.04,
    wave: { swing: 3.4, length: 100 },
    locks: 8,
    gather: 0.35,
    ragged: 0.24,
  }),
  'tied-back': tiedBack,
  locs,
} as const satisfies Partial<Record<HairStyle, DrawHair>>;
