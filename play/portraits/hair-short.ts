import { createRandom } from '../../foundation/random.ts';
import type { HairStyle } from './features.ts';
import type { DrawHair } from './hairdo.ts';
import { sides } from './head.ts';
import type { Head } from './head.ts';
import type { Sitting } from './skin.ts';
import { curve, group, line, shape } from './sketch.ts';
import type { Point } from './sketch.ts';
import { drawSheet, sheetOutline } from './strands.ts';
import type { HairPaint, Sheet } from './strands.ts';

/** Height of the hairline at u: it drops at the temples; `recede` draws its corners back (0..1). */
function hairlineAt(head: Head, u: number, recede: number): number {
  const side = Math.abs(u);
  const corner = Math.exp(-(((side - 0.6) / 0.2) ** 2));
  return head.hairlineV + side ** 6 * 0.24 - corner * (0.012 + recede * 0.085) - recede * 0.02;
}

/** The hair beside the ears, down to `low`, thinning out into the skin. */
function drawFlanks({ head, sketch, features }: Sitting, paint: HairPaint, low: number): string {
  const fading = (colour: string): string =>
    sketch.linear(head.at(0, 0.22), head.at(0, low), [
      [0, colour],
      [0.45, colour, 0.9],
      [1, colour, 0],
    ]);
  const [fill, deep, light] = [fading(paint.tones.dark), fading(paint.tones.deep), fading(paint.tones.light)];
  const tones = { ...paint.tones, deep, dark: fill, base: fill, grey: fading(paint.tones.grey) };
  return sides
    .map((side) => {
      const p = (v: number, inset: number): Point => head.at(side * (head.reach(v) + inset), v);
      const column = (inset: number): Point[] => [
        p(0.2, inset),
        p(0.29, inset),
        p(0.38, inset),
        p(low, inset * 0.8),
      ];
      const guides = [column(-0.13), column(-0.04), column(0.032)];
      return drawSheet(
        sketch,
        { guides, strands: 70, ragged: 0.75, rootFade: 0.4, edge: 2.4 },
        { ...paint, tones, fill, bright: light },
        `${features.detail}:flank:${side}`,
      );
    })
    .join('');
}

interface Crest {
  /** How high the hair stands over the skull, in v. */
  lift: number;
  /** How far the corners of the hairline are drawn back, 0..1. */
  recede?: number;
  /** How far the tips lean to the picture's right, in tenths of u. */
  lean?: number;
  strands?: number;
  locks?: number;
  low?: number;
  wave?: { swing: number; length: number };
}

/** Hair that grows from the hairline up and back over the crown. */
function crestSheet({ head, features }: Sitting, crest: Crest): Sheet {
  const { lift, recede = 0, lean = 0, strands = 260, locks = 14, wave } = crest;
  const rise = lift * (1 + features.hair.volume * 0.25);
  const guides = [-1, -0.85, -0.65, -0.42, -0.2, 0, 0.2, 0.42, 0.65, 0.85, 1].map((share): Point[] => {
    const side = Math.abs(share);
    const root = share * 0.95;
    const low = hairlineAt(head, root, recede);
    const topU = share * (1 + rise * 0.7);
    const topV = head.dome(share * 0.99) - rise * (1 - side ** 3 * 0.6);
    const between = (amount: number): number => low + (topV - low) * amount;
    return [
      head.at(root, low),
      head.at(root + (topU - root) * 0.5 + lean * 0.03, between(0.38)),
      head.at(topU * 1.005 + lean * 0.07 * (1 - side), between(0.74)),
      head.at(topU + lean * 0.16 * (1 - side), topV),
    ];
  });
  return {
    guides,
    strands,
    locks,
    gather: 0.35,
    ragged: 0.1,
    rootFade: 0.16,
    edge: 1.6,
    ...(wave === undefined ? {} : { wave }),
  };
}

