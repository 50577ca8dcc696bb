import { open, readFile, rename, type FileHandle } from 'node:fs/promises';

const header = '{"sandbox-journal":1}';
const snapshotBatch = 500;
const newline = 0x0a;

/** The content of a journal: the newest value of each key. */
export interface FoundJournal {
  entries: Map<string, unknown>;
  /** True when a line in the middle cannot be read; the entries are then those of the lines before it. */
  isDamaged: boolean;
}

type Batch = readonly (readonly [key: string, value: unknown])[];

/**
 * Reads a journal: a header, and one batch of changes per line. A last line without its end was cut by a kill and is
 * ignored as a whole.
 */
export async function readJournal(path: string): Promise<FoundJournal> {
  const entries = new Map<string, unknown>();
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { entries, isDamaged: false };
    throw error;
  }
  let begin = 0;
  const nextLine = (): string | undefined => {
    const end = bytes.indexOf(newline, begin);
    if (end < 0) return undefined;
    const line = bytes.toString('utf8', begin, end);
    begin = end + 1;
    return line;
  };
  if (nextLine() !== header) return { entries, isDamaged: true };
  for (let line = nextLine(); line !== undefined; line = nextLine()) {
    const batch = parseBatch(line);
    if (!batch) return { entries, isDamaged: true };
    for (const [key, value] of batch) {
      if (value === null) entries.delete(key);
      else entries.set(key, value);
    }
  }
  return { entries, isDamaged: false };
}

function parseBatch(line: string): Batch | undefined {
  try {
    const batch: unknown = JSON.parse(line);
    const isBatch =
      Array.isArray(batch) &&
      batch.every((change) => Array.isArray(change) && change.length === 2 && typeof change[0] === 'string');
    return isBatch ? (batch as Batch) : undefined;
  } catch {
    return undefined;
  }
}

/** The open file of a journal, to which lines are added. */
export class Journal {
  readonly #file: FileHandle;
  #length: number;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /**
   * Replaces the file by one with only these entries, by a rename: at every moment one of the two files is complete.
   */
  static async begin(path: string, entries: ReadonlyMap<string, unknown>): Promise<Journal> {
    const file = await open(`${path}.new`, 'w');
    try {
      const journal = new Journal(file, 0);
      await journal.append(`${header}\n`);
      const all = [...entries];
      for (let at = 0; at < all.length; at += snapshotBatch) {
        await journal.append(lineOf(all.slice(at, at + snapshotBatch)));
      }
      await file.sync();
      await rename(`${path}.new`, path);
      return journal;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Adds lines. After a failure, such as a full disk, the same lines can be added again. */
  async append(lines: string): Promise<void> {
    const bytes = Buffer.from(lines);
    for (let done = 0; done < bytes.length;) {
      // Written at a fixed position, so that a second attempt overwrites a part that the first one left.
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#length + done);
      done += bytesWritten;
    }
    this.#length += bytes.length;
  }

  async close(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
  }
}

/** One batch as a line; a null removes its key. */
export const lineOf = (batch: Batch): string => `${JSON.stringify(batch)}\n`;
