import { createRandom } from '../../foundation/random.ts';
import type { Random } from '../../foundation/random.ts';
import type { Sex } from '../../engine/ports/participants.ts';
import type {
  Beard,
  EyeColour,
  Garment,
  Glasses,
  HairColour,
  HairStyle,
  PortraitFeatures,
} from './features.ts';

type Weighted<T> = readonly (readonly [T, number])[];

function choose<T>(random: Random, options: Weighted<T>): T {
  let left = random.next() * options.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [option, weight] of options) {
    left -= weight;
    if (left < 0) return option;
  }
  return options.at(-1)![0];
}

/** A number around 0, seldom beyond -1..1. */
const around = (random: Random): number => Math.max(-1.2, Math.min(1.2, random.normal() * 0.68));

const styles: Record<Sex, Weighted<HairStyle>> = {
  female: [
    ['long-straight', 4],
    ['long-wavy', 4],
    ['long-fringe', 2],
    ['bob', 3],
    ['tied-back', 3],
    ['pixie', 2],
    ['shoulder', 2],
    ['headscarf', 1],
  ],
  male: [
    ['crop', 4],
    ['side-part', 3],
    ['swept-back', 3],
    ['fringe', 3],
    ['buzz', 2],
    ['shoulder', 1],
  ],
};
const darkStyles: Record<Sex, Weighted<HairStyle>> = {
  female: [
    ['afro', 3],
    ['locs', 2],
    ['curls', 3],
    ['tied-back', 2],
    ['headwrap', 1.5],
    ['bob', 1],
    ['long-wavy', 1],
  ],
  male: [
    ['afro', 3],
    ['buzz', 4],
    ['bald', 2],
    ['locs', 2],
    ['curls', 1.5],
  ],
};
const hairByDepth: readonly [number, Weighted<HairColour>][] = [
  [
    0.2,
    [
      ['dark-brown', 2],
      ['brown', 3],
      ['chestnut', 2],
      ['auburn', 1.5],
      ['copper', 1.5],
      ['dark-blond', 3],
      ['blond', 3],
    ],
  ],
  [
    0.45,
    [
      ['black', 3],
      ['dark-brown', 4],
      ['brown', 3],
      ['chestnut', 2],
      ['dark-blond', 1],
    ],
  ],
  [
    0.7,
    [
      ['black', 5],
      ['dark-brown', 3],
      ['brown', 0.5],
    ],
  ],
  [
    2,
    [
      ['black', 5],
      ['dark-brown', 1],
    ],
  ],
];
const eyesByDepth: readonly [number, Weighted<EyeColour>][] = [
  [
    0.2,
    [
      ['blue', 4],
      ['grey', 2],
      ['green', 3],
      ['hazel', 2],
      ['brown', 2],
    ],
  ],
  [
    0.45,
    [
      ['brown', 4],
      ['dark-brown', 2],
      ['hazel', 2],
      ['green', 1],
      ['amber', 1],
    ],
  ],
  [
    2,
    [
      ['dark-brown', 4],
      ['brown', 3],
      ['amber', 0.4],
    ],
  ],
];
const beards: Weighted<Beard> = [
  ['none', 4],
  ['stubble', 3],
  ['short', 3],
  ['full', 1.5],
  ['goatee', 1],
  ['moustache', 0.8],
];
const folds: Weighted<PortraitFeatures['eyes']['fold']> = [
  ['deep', 3],
  ['soft', 3],
  ['single', 1],
];
const glasses: Weighted<Glasses> = [
  ['none', 7],
  ['round', 1],
  ['rectangular', 1],
  ['browline', 0.6],
];
const garments: Record<Sex, Weighted<Garment>> = {
  female: [
    ['crew', 2],
    ['v-neck', 2],
    ['scoop', 3],
    ['shirt', 2],
    ['blazer', 2],
    ['turtleneck', 1.5],
  ],
  male: [
    ['crew', 3],
    ['v-neck', 1],
    ['shirt', 4],
    ['blazer', 3],
    ['turtleneck', 1.5],
  ],
};

