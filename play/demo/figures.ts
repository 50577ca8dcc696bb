import { availableParallelism, cpus } from 'node:os';
import type { Database } from '../../db/connect.ts';
import type { Participant } from './people.ts';

/** The measurements of one demo, as --json prints them. */
export interface DemoFigures {
  participants: number;
  reports: number;
  matches: number;
  updates: number;
  p50Ms: number;
  p95Ms: number;
  wallSeconds: number;
  peakRssMb: number;
  errors: number;
}

export function demoFigures(run: {
  people: readonly Participant[];
  reports: number;
  matches: number;
  harmonia: { latencies(): number[] };
  startedAt: number;
  errors: number;
}): DemoFigures {
  const latencies = run.harmonia.latencies().toSorted((a, b) => a - b);
  const quantile = (share: number): number =>
    Math.round(latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0);
  return {
    participants: run.people.length,
    reports: run.reports,
    matches: run.matches,
    updates: latencies.length,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    wallSeconds: Math.round((performance.now() - run.startedAt) / 100) / 10,
    // maxRSS is the peak of the process in kilobytes.
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    errors: run.errors,
  };
}

/** Counts the pairs of the newest cohort whose profiles were shown to each other. */
export const countPairs = (database: Database): Promise<number> =>
  database.transact(async (uow) => {
    const cohort = await uow.cohorts.latest();
    return cohort ? (await uow.cohorts.assignments(cohort.id)).length / 2 : 0;
  });

/** The figures as lines of text, with the machine they were measured on. */
export function figureTable(figures: DemoFigures): string {
  const rows: [string, string | number][] = [
    ['machine', `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`],
    ['participants', figures.participants],
    ['reports delivered', figures.reports],
    ['pairs shown', figures.matches],
    ['updates handled', figures.updates],
    ['update latency', `p50 ${figures.p50Ms} ms, p95 ${figures.p95Ms} ms`],
    ['wall clock', `${figures.wallSeconds} s`],
    ['peak memory', `${figures.peakRssMb} MB`],
    ['errors', figures.errors],
  ];
  return rows.map(([name, value]) => `${name.padEnd(20)}${value}`).join('\n');
}
