import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { TransactionScope } from '../db/transaction.ts';
import type { UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { writeCrowd } from '../test/support/crowd.ts';
import {
  benchCohort,
  benchFaces,
  benchVersions,
  choices,
  frozenAt,
  registered,
  settleMs,
} from './score-people.ts';

// The same scoring by the program of 24dca41, from BASELINE: node score-baseline.ts DATABASE_URL PEOPLE

const folder = process.env['BASELINE']!;
const load = async <T>(file: string): Promise<T> =>
  (await import(pathToFileURL(join(folder, file)).href)) as T;

interface EarlierDatabase {
  migrate(): Promise<void>;
  transact<T>(work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  withScope<T>(work: (scope: TransactionScope) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
interface Earlier {
  connectDatabase(options: object): EarlierDatabase;
  generateFernetKey(): string;
  createScorers(references: object): object;
  loadPrior(): Promise<object>;
  loadSimilarityReference(): object;
  findReference(folder: string): { release: string };
  canonicalJson(value: unknown): string;
  scoreCohort(uow: UnitOfWork, input: object): Promise<{ people: number; pairs: number }>;
}

const parts = await Promise.all(
  [
    'db/connect.ts',
    'db/crypto/fernet.ts',
    'engine/protocol/scorers.ts',
    'engine/visual/prior.ts',
    'engine/personality/reference.ts',
    'engine/biological/index.ts',
    'engine/protocol/phases.ts',
    'engine/protocol/score-cohort.ts',
  ].map((file) => load<Partial<Earlier>>(file)),
);
const earlier = Object.assign({}, ...parts) as Earlier;

const [url = '', count = '100'] = process.argv.slice(2);
const people = Number(count);
const database = earlier.connectDatabase({
  url,
  keys: { fernetKeys: [earlier.generateFernetKey()] },
  poolSize: 10,
});
await database.migrate();
const faces = benchFaces();
const cohort = benchCohort(people, { ...benchVersions, biological: 'bench' });
await database.withScope((scope) => writeCrowd(scope, cohort));
const plan = {
  ...choices,
  declaration: { ...choices, versions: {} },
  scorers: earlier.createScorers({
    prior: await earlier.loadPrior(),
    calibrationFaces: () => faces,
    personality: earlier.loadSimilarityReference(),
    hla: earlier.findReference('/nonexistent'),
  }),
};
const preregistration = { ...registered(people), declaration: plan.declaration };
const { createHash } = await import('node:crypto');
const preregistrationHash = createHash('sha256').update(earlier.canonicalJson(preregistration)).digest('hex');
await database.transact((uow) =>
  uow.cohorts.update(cohort.cohortId, { status: 'frozen', frozenAt, preregistration, preregistrationHash }),
);
await new Promise((resolve) => setTimeout(resolve, settleMs));
process.send!('begins');
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const before = process.cpuUsage();
const started = performance.now();
const scored = await database.transact((uow) =>
  earlier.scoreCohort(uow, { cohortId: cohort.cohortId, plan, now: frozenAt }),
);
const { user, system } = process.cpuUsage(before);
const longest = delay.max / 1e6;
const [rows] = await database.withScope(({ query }) =>
  query<{ rows: number }>('SELECT count(*)::int AS rows FROM pair_scores'),
);
process.send!({
  people: scored.people,
  pairs: scored.pairs,
  wallSeconds: (performance.now() - started) / 1000,
  cpuSeconds: (user + system) / 1e6,
  // The loop blocks the event loop as a whole, so the longest block is its time.
  loopCpuSeconds: longest / 1000,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  blockMs: longest,
  rows: rows!.rows,
});
await database.close();
process.disconnect();
