import { monitorEventLoopDelay } from 'node:perf_hooks';
import { builtinReference, methodVersionOf } from '@harmonia/hla';
import { connectDatabase } from '../db/connect.ts';
import { generateFernetKey } from '../db/crypto/fernet.ts';
import { loadInstrumentShelf } from '../engine/personality/instrument-shelf.ts';
import { analysisPlan } from '../engine/protocol/analysis-plan.ts';
import { preregistrationHash } from '../engine/protocol/preregistration-hash.ts';
import { scoreCohort } from '../engine/protocol/score-cohort.ts';
import { createScorers } from '../engine/protocol/scorers.ts';
import { loadPrior } from '../engine/visual/prior.ts';
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

// One scoring of bench/score.ts: node score-once.ts DATABASE_URL PEOPLE

const [url = '', count = '100'] = process.argv.slice(2);
const people = Number(count);
const database = connectDatabase({ url, keys: { fernetKeys: [generateFernetKey()] }, poolSize: 10 });
await database.migrate();
const faces = benchFaces();
const hla = builtinReference();
await database.withScope((scope) =>
  writeCrowd(scope, benchCohort(people, { ...benchVersions, biological: methodVersionOf(hla) })),
);
const instruments = loadInstrumentShelf();
const study = {
  ...choices,
  declaration: {
    ...choices,
    versions: { personality: 'piip-7.1', similarityReference: 'piip-reference-1' },
  },
  analysis: analysisPlan({ looks: [1], closeAfterDays: 28 }),
  instruments,
  hla,
  scorers: createScorers({
    prior: await loadPrior(),
    calibrationFaces: () => faces,
    similarityReference: (version) => instruments.begunWith(version).reference,
    hla,
  }),
};
const { cohortId } = benchCohort(people, { ...benchVersions, biological: '' });
const preregistration = { ...registered(people), declaration: study.declaration, analysis: study.analysis };
await database.transact((uow) =>
  uow.cohorts.update(cohortId, {
    status: 'frozen',
    frozenAt,
    preregistration,
    preregistrationHash: preregistrationHash(preregistration),
  }),
);
await new Promise((resolve) => setTimeout(resolve, settleMs));
process.send!('begins');
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const before = process.cpuUsage();
const started = performance.now();
let loopCpuSeconds = 0;
const scored = await scoreCohort(database, study, {
  cohortId,
  now: frozenAt,
  onProgress: (_, seconds = 0) => (loopCpuSeconds += seconds),
});
const { user, system } = process.cpuUsage(before);
const [rows] = await database.withScope(({ query }) =>
  query<{ rows: number }>('SELECT count(*)::int AS rows FROM pair_scores'),
);
process.send!({
  people: scored.people,
  pairs: scored.pairs,
  wallSeconds: (performance.now() - started) / 1000,
  cpuSeconds: (user + system) / 1e6,
  loopCpuSeconds,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  blockMs: delay.max / 1e6,
  rows: rows!.rows,
});
await database.close();
process.disconnect();
