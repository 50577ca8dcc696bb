import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbedded } from '../db/embedded.ts';
import { describeMachine } from './machine.ts';

// The whole job of /score: people read, pairs scored, plan drawn, rows written, cohort moved on; each size in a process and a database
// of its own. Processor time is that of the process and of PostgreSQL.
// npm run bench -- bench/score.ts [--people 800,3000] [--json]
// BASELINE=FOLDER names a checkout of 24dca41 with its node_modules, which scores the same people; up to BASELINE_MOST (1000) people,
// because its transaction meets the idle limit with more.

const given = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const sizes = given('--people', '800,3000').split(',').map(Number);
const asJson = process.argv.includes('--json');
const { BASELINE, BASELINE_MOST = '1000' } = process.env;
const ticksPerSecond = 100;

interface Scored {
  people: number;
  pairs: number;
  wallSeconds: number;
  cpuSeconds: number;
  loopCpuSeconds: number | null;
  peakRssMb: number;
  blockMs: number;
  rows: number;
}

/** Processor seconds of a process and of all that it started, those that ended among them. */
function cpuOfTree(root: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = text
          .slice(text.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        return [
          {
            pid: Number(name),
            parent: fields[1]!,
            own: fields[11]! + fields[12]!,
            ended: fields[13]! + fields[14]!,
          },
        ];
      } catch {
        // The process ended meanwhile; its parent has its time.
        return [];
      }
    });
  let ticks = 0;
  const tree = [root];
  for (const pid of tree) {
    const found = stats.find((stat) => stat.pid === pid);
    if (found) ticks += found.own + found.ended;
    tree.push(...stats.filter(({ parent }) => parent === pid).map((stat) => stat.pid));
  }
  return ticks / ticksPerSecond;
}

async function measure(people: number, baseline: string | undefined): Promise<Scored> {
  const folder = await mkdtemp(join(tmpdir(), 'harmonia-bench-'));
  const server = await startEmbedded({ folder });
  const postmaster = Number(
    readFileSync(join(postgresFolder(folder), 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  try {
    let atStart = 0;
    let told: Scored | undefined;
    const file = baseline ? 'score-baseline.ts' : 'score-once.ts';
    const node = ['--conditions=harmonia-source', '--disable-warning=ExperimentalWarning'];
    const child = spawn(
      process.execPath,
      // Writing the crowd passes triggers by, which an ordinary role may not.
      [...node, join(import.meta.dirname, file), server.superuserUrl, String(people)],
      {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, BASELINE: baseline ?? '' },
      },
    );
    child.on('message', (message: 'begins' | Scored) => {
      if (message === 'begins') atStart = cpuOfTree(postmaster);
      else told = { ...message, cpuSeconds: message.cpuSeconds + cpuOfTree(postmaster) - atStart };
    });
    await new Promise<void>((done, fail) =>
      child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`${file} ended with ${code}`)))),
    );
    if (!told) throw new Error(`${file} told nothing`);
    return told;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const postgresFolder = (folder: string): string =>
  [folder, ...readdirSync(folder).map((name) => join(folder, name))].find((each) =>
    existsSync(join(each, 'postmaster.pid')),
  )!;

if (!asJson) console.log(describeMachine());
for (const people of sizes) {
  const scored = await measure(people, undefined);
  const earlier =
    BASELINE && people <= Number(BASELINE_MOST) ? await measure(people, resolve(BASELINE)) : undefined;
  const line = {
    ...scored,
    baselineCpuSeconds: earlier?.cpuSeconds ?? null,
    baselineLoopCpuSeconds: earlier?.loopCpuSeconds ?? null,
    baselineRows: earlier?.rows ?? null,
  };
  console.log(asJson ? JSON.stringify(line) : line);
}