const forDepth = <T>(table: readonly [number, Weighted<T>][], depth: number): Weighted<T> =>
  table.find(([limit]) => depth < limit)![1];

function inventHair(random: Random, sex: Sex, depth: number, ageYears: number): PortraitFeatures['hair'] {
  const coily = random.next() < (depth - 0.6) * 4;
  const bare = sex === 'male' && ageYears > 40 && random.next() < 0.4;
  const style = bare
    ? choose<HairStyle>(random, [
        ['receding', 3],
        ['bald', 2],
        ['buzz', 1],
      ])
    : choose(random, (coily ? darkStyles : styles)[sex]);
  const greying = Math.max(0, (ageYears - 36) / 26) * (0.4 + random.next() * 0.9);
  return {
    style,
    colour: choose(random, forDepth(hairByDepth, depth)),
    grey: Math.min(1, greying),
    volume: around(random),
  };
}

/** The features of a person that are given; the others are invented. */
export type PartialFeatures = {
  [Key in keyof PortraitFeatures]?: PortraitFeatures[Key] extends object
    ? Partial<PortraitFeatures[Key]>
    : PortraitFeatures[Key];
};

/**
 * Invents an adult (25 to 65 years) from a seed. Features in `given` are kept; the others are drawn at random, with
 * those that depend on one another, such as hair and age, drawn together.
 */
export function inventPerson(seed: string, sex: Sex, given: PartialFeatures = {}): PortraitFeatures {
  const random = createRandom(`portrait:${sex}:${seed}`);
  const inventedSkin = { depth: random.next(), warmth: around(random), freckles: random.next() * 3 - 2 };
  const inventedAge = Math.round(25 + random.next() ** 1.4 * 40);
  const skin = { ...inventedSkin, ...given.skin };
  const ageYears = given.ageYears ?? inventedAge;
  return {
    sex,
    ageYears,
    skin: { ...skin, freckles: skin.depth < 0.3 ? Math.max(0, skin.freckles) : 0 },
    ...inventShapes(random, skin.depth, given),
    hair: { ...inventHair(random, sex, skin.depth, ageYears), ...given.hair },
    beard: given.beard ?? (sex === 'male' ? choose(random, beards) : 'none'),
    glasses: given.glasses ?? choose(random, glasses),
    earrings: given.earrings ?? (sex === 'female' && random.next() < 0.5),
    garment: {
      kind: choose(random, garments[sex]),
      hue: random.next() * 360,
      lightness: 0.28 + random.next() * 0.6,
      chroma: random.next() * 0.1,
      ...given.garment,
    },
    backdrop: { hue: random.next() * 360, lightness: 0.62 + random.next() * 0.22, ...given.backdrop },
    pose: { turn: around(random) * 0.8, tiltDegrees: around(random) * 1.8, ...given.pose },
    detail: given.detail ?? `${seed}:${sex}`,
  };
}

type Shapes = Pick<PortraitFeatures, 'face' | 'eyes' | 'brows' | 'nose' | 'mouth'>;

function inventShapes(random: Random, depth: number, given: PartialFeatures): Shapes {
  const some = (): number => around(random);
  // The averages of nose and lips differ between populations, by less than people within one population differ.
  const fuller = (depth - 0.5) * 0.7;
  return {
    face: { width: some(), length: some(), jaw: some(), chin: some(), cheeks: some(), ...given.face },
    eyes: {
      size: some(),
      spacing: some(),
      tilt: some(),
      openness: some(),
      fold: choose(random, folds),
      colour: choose(random, forDepth(eyesByDepth, depth)),
      ...given.eyes,
    },
    brows: { thickness: some(), arch: some(), angle: some(), height: some(), ...given.brows },
    nose: { width: some() + fuller, length: some(), bridge: some(), tip: some(), ...given.nose },
    mouth: {
      width: some(),
      upper: some() + fuller,
      lower: some() + fuller,
      smile: some() * 0.6 + 0.25,
      tint: random.next(),
      ...given.mouth,
    },
  };
}
