import { HarmoniaError } from '../../foundation/errors.ts';
import type { DescribedPackFace } from './describe-pack.ts';
import type { CalibrationPack } from './load-pack.ts';

/** A pack whose faces are described, ready to be shown and scored with. */
export interface ShelvedPack {
  readonly pack: CalibrationPack;
  readonly faces: ReadonlyMap<string, DescribedPackFace>;
}

/**
 * The packs at hand. Whoever begins does so with the current one; whoever has begun finishes, and is scored, with the
 * one noted then, even if it is no longer the current one.
 */
export interface PackShelf {
  current(): ShelvedPack;
  /** What is noted of the current pack when somebody begins: it and the prior. */
  version(): string;
  /** @throws HarmoniaError pack-invalid when no pack at hand is the one of that note */
  begunWith(version: string): ShelvedPack;
  put(shelved: ShelvedPack): void;
  /** Puts the pack on the shelf and makes it the current one. */
  use(shelved: ShelvedPack): void;
}

const beforePrior = '+prior@';

/** Id, version and the beginning of the digest: a pack that was changed under its version is another one. */
export const packName = ({
  id,
  version,
  digest,
}: Pick<CalibrationPack, 'id' | 'version' | 'digest'>): string => `${id}@${version}.${digest.slice(0, 8)}`;

/** Whether a pack is the one of that name; notes of before contents were noted have id and version alone. */
export const isNamed = (pack: CalibrationPack, name: string): boolean =>
  packName(pack) === name || `${pack.id}@${pack.version}` === name;

/** The pack's name in a noted version. */
export const packNameIn = (version: string): string => version.split(beforePrior, 1)[0]!;

export function createPackShelf(first: ShelvedPack, priorVersion: string): PackShelf {
  const shelf = new Map<string, ShelvedPack>();
  let current = first;
  const put = (shelved: ShelvedPack): void => void shelf.set(packName(shelved.pack), shelved);
  put(first);
  return {
    current: () => current,
    version: () => `${packName(current.pack)}${beforePrior}${priorVersion}`,
    begunWith(version) {
      const found = [...shelf.values()].find(({ pack }) => isNamed(pack, packNameIn(version)));
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
