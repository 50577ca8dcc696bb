import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRandom, type Random } from '../../foundation/random.ts';
import type { Instrument } from '../../engine/personality/instrument.ts';
import { sins } from '../../engine/personality/sins.ts';
import type { Sex } from '../../engine/ports/participants.ts';
import type { Sin } from '../../engine/ports/phases.ts';
import { drawPerson } from '../portraits/portrait-photo.ts';
import type { Persona } from './persona.ts';

const names: Record<Sex, readonly string[]> = {
  female: [
    'Ada',
    'Bea',
    'Carmen',
    'Dina',
    'Elena',
    'Fatou',
    'Greta',
    'Hana',
    'Inés',
    'Jana',
    'Katya',
    'Lena',
    'Мария',
    'Noor',
    'Olga',
    'Paz',
  ],
  male: [
    'Adam',
    'Bruno',
    'Carlos',
    'Dmitri',
    'Emil',
    'Femi',
    'Gregor',
    'Hugo',
    'Иван',
    'Jonas',
    'Karim',
    'Leo',
    'Mateo',
    'Nils',
    'Omar',
    'Pavel',
  ],
};

/** Returns the photograph of a synthetic participant by its number, as the bytes of an image file. */
export type SelfieSource = (index: number, sex: Sex) => Promise<Buffer>;

/** Photographs from a folder, in an order that the seed determines; drawn portraits when no folder is given. */
export function selfieSource(folder: string | undefined, seed: string): SelfieSource {
  if (folder === undefined) {
    const drawn = new Map<number, Promise<Buffer>>();
    return (index, sex) => {
      const portrait = drawn.get(index) ?? drawPerson(`${seed}:${index}`, sex);
      drawn.set(index, portrait);
      return portrait;
    };
  }
  const files = createRandom(`faces:${seed}`).shuffle(
    readdirSync(folder)
      .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
      .toSorted(),
  );
  if (files.length === 0) throw new RangeError(`there are no photographs in ${folder}`);
  return (index) => readFile(join(folder, files[index % files.length]!));
}

/** Invents a persona from the seed and its number: a taste in pictures, seven traits and habits at the phone. */
export function createPersona(
  index: number,
  options: { seed: string; instrument: Instrument; selfies: SelfieSource; year: number },
): Persona {
  const random = createRandom(`persona:${options.seed}:${index}`);
  const sex: Sex = index % 2 === 0 ? 'female' : 'male';
  const other: Sex = sex === 'female' ? 'male' : 'female';
  const age = 22 + random.integer(30);
  const traits = new Map<Sin, number>(sins.map((sin) => [sin, clamp(0.45 + 0.18 * random.normal(), 0, 1)]));
  const taste = createTaste(random);
  return {
    firstName: names[sex][random.integer(names[sex].length)]!,
    locale: (['en', 'es', 'ru'] as const)[index % 3]!,
    email: `person-${options.seed}-${index}@example.org`.toLowerCase().replace(/[^a-z0-9@.-]/g, '-'),
    password: random.next() < 0.2 ? `a long walk by the sea ${index}` : undefined,
    sex,
    seeks: random.next() < 0.06 ? 'both' : random.next() < 0.06 ? sex : other,
    birthYear: options.year - age,
    seeksAgeMin: Math.max(18, age - 6 - random.integer(15)),
    seeksAgeMax: Math.min(99, age + 6 + random.integer(15)),
    selfie: () => options.selfies(index, sex),
    swipe: async (picture) => Math.min(4, 1 + Math.floor(4 * (await taste(picture)))),
    agree: (itemId) => agree(options.instrument, itemId, traits, random),
    meet: async (picture) =>
      Math.round(clamp(1 + 6 * (picture ? await taste(picture) : random.next()), 1, 7)),
    habit: () => random.next(),
  };
}

function agree(
  instrument: Instrument,
  itemId: string,
  traits: ReadonlyMap<Sin, number>,
  random: Random,
): number {
  const check = instrument.attentionChecks.find(({ id }) => id === itemId);
  if (check) return random.next() < 0.97 ? check.expected : 3;
  const item = instrument.items.find(({ id }) => id === itemId);
  const level = clamp((traits.get(item?.sin ?? 'pride') ?? 0.5) + 0.2 * random.normal(), 0, 1);
  const value = Math.round(1 + 4 * level);
  return item?.reversed ? 6 - value : value;
}

const cellsAcross = 6;

/**
 * Makes a taste: a function from a picture to a liking between 0 (not at all) and 1 (very much). The liking is a random
 * linear function of 6 × 6 coloured cells plus noise, and is the same for the same picture.
 */
function createTaste(random: Random): (picture: Buffer) => Promise<number> {
  const weights = Array.from({ length: cellsAcross ** 2 * 3 }, () => random.normal());
  const known = new Map<string, number>();
  return async (picture) => {
    const key = createHash('sha256').update(picture).digest('hex');
    const before = known.get(key);
    if (before !== undefined) return before;
    const pixels = await sharp(picture)
      .resize(cellsAcross, cellsAcross, { fit: 'fill' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const norm = Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0)) || 1;
    const score = weights.reduce(
      (sum, weight, at) => sum + (weight * ((pixels[at] ?? mean) - mean)) / norm,
      0,
    );
    const liking = 1 / (1 + Math.exp(-(1.2 * score + 0.3 * random.normal())));
    known.set(key, liking);
    return liking;
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
