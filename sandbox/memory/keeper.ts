/** A store of keys and values, and of files by name, which survives a restart. */
export interface Keeper {
  /** Stores a value under a key. `value` is called when the line is written, so several changes take one line. */
  put(key: string, value: () => unknown): void;
  drop(key: string): void;
  /** Stores bytes under a name; they are on disk before values that are put later. */
  putBytes(name: string, bytes: Buffer): void;
  /** The bytes stored under a name in this run or an earlier one. @throws HarmoniaError `not-found` */
  bytes(name: string): Buffer;
}

/** A store in the memory of this process only. */
export const inMemory = (): Keeper => {
  const bytesOf = new Map<string, Buffer>();
  return {
    put: () => undefined,
    drop: () => undefined,
    putBytes: (name, bytes) => void bytesOf.set(name, bytes),
    bytes: (name) => bytesOf.get(name)!,
  };
};