function standing(crest: Crest): DrawHair {
  return (sitting, paint) => ({
    back: '',
    shadows: [],
    front:
      drawFlanks(sitting, paint, crest.low ?? 0.54) +
      drawSheet(sitting.sketch, crestSheet(sitting, crest), paint, `${sitting.features.detail}:crest`),
  });
}

/** The lower layers of hair that is combed over: flanks and a close crest, so that no scalp shows. */
const ground = (sitting: Sitting, paint: HairPaint, lift: number, low: number): string =>
  drawFlanks(sitting, paint, low) +
  drawSheet(
    sitting.sketch,
    crestSheet(sitting, { lift, strands: 90, locks: 0 }),
    paint,
    `${sitting.features.detail}:ground`,
  );

/** Combed over from a parting on the picture's left. */
const sidePart: DrawHair = (sitting, paint) => {
  const { head, sketch, features } = sitting;
  const rise = 0.055 + features.hair.volume * 0.014;
  const start = (share: number): Point =>
    head.at(-0.52 + share * 0.16, hairlineAt(head, -0.5, 0) + 0.006 - share * 0.165);
  const over = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share): Point[] => [
    start(share),
    head.at(-0.2 + share * 0.1, head.hairlineV - 0.05 - share * (0.115 + rise)),
    head.at(0.3 + share * 0.18, head.hairlineV - 0.045 - share * (0.105 + rise)),
    head.at(0.76 + share * 0.2, head.hairlineV + 0.02 - share * (0.06 + rise * 0.5)),
    head.at(0.93 + share * 0.14, 0.34 - share * 0.06),
  ]);
  const aside = [0, 0.5, 1].map((share): Point[] => [
    start(share),
    head.at(-0.68 - share * 0.03, hairlineAt(head, -0.66, 0) - 0.015 - share * 0.085),
    head.at(-0.85 - share * 0.11, hairlineAt(head, -0.84, 0) - 0.005 - share * 0.07),
    head.at(-0.93 - share * 0.1, 0.36 - share * 0.06),
  ]);
  const sheets: Sheet[] = [
    { guides: aside, strands: 110, edge: 1.6, rootFade: 0.08, locks: 5, gather: 0.2 },
    { guides: over, strands: 260, edge: 1.4, rootFade: 0.04, locks: 11, gather: 0.3 },
  ];
  return {
    back: '',
    shadows: [sheetOutline(sheets[1]!)],
    front:
      ground(sitting, paint, 0.02, 0.54) +
      sheets
        .map((sheet, index) => drawSheet(sketch, sheet, paint, `${features.detail}:comb:${index}`))
        .join(''),
  };
};

/** Hair that falls forward over the forehead in loose points. */
function forward(drop: number, swing: number, low: number): DrawHair {
  return (sitting, paint) => {
    const { head, sketch, features } = sitting;
    const rise = 0.045 + features.hair.volume * 0.014;
    const tips = head.hairlineV + 0.035 + drop;
    const guides = [-1, -0.75, -0.45, -0.15, 0.15, 0.45, 0.75, 1].map((share, index): Point[] => {
      const side = Math.abs(share);
      // Neighbouring points of the fringe end at different heights.
      const uneven = (index % 2 === 0 ? -0.012 : 0.016) * (1 - side);
      const out = share * (1 + rise * 0.6);
      return [
        head.at(share * 0.5 - 0.1 * swing, head.dome(share * 0.5) - rise * 0.9),
        head.at(out * 0.8 - 0.04, head.dome(share * 0.8) - rise * 0.75 + (1 - side) * 0.02),
        head.at(out * 0.98, head.dome(share * 0.93) + 0.045 * (1 - side * 0.6)),
        head.at(
          out * 0.96 + swing * 0.05,
          tips * 0.76 + swing * share * (1 - side ** 2) * 0.05 + side ** 3 * 0.14,
        ),
        head.at(
          share * 0.93 + swing * 0.13,
          tips + uneven + swing * share * (1 - side ** 2) * 0.1 + side ** 3 * 0.16,
        ),
      ];
    });
    const sheet: Sheet = {
      guides,
      strands: 280,
      locks: 12,
      gather: 0.75,
      ragged: 0.42,
      edge: 1.2,
      rootFade: 0.1,
    };
    return {
      back: '',
      shadows: [sheetOutline(sheet)],
      front:
        ground(sitting, paint, rise * 0.8, low) +
        drawSheet(sketch, sheet, paint, `${features.detail}:forward`),
    };
  };
}

