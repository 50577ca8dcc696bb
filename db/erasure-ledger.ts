import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Purpose, UserId } from '../engine/ports/participants.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { KeyedDigest } from './crypto/keyed-digest.ts';

/**
 * Who was erased and who withdrew which consent, outside the database and its dumps, so that a restored backup brings
 * nothing back. It holds keyed digests and nothing else: without the key and an old dump it tells nothing about anybody.
 */
export interface ErasureLedger {
  /**
   * Takes the id of somebody who is erased, or `withdrawalOf` somebody. On disk when it resolves, and called before
   * the commit: a rollback after it leaves somebody who asked to be erased and will be at the next start.
   * Throws volume-not-writable, or key-mismatch as below.
   */
  note(subject: string): Promise<void>;
  /** Which of these were noted. Throws key-mismatch when another key wrote the ledger. */
  among(subjects: readonly string[]): Promise<ReadonlySet<string>>;
}

/** What stands in the ledger for a withdrawn consent. */
export const withdrawalOf = (userId: UserId, consent: Purpose): string => `${userId} ${consent}`;

const purpose = 'erasures';
/** Stands in the first line, so that a ledger that nobody could match any more is not taken for an empty one. */
const keyCheck = 'harmonia erasure ledger';

/** The ledger in a folder of one process, which the first erasure makes: one digest a line. */
export function createErasureLedger(folder: string, digest: KeyedDigest): ErasureLedger {
  const path = join(folder, 'ledger');
  let last: Promise<unknown> = Promise.resolve();

  const markOf = (subject: string): string => digest.digest(purpose, subject);

  async function read(): Promise<{ marks: ReadonlySet<string>; isWhole: boolean } | undefined> {
    const text = await readText(path);
    if (text === undefined) return undefined;
    const [check, ...marks] = text.split('\n');
    if (check !== markOf(keyCheck)) {
      throw new HarmoniaError(
        'key-mismatch',
        `${path} was written under another SECRET_KEY, and erased people could come back from a backup: restore the key that was used before`,
      );
    }
    // What a kill cut short was never followed by a commit.
    return { isWhole: marks.pop() === '', marks: new Set(marks) };
  }

  async function add(subject: string): Promise<void> {
    const found = await read();
    if (found?.marks.has(markOf(subject))) return;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!found) {
        await write(`${path}.new`, 'w', `${markOf(keyCheck)}\n`);
        await rename(`${path}.new`, path);
      }
      await write(path, 'a', `${found?.isWhole === false ? '\n' : ''}${markOf(subject)}\n`);
      // The file's own name must outlive a power failure too.
      const directory = await open(folder);
      await directory.sync().finally(() => directory.close());
    } catch (cause) {
      throw unusable(folder, cause);
    }
  }

  return {
    note(subject) {
      const adding = last.then(() => add(subject));
      last = adding.catch(() => undefined);
      return adding;
    },
    async among(subjects) {
      const found = await read();
      return new Set(subjects.filter((subject) => found?.marks.has(markOf(subject))));
    },
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(path, cause);
  }
}

async function write(path: string, flags: 'a' | 'w', text: string): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

const unusable = (path: string, cause: unknown): HarmoniaError =>
  new HarmoniaError(
    'volume-not-writable',
    `DATA_DIR: ${path} cannot be used (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}), and nobody is erased without it`,
    { cause },
  );
