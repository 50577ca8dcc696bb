import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

const firstIds = {
  update: 310_000_001,
  message: 1,
  // Larger than 32 bits, like the ids of new Telegram accounts.
  person: 5_000_000_001,
  group: 4_000_000_001,
  query: 1,
  album: 1,
  path: 1,
};

export type IdKind = keyof typeof firstIds;

const kinds = Object.keys(firstIds) as IdKind[];
const blockSize = 1000;
const epoch = Date.UTC(2026, 0, 1);

/**
 * Gives out the ids of persons, messages, updates and files. With a file no id is given twice: blocks of a thousand are
 * reserved on disk before they are used, so after a kill the rest of a block is skipped. If the file is missing or
 * unreadable, ids start from the seconds since 2026, because a database may still hold the earlier ones.
 */
export class Ids {
  readonly #path: string | undefined;
  readonly #next: Record<IdKind, number>;
  readonly #reserved: Record<IdKind, number>;
  /** True when the file exists but could not be read. */
  readonly isDamaged: boolean;

  constructor(path?: string) {
    this.#path = path;
    const { stored, isDamaged } = path === undefined ? { stored: firstIds } : readIds(path);
    this.isDamaged = isDamaged ?? false;
    this.#next = { ...stored };
    this.#reserved = { ...stored };
  }

  /** The next id of this kind. */
  next(kind: IdKind): number {
    const id = this.#next[kind];
    if (id >= this.#reserved[kind]) this.#reserve();
    this.#next[kind] = id + 1;
    return id;
  }

  /** Makes later ids of this kind larger than this one. */
  passOver(kind: IdKind, id: number): void {
    this.#next[kind] = Math.max(this.#next[kind], id + 1);
  }

  /** Releases the reserved ids that were not used. `next` must not be called afterwards. */
  close(): void {
    this.#write(this.#next);
  }

  #reserve(): void {
    const reserved = { ...this.#next };
    for (const kind of kinds) reserved[kind] += blockSize;
    this.#write(reserved);
    Object.assign(this.#reserved, reserved);
  }

  #write(ids: Record<IdKind, number>): void {
    if (this.#path === undefined) return;
    const file = openSync(`${this.#path}.new`, 'w');
    try {
      writeSync(file, `${JSON.stringify(ids)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function readIds(path: string): { stored: Record<IdKind, number>; isDamaged?: boolean } {
  const stored = { ...firstIds };
  for (const kind of kinds) stored[kind] += Math.max(0, Math.floor((Date.now() - epoch) / 1000));
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { stored };
    throw error;
  }
  try {
    const found = JSON.parse(text) as Partial<Record<IdKind, number>>;
    for (const kind of kinds) {
      if (!Number.isSafeInteger(found[kind])) throw new TypeError(`no number for ${kind}`);
      stored[kind] = found[kind]!;
    }
    return { stored };
  } catch {
    return { stored, isDamaged: true };
  }
}