/** Hair cut close with clippers: the scalp shows through. */
function clippered(recede: number, density: number): DrawHair {
  return (sitting, paint) => {
    const { head, sketch, features } = sitting;
    const random = createRandom(`${features.detail}:clippered`);
    const shares = Array.from({ length: 13 }, (_, index) => -1 + index / 6);
    const front = shares.map((share): Point => head.at(share * 0.94, hairlineAt(head, share * 0.94, recede)));
    const dome = shares.map((share): Point => head.at(share * 1.01, head.dome(share) - 0.006));
    const flank = (side: -1 | 1): Point[] => [
      head.at(side * 1.01, 0.42),
      head.at(side * 0.99, 0.52),
      head.at(side * 0.925, 0.5),
      head.at(side * 0.915, 0.42),
    ];
    const outline = curve([...dome, ...flank(1), ...[...front].reverse(), ...flank(-1).reverse()], true);
    const fill = sketch.linear(head.at(0, 0), head.at(0, 0.52), [
      [0, paint.tones.dark, density],
      [0.6, paint.tones.dark, density * 0.85],
      [1, paint.tones.dark, 0],
    ]);
    const hairs = Array.from({ length: Math.round(1100 * density) }, () => {
      const share = random.next() * 2 - 1;
      const top = head.dome(share);
      const low = hairlineAt(head, share * 0.94, recede) + 0.006;
      const [x, y] = head.at(share * 0.96, top + 0.006 + (low - top) * random.next());
      const bright = random.next() < 0.3;
      const path = `M${x} ${y}l${(random.next() - 0.5) * 1.6 + share * 1.2} ${-1.4 - random.next() * 1.4}`;
      return line(path, bright ? paint.tones.light : paint.tones.deep, 0.8, bright ? 0.3 : 0.4);
    });
    return {
      back: '',
      shadows: [],
      front:
        group(group(shape(outline, fill), { filter: sketch.blur(3.4, 'head') }), {
          'clip-path': sketch.clip(curve(head.outline, true)),
        }) + hairs.join(''),
    };
  };
}

/** Bare in front, thin on top, short hair around the sides. */
const receding: DrawHair = (sitting, paint) => {
  const sparse: Sheet = {
    ...crestSheet(sitting, { lift: 0.014, recede: 1, strands: 170, locks: 0 }),
    edge: 5,
    rootFade: 0.4,
  };
  const thin = { ...paint, fill: paint.tones.dark };
  return {
    back: '',
    shadows: [],
    front:
      group(drawSheet(sitting.sketch, sparse, thin, `${sitting.features.detail}:thin`), { opacity: 0.75 }) +
      drawFlanks(sitting, paint, 0.55),
  };
};

/** Styles that leave the ears free. */
export const shortStyles = {
  crop: standing({ lift: 0.034, lean: 1, strands: 300, locks: 20 }),
  'swept-back': standing({
    lift: 0.07,
    lean: 2.5,
    strands: 300,
    locks: 13,
    wave: { swing: 2.2, length: 70 },
  }),
  'side-part': sidePart,
  fringe: forward(0.012, 1.2, 0.54),
  pixie: forward(0.06, 1.5, 0.6),
  buzz: clippered(0.25, 0.8),
  bald: () => ({ back: '', shadows: [], front: '' }),
  receding,
} as const satisfies Partial<Record<HairStyle, DrawHair>>;
