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
 * A sandbox's memory in a folder of its own: `journal.jsonl` with what changed, `files/` with the bytes, `ids.json`
 * with the numbers, `lock` with the process. Changes are written together, at most 50 ms after the first, so a
 * killed process loses the last moment and nothing else.
 */
export class Memory implements Keeper {
  readonly ids: Ids;
  readonly #folder: string;
  readonly #unlock: () => void;
  #found: FoundJournal;
  #journal: Journal | undefined;
  #changes = new Map<string, (() => unknown) | undefined>();
  #bytes = new Map<string, Buffer>();
  /** Lines that a failing disk has not taken yet. */
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

  /** Locks the folder and reads it. Throws conflict when another sandbox has it. */
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
   * Hands what was kept to `restore`, which takes all of it or throws, and begins to write. What cannot be read is
   * set aside, and `tell` hears so, as it hears of a disk that takes nothing more.
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
        `What the sandbox remembers is damaged; it goes on with the part before the damage. See ${aside} in ${this.#folder}.`,
      );
    }
    if (this.ids.isDamaged) tell('The sandbox could not read its numbers; new ones begin far above the old.');
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
      throw new HarmoniaError('not-found', 'the bytes of this file are gone', { cause });
    }
  }

  /** Writes what is left and frees the folder. Throws volume-not-writable when the disk does not take it. */
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
      if (!this.#isFailing) this.#tell(`The sandbox will not remember this, its disk refuses: ${reason}`);
      this.#isFailing = true;
    }
    this.#timer = undefined;
    if (this.#isFailing) this.#schedule(retryMilliseconds);
    else if (this.#changes.size > 0) this.#schedule(batchMilliseconds);
  }

  async #write(): Promise<void> {
    // Taken in one go: a line is the state between two moments, never within one.
    const changes = [...this.#changes];
    this.#changes.clear();
    if (changes.length > 0) {
      this.#unwritten += lineOf(changes.map(([key, value]) => [key, value === undefined ? null : value()]));
    }
    for (const [name, bytes] of [...this.#bytes]) {
      // The same bytes may be there already, and an older message may need them whole.
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
