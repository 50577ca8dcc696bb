import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const home = join(import.meta.dirname, '../..');

/** The real program as a process of its own. */
export interface Program {
  readonly pid: number;
  /** What it wrote so far: the person's lines, and the log. */
  stdout(): string;
  stderr(): string;
  /** The address in its ready line and that of its HTTP side; throws with its output when it ends first. */
  ready(): Promise<{ page: string; http: string; afterMs: number }>;
  kill(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): void;
  /** Resolves when it has ended. */
  ended(): Promise<{ code: number | null; signal: string | null; afterMs: number }>;
}

const readyMs = 60_000;

const directly = [
  process.execPath,
  '--conditions=harmonia-source',
  '--import',
  './require-node.mjs',
  'main.ts',
] as const;

/**
 * Starts `main.ts`, or the command given, with these variables and nothing else of ours; both ports are free ones.
 */
export function startProgram(
  variables: Record<string, string>,
  [command, ...words]: readonly [string, ...string[]] = directly,
): Program {
  const started = Date.now();
  const output = { stdout: '', stderr: '' };
  const child = spawn(command, words, {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', SANDBOX_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (output[stream] += text));
  }
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    afterMs: Date.now() - started,
  }));
  return {
    pid: child.pid ?? 0,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    async ready() {
      let over = false;
      child.once('close', () => (over = true));
      for (;;) {
        const page = /chat page: (\S+)/.exec(output.stdout)?.[1];
        const http = /"event":"ready","address":"([^"]+)"/.exec(output.stderr)?.[1];
        if (page && http) return { page, http, afterMs: Date.now() - started };
        if (over || Date.now() - started > readyMs) {
          throw new Error(`not ready:\n${output.stdout}\n${output.stderr}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    kill: (signal) => void child.kill(signal),
    ended: () => ended,
  };
}

/** Processes whose command line names a folder: what a start in it left running. */
export function processesNaming(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
      } catch {
        return false; // ended in the meantime
      }
    });
}
