import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Purpose, UserId } from '../engine/ports/participants.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import type { KeyedDigest } from './crypto/keyed-digest.ts';

/**
 * The list of erased users and withdrawn consents. It is stored outside the database and its dumps, so that these
 * erasures can be repeated after a backup is restored. It holds keyed digests of random ids only: to find the person of
 * an entry takes the key and a dump from before the erasure.
 */
export interface ErasureLedger {
  /**
   * Adds the id of a user who is erased, or `withdrawalOf` for a withdrawn consent. The entry is on disk when the
   * promise resolves. It is written before the commit: when the transaction then fails, the next start repeats the
   * erasure. Throws volume-not-writable, or key-mismatch when another key wrote the ledger.
   */
  note(subject: string): Promise<void>;
  /** The subjects that have an entry. Throws key-mismatch when another key wrote the ledger. */
  among(subjects: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The subject of the entry for a withdrawn consent. */
export const withdrawalOf = (userId: UserId, consent: Purpose): string => `${userId} ${consent}`;

const purpose = 'erasures';
/** The first line is the digest of this text. It differs under another key, so such a ledger is not taken for empty. */
const keyCheck = 'harmonia erasure ledger';

/** The ledger as a file in a folder that one process uses, one digest per line. The first erasure makes the folder. */
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
        `${path} was written under another SECRET_KEY, and erasures could not be repeated after a restore: set the key that was used before`,
      );
    }
    // A last line without a line break is an entry that a kill interrupted. The commit comes after the entry, so that
    // erasure was not committed, and the participant can ask for it again.
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
      // Without this sync the directory entry of the file could be lost in a power failure.
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
    `DATA_DIR: ${path} cannot be used (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}), and no participant can be erased without it`,
    { cause },
  );
