import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { HarmoniaError } from '../foundation/errors.ts';

const walkShape = z.object({
  /** The person's id in the sandbox. */
  personId: z.number().int(),
  /** Which persona, with the memory's seed and year. */
  index: z.number().int().min(0),
  inviteCode: z.string().min(1),
  /** What was answered last; see WalkOptions.last. */
  last: z.string().optional(),
});
const shape = z.object({
  /** Minds and faces of the synthetic participants follow from it. */
  seed: z.string().min(1),
  /** The study's year when the folder was begun: birth years are counted back from it. */
  year: z.number().int(),
  /** How far the study's clock is ahead of real time. */
  advancedMs: z.number().min(0),
  walks: z.array(walkShape),
});

export type KeptWalk = z.infer<typeof walkShape>;

/** What the control strip did to the study, kept over restarts of the program. */
export interface ControlPanelMemory {
  readonly seed: string;
  readonly year: number;
  readonly advancedMs: number;
  readonly walks: readonly KeptWalk[];
  advance(milliseconds: number): void;
  /** Adds a walk, or replaces the one of the same person. */
  keepWalk(walk: KeptWalk): void;
}

/**
 * Reads `desk.json` of the sandbox's folder; the first change makes it. A change is on disk when its call returns.
 * Throws volume-not-writable for a file that cannot be written, config-invalid for one that nobody can read.
 */
export function openControlPanelMemory(folder: string, now: Date): ControlPanelMemory {
  const path = join(folder, 'desk.json');
  const kept = read(path) ?? {
    seed: String(now.getTime()),
    year: now.getUTCFullYear(),
    advancedMs: 0,
    walks: [],
  };
  const write = (): void => writeWhole(folder, path, JSON.stringify(kept));
  return {
    seed: kept.seed,
    year: kept.year,
    get advancedMs() {
      return kept.advancedMs;
    },
    get walks() {
      return kept.walks;
    },
    advance(milliseconds) {
      kept.advancedMs += milliseconds;
      write();
    },
    keepWalk(walk) {
      const at = kept.walks.findIndex(({ personId }) => personId === walk.personId);
      if (at >= 0 && kept.walks[at]!.last === walk.last) return;
      if (at >= 0) kept.walks[at] = walk;
      else kept.walks.push(walk);
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
      `${path} is damaged: remove it to let the sandbox's clock and its synthetic participants begin anew`,
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
