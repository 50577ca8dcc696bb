import { HarmoniaError } from '../../foundation/errors.ts';
import type { DescribedPackFace } from './describe-pack.ts';
import { descriptionSuffix, type DescriptionVersion, descriptionVersionIn } from './description-version.ts';
import type { CalibrationPack } from './load-pack.ts';

/** A pack whose faces are described, ready to be shown and scored with. */
export interface ShelvedPack {
  readonly pack: CalibrationPack;
  readonly faces: ReadonlyMap<string, DescribedPackFace>;
  /** How its faces were described; a participant's own face is described in the same way. */
  readonly description: DescriptionVersion;
}

/**
 * The packs at hand. A participant begins with the current one, and finishes and is scored with the one noted then,
 * even if another one has become current.
 */
export interface PackShelf {
  current(): ShelvedPack;
  /** What is noted when a participant begins: the current pack, the prior and how faces are described. */
  version(): string;
  /** @throws HarmoniaError pack-invalid when no pack at hand is the noted one, described in the noted way */
  begunWith(version: string): ShelvedPack;
  put(shelved: ShelvedPack): void;
  /** Puts the pack on the shelf and makes it the current one. */
  use(shelved: ShelvedPack): void;
}

const beforePrior = '+prior@';

/** Id, version and the first eight digits of the digest, so that a pack changed under the same version has another name. */
export const packName = ({
  id,
  version,
  digest,
}: Pick<CalibrationPack, 'id' | 'version' | 'digest'>): string => `${id}@${version}.${digest.slice(0, 8)}`;

/** Whether a pack has that name. Names stored by early versions of the program have no digest. */
export const isNamed = (pack: CalibrationPack, name: string): boolean =>
  packName(pack) === name || `${pack.id}@${pack.version}` === name;

/** The pack's name in a noted version. */
export const packNameIn = (version: string): string => version.split(beforePrior, 1)[0]!;

export function createPackShelf(first: ShelvedPack, priorVersion: string): PackShelf {
  const shelf = new Map<string, ShelvedPack>();
  let current = first;
  const put = (shelved: ShelvedPack): void =>
    void shelf.set(packName(shelved.pack) + descriptionSuffix(shelved.description), shelved);
  put(first);
  return {
    current: () => current,
    version: () =>
      `${packName(current.pack)}${beforePrior}${priorVersion}${descriptionSuffix(current.description)}`,
    begunWith(version) {
      const found = [...shelf.values()].find(
        ({ pack, description }) =>
          isNamed(pack, packNameIn(version)) && description === descriptionVersionIn(version),
      );
      if (found) return found;
      throw new HarmoniaError('pack-invalid', `the calibration pack ${packNameIn(version)} is not at hand`);
    },
    put,
    use(shelved) {
      put(shelved);
      current = shelved;
    },
  };
}
