import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HarmoniaError } from '../foundation/errors.ts';

const walkShape = z.object({
  /** The person's id in the sandbox. */
  personId: z.number().int(),
  /** The persona's number; with the memory's seed and year it determines the persona. */
  index: z.number().int().min(0),
  inviteCode: z.string().min(1),
  /** The question that was answered last; see WalkOptions.last. */
  last: z.string().optional(),
});
const shape = z.object({
  /** Determines the personas and the portraits of the synthetic participants. */
  seed: z.string().min(1),
  /** The study's year when the folder was made; the birth years of the personas are counted back from it. */
  year: z.number().int(),
  /** How far the study's clock is ahead of real time. */
  advancedMs: z.number().min(0),
  walks: z.array(walkShape),
});

/** The walk of one synthetic participant, as it is stored. */
export type StoredWalk = z.infer<typeof walkShape>;

/** The effects of the control panel on the study that are stored over restarts of the program. */
export interface ControlPanelMemory {
  readonly seed: string;
  readonly year: number;
  readonly advancedMs: number;
  readonly walks: readonly StoredWalk[];
  advance(milliseconds: number): void;
  /** Adds a walk, or replaces the one of the same person. */
  storeWalk(walk: StoredWalk): void;
}

/**
 * Reads the memory from `desk.json` in the sandbox's folder; the first change creates the file. The control panel was
 * called "desk" when the first folders were made, so the file keeps that name. A change is on disk when its call
 * returns.
 * @throws HarmoniaError `volume-not-writable` for a file that cannot be read or written, `config-invalid` for a damaged
 * one
 */
export function openControlPanelMemory(folder: string, now: Date): ControlPanelMemory {
  const path = join(folder, 'desk.json');
  const stored = read(path) ?? {
    seed: String(now.getTime()),
    year: now.getUTCFullYear(),
    advancedMs: 0,
    walks: [],
  };
  const write = (): void => writeWhole(folder, path, JSON.stringify(stored));
  return {
    seed: stored.seed,
    year: stored.year,
    get advancedMs() {
      return stored.advancedMs;
    },
    get walks() {
      return stored.walks;
    },
    advance(milliseconds) {
      stored.advancedMs += milliseconds;
      write();
    },
    storeWalk(walk) {
      const at = stored.walks.findIndex(({ personId }) => personId === walk.personId);
      if (at >= 0 && stored.walks[at]!.last === walk.last) return;
      if (at >= 0) stored.walks[at] = walk;
      else stored.walks.push(walk);
      write();
    },
  };
}

function read(path: string): z.infer<typeof shape> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new HarmoniaError('volume-not-writable', `DATA_DIR: cannot read ${path} (${code})`, {
      cause: error,
    });
  }
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new HarmoniaError(
      'config-invalid',
      `${path} is damaged: remove it to reset the sandbox's clock and its synthetic participants`,
      { cause },
    );
  }
}

function writeWhole(folder: string, path: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw new HarmoniaError('volume-not-writable', `the sandbox cannot write to ${folder}`, { cause });
  }
}
