import { cpus, totalmem } from 'node:os';

/** The machine of a benchmark in one line: cores, processor, memory, Node. It is printed above the figures. */
export function describeMachine(): string {
  const cores = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cores.length} cores of ${cores[0]?.model.trim() ?? 'an unknown processor'}, ${gigabytes} GB, Node ${process.version}`;
}
