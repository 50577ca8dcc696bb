/** Where a sandbox keeps what must outlive its process. */
export interface Keeper {
  /** Keeps a value under a key. It is asked for when it is written, so that many changes cost one line. */
  put(key: string, value: () => unknown): void;
  drop(key: string): void;
  /** Keeps bytes; they are on disk before whatever is put after them. */
  putBytes(name: string, bytes: Buffer): void;
  /** The bytes of that name from this run or an earlier one. Throws not-found. */
  bytes(name: string): Buffer;
}

/** Keeps nothing beyond the process. */
export const inMemory = (): Keeper => {
  const bytesOf = new Map<string, Buffer>();
  return {
    put: () => undefined,
    drop: () => undefined,
    putBytes: (name, bytes) => void bytesOf.set(name, bytes),
    bytes: (name) => bytesOf.get(name)!,
  };
};
