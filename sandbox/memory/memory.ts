import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HarmoniaError } from '../../foundation/errors.ts';
import { lockFolder } from './folder-lock.ts';
import { Ids } from './ids.ts';
import { Journal, lineOf, readJournal, type FoundJournal } from './journal.ts';
import type { Keeper } from './keeper.ts';

const batchMilliseconds = 50;
const retryMilliseconds = 1000;

/**
 * Stores the state of a sandbox in a folder: `journal.jsonl` holds the changes, `files/` the bytes of files, `ids.json`
 * the last ids and `lock` the process id. Changes are written together at most 50 ms after the first one, so a killed
 * process loses at most the changes of its last 50 ms.
 */
export class Memory implements Keeper {
  readonly ids: Ids;
  readonly #folder: string;
  readonly #unlock: () => void;
  #found: FoundJournal;
  #journal: Journal | undefined;
  #changes = new Map<string, (() => unknown) | undefined>();
  #bytes = new Map<string, Buffer>();
  /** Lines that could not be written yet because the disk failed. */
  #unwritten = '';
  #writing = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #tell: (sentence: string) => void = () => undefined;
  #isFailing = false;

  private constructor(folder: string, unlock: () => void, found: FoundJournal) {
    this.#folder = folder;
    this.#unlock = unlock;
    this.#found = found;
    this.ids = new Ids(join(folder, 'ids.json'));
  }

  /** Locks the folder and reads it. @throws HarmoniaError `conflict` when another sandbox holds it */
  static async open(folder: string): Promise<Memory> {
    const unlock = lockFolder(folder);
    try {
      await mkdir(join(folder, 'files'), { recursive: true });
      return new Memory(folder, unlock, await readJournal(join(folder, 'journal.jsonl')));
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /**
   * Passes the stored entries to `restore`, which takes all of them or throws, and begins to write changes. A journal
   * that cannot be read is renamed and kept. `tell` gets a sentence about that, and one when the disk can no longer be
   * written.
   */
  async begin(
    restore: (entries: ReadonlyMap<string, unknown>) => void,
    tell: (sentence: string) => void,
  ): Promise<void> {
    this.#tell = tell;
    let { entries, isDamaged } = this.#found;
    this.#found = { entries: new Map(), isDamaged: false };
    try {
      restore(entries);
    } catch {
      entries = new Map();
      isDamaged = true;
    }
    const path = join(this.#folder, 'journal.jsonl');
    if (isDamaged) {
      const aside = `journal.damaged-${new Date().toISOString().replaceAll(':', '-')}.jsonl`;
      await rename(path, join(this.#folder, aside));
      tell(
        `The stored chats are damaged; the sandbox continues with the part before the damage. The damaged file is kept as ${aside} in ${this.#folder}.`,
      );
    }
    if (this.ids.isDamaged)
      tell('The sandbox could not read its last ids, so new ids start far above the old ones.');
    this.#journal = await Journal.begin(path, entries);
    this.#schedule(batchMilliseconds);
  }

  put(key: string, value: () => unknown): void {
    this.#changes.set(key, value);
    this.#schedule(batchMilliseconds);
  }

  drop(key: string): void {
    this.#changes.set(key, undefined);
    this.#schedule(batchMilliseconds);
  }

  putBytes(name: string, bytes: Buffer): void {
    this.#bytes.set(name, bytes);
  }

  bytes(name: string): Buffer {
    try {
      return this.#bytes.get(name) ?? readFileSync(join(this.#folder, 'files', name));
    } catch (cause) {
      throw new HarmoniaError('not-found', 'the bytes of this file no longer exist', { cause });
    }
  }

  /** Writes the remaining changes and unlocks the folder. @throws HarmoniaError `volume-not-writable` */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await this.#writing;
      clearTimeout(this.#timer);
      await this.#write();
      if (this.#journal) this.ids.close();
      await this.#journal?.close();
    } catch (cause) {
      throw new HarmoniaError('volume-not-writable', `the sandbox cannot write to ${this.#folder}`, {
        cause,
      });
    } finally {
      this.#journal = undefined;
      this.#unlock();
    }
  }

  #schedule(pause: number): void {
    if (!this.#journal || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#writing = this.#attempt();
    }, pause);
  }

  async #attempt(): Promise<void> {
    try {
      await this.#write();
      this.#isFailing = false;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'for no known reason';
      if (!this.#isFailing)
        this.#tell(`The sandbox cannot store the chats on its disk and keeps trying: ${reason}`);
      this.#isFailing = true;
    }
    this.#timer = undefined;
    if (this.#isFailing) this.#schedule(retryMilliseconds);
    else if (this.#changes.size > 0) this.#schedule(batchMilliseconds);
  }

  async #write(): Promise<void> {
    // All changes are taken synchronously, so a line never holds only a part of the changes of one call.
    const changes = [...this.#changes];
    this.#changes.clear();
    if (changes.length > 0) {
      this.#unwritten += lineOf(changes.map(([key, value]) => [key, value === undefined ? null : value()]));
    }
    for (const [name, bytes] of [...this.#bytes]) {
      // An older message may use the file already, so it is replaced as a whole by a rename.
      const path = join(this.#folder, 'files', name);
      await writeFile(`${path}.new`, bytes);
      await rename(`${path}.new`, path);
      this.#bytes.delete(name);
    }
    const lines = this.#unwritten;
    if (lines === '') return;
    await this.#journal?.append(lines);
    this.#unwritten = this.#unwritten.slice(lines.length);
  }
}
