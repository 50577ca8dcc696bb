import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const home = join(import.meta.dirname, '../..');

/** The program as a child process. */
export interface Program {
  readonly pid: number;
  /** The output so far: lines for the operator. */
  stdout(): string;
  /** The output so far: the log. */
  stderr(): string;
  /** The addresses of the chat page and of the HTTP server. Throws with the output when the program ends first. */
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
 * Starts `main.ts`, or the given command, with these variables and no other of the program. Both ports are free ones.
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

/** The pids of processes whose command line names a folder: those that a start in this folder has left running. */
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
